"""Plans of any size with a year of fortnightly lines, sealed as the record seals them.

The verbs write a line at a time, which is right and too slow here: rows are made in bulk, and the
record still verifies. Run as a program with numbers of activities it fills the database with a plan
of each and prints where everything is.
"""

import datetime as dt
import json
import sys
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FORTNIGHTS = [dt.date(2020, 4, 14) + dt.timedelta(days=14 * n) for n in range(26)]
PROMISED_AT = dt.datetime(2020, 4, 1, 9, 0, tzinfo=LONDON)
CLOCK = dt.datetime(2021, 3, 31, 17, 0, tzinfo=LONDON)
CSRF = "0123456789abcdefghijABCDEFGHIJ01"
POSTS = ("Chief Executive", "Deputy Chief Executive", "Finance Chief", "Head of Media", "Director")
CUT_OFFS = [
    dt.datetime(2020, 9, 30, 17, tzinfo=LONDON),
    dt.datetime(2021, 3, 31, 17, tzinfo=LONDON),
]
MONTHS = [dt.date(2021, month, 28) for month in (2, 4, 5, 6, 9, 12)]
AT_THE_END = ["on_track"] * 7 + ["at_risk", "on_track", "off_track", "at_risk", "complete"]
WORDS = (
    "Four partners out of five are ready for the revised arrangements, and the fifth expects to be "
    "ready a week after they begin. Waiting times stand at seven days."
)


def fill(sizes):
    """Fill an empty database with plans of so many activities; return what a reader needs."""
    from opcc.office.models import Office
    from plans.models import DeliveryPlan

    office = Office(is_demonstration=True)
    office.set_clock(CLOCK)
    office.save()
    user, leads = people()
    panel = make_panel(leads[0])
    plans = {size: fill_plan(size, user, leads, panel) for size in sizes}
    tidy()
    smallest = DeliveryPlan.objects.earliest("pk").pk
    readers = {"staff": cookies(user), "panel": cookies(panel_member()), "stranger": {}}
    return {"plans": plans, "smallest": smallest, "readers": readers, "csrf": CSRF}


def people():
    """One person who holds a post and deputises for the others, so that every update is theirs."""
    from django.contrib.auth.models import Group

    from opcc.office.models import Holding, Post, User

    user = with_second_step(User.objects.create(email="holder@bench.example", name="Holder"))
    user.groups.add(Group.objects.get_or_create(name="Staff")[0])
    leads = [
        Post.objects.create(title=title, is_elt=True, is_accountable=place == 0)
        for place, title in enumerate(POSTS)
    ]
    for place, post in enumerate(leads):
        kind = Holding.Kind.DEPUTY if place else Holding.Kind.HOLDER
        Holding.objects.create(post=post, user=user, kind=kind, starts_on=dt.date(2018, 4, 1))
    return user, leads


def with_second_step(user):
    """Give a person of the office an app: without one they get no further than setting one up."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())
    return user


def panel_member():
    from django.contrib.auth.models import Group

    from opcc.office.models import User

    member = User.objects.create(email="member@bench.example", name="Member")
    member.groups.add(Group.objects.get_or_create(name="Panel")[0])
    return member


def cookies(user):
    from django.test import Client

    client = Client()
    client.force_login(user, backend="opcc.office.backends.RoleBackend")
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": CSRF}


def tidy():
    """Give the database the statistics that it would have gathered by itself in a year."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# --- A plan -------------------------------------------------------------------------------------
def fill_plan(size, user, leads, panel):
    """Make a plan of `size` activities and two packs of it; return the addresses of its pages."""
    from plans.models import DeliveryPlan

    year = 2020 - DeliveryPlan.objects.count()  # A year has one plan; pages do not mind which.
    plan = DeliveryPlan.objects.create(
        title=f"A plan of {size:,} activities", starts_on=dt.date(year, 4, 1)
    )
    activities = make_activities(plan, size, leads)
    write_record(plan, activities, make_milestones(activities), user)
    return addresses(plan, activities) | pack_addresses(*publish_packs(plan, panel, user))


def addresses(plan, activities):
    """Each page of the table by its key; for updates, one address for each activity."""
    from django.urls import reverse

    dashboard = reverse("plans:plan-detail", args=[plan.pk])
    return {
        "dashboard": dashboard,
        "past": f"{dashboard}?as_at=2020-12-14",
        "list": reverse("plans:activity-list", args=[plan.pk]),
        "activity": reverse("plans:activity-detail", args=[activities[0].pk]),
        "update": [reverse("plans:activity-update", args=[a.pk]) for a in activities],
    }


# --- Its packs ----------------------------------------------------------------------------------
def make_panel(owner):
    from governance.models import Body

    return Body.objects.create(
        name="Police and Crime Panel",
        kind="scrutiny",
        our_role="reports",
        is_panel=True,
        owner=owner,
    )


def publish_packs(plan, panel, user):
    """Publish two packs, half a year apart and open to everybody; return them, older first."""
    from governance import packs
    from governance.models import Meeting
    from plans.record import Voice

    by = Voice(name=user.name, post=POSTS[0], user=user)
    made = []
    for place, cut_off in enumerate(CUT_OFFS):
        on = plan.starts_on + dt.timedelta(days=200 + 150 * place)
        meeting = Meeting.objects.create(body=panel, on=on)
        draft = packs.begin(meeting, plan, cut_off=cut_off, by=user, at=cut_off)
        made.append(packs.publish(draft, by=by, at=CLOCK, public_from=dt.date(2020, 4, 1)))
    return made


def pack_addresses(older, newer):
    from django.urls import reverse

    compare = reverse("governance:pack-compare")
    return {
        "pack": newer.get_absolute_url(),
        "compare": f"{compare}?before={older.pk}&after={newer.pk}",
    }


def make_activities(plan, size, leads):
    """Rows as the last line of each will leave them."""
    from plans.models import Activity, Objective

    count = min(100, max(5, size // 10))
    objectives = Objective.objects.bulk_create(
        Objective(plan=plan, number=n, title=f"Objective {n}: keep what was promised")
        for n in range(1, count + 1)
    )
    return Activity.objects.bulk_create(
        [
            Activity(
                plan=plan,
                objective=objectives[n % count],
                number=n // count + 1,
                title=f"Activity {n + 1}: agree the arrangements and put them to work",
                detail=WORDS,
                kind="deliverable",
                starts_on=dt.date(2020, 4, 1),
                due_on=MONTHS[n % len(MONTHS)],
                first_due_on=MONTHS[n % len(MONTHS)],
                lead=leads[n % len(leads)],
                status=status_at(n, len(FORTNIGHTS) - 1),
                said_on=FORTNIGHTS[-1],
                version=1 + len(FORTNIGHTS),
            )
            for n in range(size)
        ],
        batch_size=1_000,
    )


def make_milestones(activities):
    """Two for each activity; return {activity's key: its milestones}."""
    from plans.models import Milestone

    days = {"Draft out for comment": dt.date(2020, 10, 30), "In use": dt.date(2021, 4, 16)}
    made = Milestone.objects.bulk_create(
        [
            Milestone(activity=activity, title=title, due_on=due_on, first_due_on=due_on)
            for activity in activities
            for title, due_on in days.items()
        ],
        batch_size=1_000,
    )
    found = {}
    for milestone in made:
        found.setdefault(milestone.activity_id, []).append(milestone)
    return found


def status_at(n, fortnight):
    """What is said of activity `n` that fortnight: on track, then its last word."""
    last, left = AT_THE_END[n % len(AT_THE_END)], len(FORTNIGHTS) - 1 - fortnight
    said_early = left and (last == "complete" or left > 3)
    return "on_track" if said_early else last


# --- Its record ---------------------------------------------------------------------------------
def write_record(plan, activities, milestones, user):
    """Promise every activity, then let it be heard of every fortnight, in one sealed chain."""
    from plans.record.verbs import first_facts, milestone_facts

    chain = Chain(plan, user)
    nobody_else = {"joint": [], "contributors": []}
    for activity in activities:
        changes = first_facts(activity, nobody_else, [])
        for milestone in milestones[activity.pk]:
            changes |= milestone_facts(milestone)
        chain.add(activity, PROMISED_AT, kind="promised", changes=changes)
    chain.save()
    for fortnight, on in enumerate(FORTNIGHTS):
        at = dt.datetime.combine(on, dt.time(10), tzinfo=LONDON)
        for n, activity in enumerate(activities):
            chain.add(activity, at, **said(status_at(n, fortnight), fortnight))
        chain.save()


def said(status, fortnight):
    """What a line says: words every fourth time and when the news is bad, else still true."""
    if status == "on_track" and fortnight % 4:
        return {"kind": "confirmed", "status": status}
    return {
        "kind": "updated",
        "status": status,
        "narrative": WORDS,
        "next_steps": "The third site opens on 12 May.",
        "reason": "" if status in ("on_track", "complete") else "One supplier has fallen behind.",
        "evidence": "Notice: https://example.org/notice" if status == "complete" else "",
    }


class Chain:
    """The lines of a plan, each sealed on the one before and saved many at a time."""

    def __init__(self, plan, user):
        from plans.record.folding import EMPTY

        self.plan, self.user, self.empty = plan, user, EMPTY
        self.standings, self.versions, self.waiting = {}, {}, []

    def add(self, activity, at, **facts):
        from plans.models import Entry
        from plans.record.writing import seal

        plan, pk = self.plan, activity.pk
        version = self.versions[pk] = self.versions.get(pk, 0) + 1
        plan.record_length += 1
        entry = Entry(
            plan_id=plan.pk,
            number=plan.record_length,
            activity_id=pk,
            version=version,
            said_on=at.date(),
            made_at=at,
            made_by_id=self.user.pk,
            made_by_name=self.user.name,
            made_by_post=POSTS[0],
            **facts,
        )
        seal(entry, self.standings.get(pk, self.empty), plan.record_digest)
        self.standings[pk], plan.record_digest = entry.standing, entry.digest
        plan.record_at = at
        self.waiting.append(entry)

    def save(self):
        from plans.models import Entry

        Entry.objects.bulk_create(self.waiting, batch_size=1_000)
        self.plan.save(update_fields=["record_length", "record_digest", "record_at"])
        self.waiting = []


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill([int(size) for size in sys.argv[1:]])))
