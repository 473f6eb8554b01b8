"""Loading the sample: an empty database becomes the demonstration.

The invented year is told a day at a time through the verbs that the pages use, so that loading
proves them. Nothing is random: the same lines are made at the same moments every time.
"""

import datetime as dt
from collections import namedtuple
from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from opcc.office.models import GROUPS, Department, Holding, Office, Post, User
from plans import record, sample
from plans.models import Activity, DeliveryPlan, Draft, Objective, PoliceAndCrimePlan, Priority
from plans.operations import hand_over_post
from plans.record import Voice

LONDON = ZoneInfo("Europe/London")
PASSWORD = "demonstration-2021"
DOMAIN = "@demonstration.example"
MARK = " (demonstration)"
DAY_BEGINS = dt.time(9, 30)
BETWEEN_LINES = dt.timedelta(minutes=7)
DRAFTS_SAVED_AT = dt.time(15, 0)

KINDS = [Office, User, Post, PoliceAndCrimePlan, DeliveryPlan]
"""What a database holds of its own, if it is in use."""

Account = namedtuple("Account", "email password role")
"""How to sign in, and as what. An account that has left has a dash for its password."""


class HoldsRealData(Exception):
    """The database is in use for something else; the message says what it holds."""


def is_loaded():
    """Whether this database holds the demonstration already, whatever people did with it."""
    is_ours = Office.objects.filter(is_demonstration=True).exists()
    return is_ours and User.objects.filter(email__endswith=DOMAIN).exists()


def accounts():
    """Return an Account for each person of the demonstration, in the sample's order."""
    users = {user.email: user for user in User.objects.filter(email__endswith=DOMAIN)}
    today = Office.objects.current().today()
    emails = [account["email"] for account in sample.demonstration()["accounts"]]
    return [account_of(users[email], today) for email in emails if email in users]


def account_of(user, today):
    user.day = today
    posts = [holding.described() for holding in user.current_holdings]
    role = "; ".join(posts) or user.name.removesuffix(MARK)
    if not user.is_active:
        return Account(user.email, "–", f"{role} (has left, cannot sign in)")
    return Account(user.email, PASSWORD, role)


@transaction.atomic
def load(tell):
    """Fill an empty database with the demonstration; `tell` is called with a line each month.

    All of it or nothing. Raises HoldsRealData where the database is not empty.
    """
    refuse_real_data()
    office = Office(is_demonstration=True, **sample.office()["office"])
    office.save()
    load_posts()
    load_accounts()
    year = Year(load_plan(), tell)
    year.promise()
    year.go_through(sample.clock().astimezone(LONDON).date())
    load_drafts(year.activities)
    office.set_clock(sample.clock())
    office.save()


def refuse_real_data(kinds=KINDS):
    """Raise HoldsRealData where the database holds rows of any of the models."""
    held = [(kind._meta, count) for kind in kinds if (count := kind.objects.count())]
    if held:
        words = ", ".join(
            f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
            for meta, count in held
        )
        raise HoldsRealData(words)


# --- The office ---------------------------------------------------------------------------------
def load_posts():
    described = sample.office()
    departments = {d["name"]: Department.objects.create(**d) for d in described["departments"]}
    for post in described["posts"] + sample.demonstration()["posts"]:
        facts = {name: value for name, value in post.items() if name != "note"}
        Post.objects.create(**facts | {"department": departments[post["department"]]})


def load_accounts():
    """Make the accounts and what they hold. What a hand-over begins or ends, it does itself."""
    described = sample.demonstration()
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
    # Checking a password is slow on purpose, and so is making one: all share the one made here.
    password = make_password(PASSWORD)
    for account in described["accounts"]:
        facts = {name: account[name] for name in ("email", "name", "is_active")}
        User.objects.create(password=password, **facts).groups.add(groups[account["group"]])
    coming = {(h["post"], h["to"], h["on"]) for h in described["post_handovers"]}
    leaving = {(h["post"], h["from"]) for h in described["post_handovers"]}
    for holding in described["holdings"]:
        key = holding["post"], holding["account"]
        if (*key, holding["starts_on"]) not in coming:
            load_holding(holding, ends_on=None if key in leaving else holding["ends_on"])


def load_holding(holding, *, ends_on):
    Holding.objects.create(
        post=Post.objects.get(title=holding["post"]),
        user=User.objects.get(email=holding["account"]),
        kind=holding["kind"],
        starts_on=day(holding["starts_on"]),
        ends_on=day(ends_on),
    )


def day(text):
    return dt.date.fromisoformat(text) if text else None


# --- The plan -----------------------------------------------------------------------------------
def load_plan():
    described = sample.plan()
    of_commissioner = described["police_and_crime_plan"]
    commissioners = PoliceAndCrimePlan.objects.create(
        title=of_commissioner["title"],
        **{name: day(of_commissioner[name]) for name in ("starts_on", "ends_on", "refreshed_on")},
    )
    for priority in of_commissioner["priorities"]:
        Priority.objects.create(plan=commissioners, **priority)
    plan = DeliveryPlan.objects.create(
        title=described["delivery_plan"]["title"],
        starts_on=day(described["delivery_plan"]["starts_on"]),
        update_every=described["delivery_plan"]["update_every"],
        police_and_crime_plan=commissioners,
    )
    for objective in described["objectives"]:
        Objective.objects.create(plan=plan, number=objective["number"], title=objective["title"])
    return plan


# --- Who speaks ---------------------------------------------------------------------------------
class Cast:
    """Who answers and who writes for a post on a day, as Voices with the post they act in."""

    def __init__(self):
        self.posts = {post.title: post for post in Post.objects.all()}
        self.holdings = list(Holding.objects.select_related("user", "post"))

    def voice(self, on, **wanted):
        """The Voice of the one holding that day of which every fact in `wanted` is true."""
        holding = next(h for h in self.holdings if self.fits(h, on, wanted))
        return Voice(name=holding.user.name, post=holding.described(), user=holding.user)

    def fits(self, holding, on, wanted):
        lasts = holding.starts_on <= on and (holding.ends_on is None or on <= holding.ends_on)
        return lasts and all(getattr(holding, name) == value for name, value in wanted.items())

    def holder(self, post, on):
        return self.voice(on, post=post, kind=Holding.Kind.HOLDER)

    def answering(self, post, on):
        """The holder; of a post that nobody holds that day, its deputy."""
        holder = {"post": post, "kind": Holding.Kind.HOLDER}
        is_held = any(self.fits(holding, on, holder) for holding in self.holdings)
        kind = Holding.Kind.HOLDER if is_held else Holding.Kind.DEPUTY
        return self.voice(on, post=post, kind=kind)

    def staff(self, post, on):
        return self.voice(on, post=post, kind=Holding.Kind.SUPPORT)

    def accountable(self, on):
        post = next(post for post in self.posts.values() if post.is_accountable)
        return self.holder(post, on)

    def named(self, account, post, on):
        user = next(h.user for h in self.holdings if h.user.email == f"{account}{DOMAIN}")
        return self.voice(on, post=post, user=user)


# --- The year -----------------------------------------------------------------------------------
class Year:
    """The invented year, told from its first day. `activities` are by number, such as "3.14"."""

    def __init__(self, plan, tell):
        self.plan, self.tell = plan, tell
        self.cast, self.activities = Cast(), {}

    def promise(self):
        """Enter every activity as the Commissioner's officers agreed them, with its first line."""
        agreed = sample.demonstration()["plan_agreed"]["on"]
        objectives = {str(objective.number): objective for objective in self.plan.objectives.all()}
        priorities = {p.number: p for p in self.plan.police_and_crime_plan.priorities.all()}
        stories = sample.stories()
        for place, (number, facts) in enumerate(sample.activities().items()):
            objective, _, ordinal = number.partition(".")
            lead, *joint = (self.cast.posts[title] for title in facts["owners"])
            story = stories[number]
            self.activities[number] = record.promise(
                objectives[objective],
                number=int(ordinal),
                title=facts["title"],
                detail=facts["detail"],
                kind=facts["kind"],
                starts_on=story.starts_on,
                due_on=story.due_on,
                lead=lead,
                joint=joint,
                priorities=[priorities[number] for number in facts["priorities"]],
                milestones=[(m.title, m.due_on) for m in story.milestones],
                by=self.cast.accountable(day(agreed)),
                at=moment(day(agreed), place),
            )
        self.tell(f"  {len(self.activities)} activities promised")

    def go_through(self, until):
        """Tell every day up to `until`, and say how many things each month brought."""
        for _, month in groupby(self.told(until), key=lambda step: (step[0].year, step[0].month)):
            steps = list(month)
            for on, same_day in groupby(steps, key=lambda step: step[0]):
                for place, (_, act, *facts) in enumerate(same_day):
                    act(*facts, at=moment(on, place))
            self.tell(f"  {on:%B %Y}: {len(steps)} updates, confirmations and changes")

    def told(self, until):
        """[(day, method, facts ...)] in the order in which things happened."""
        steps = [
            (day(handover["accepted_on"]), self.pass_post_on, handover)
            for handover in sample.demonstration()["post_handovers"]
        ]
        for number, story in sample.stories().items():
            for event in story.told(until):
                steps.append((event.happens_on, self.enter, number, event))
        return sorted(steps, key=lambda step: step[0])

    def pass_post_on(self, handover, *, at):
        """Let the next holder have the post, and accept it."""
        successor = User.objects.get(email=handover["to"])
        passed = hand_over_post(
            self.cast.posts[handover["post"]],
            to=successor,
            on=day(handover["on"]),
            reason=handover["note"],
            by=self.cast.accountable(at.date()),
            at=at,
        )
        passed.accept(by=successor, at=at)
        self.cast = Cast()
        self.activities = {
            activity.reference: activity
            for activity in Activity.objects.filter(plan=self.plan).select_related("objective")
        }

    def enter(self, number, event, *, at):
        """Let an event into the record: staff of the lead wrote it, the holder says it."""
        activity = self.activities[number]
        lead, on = self.cast.posts[activity.lead.title], at.date()
        named = event.facts.get("approved_by")
        by = self.cast.named(named, lead, on) if named else self.cast.holder(lead, on)
        voice = {"by": by, "written_by": self.cast.staff(lead, on), "at": at}
        getattr(self, event.verb)(activity, event.facts, voice)

    # Each verb of a story, as the record takes it.
    def update(self, activity, facts, voice):
        words = ("status", "narrative", "next_steps", "reason", "reason_category", "forecast_on")
        record.update(
            activity,
            milestones_met=milestones_met(activity, facts),
            **{name: facts[name] for name in words if name in facts},
            **voice,
        )

    def confirm(self, activity, facts, voice):
        record.confirm(activity, **voice)

    def complete(self, activity, facts, voice):
        record.update(
            activity,
            status="complete",
            narrative=facts["narrative"],
            evidence="{title}: {url}".format(**facts["evidence"]),
            milestones_met=milestones_met(activity, facts),
            **voice,
        )

    def withdraw(self, activity, facts, voice):
        voice = voice | {"by": self.cast.accountable(voice["at"].date())}
        record.withdraw(activity, **reasons(facts), **voice)

    def move_date(self, activity, facts, voice):
        words = reasons(facts) | voice | {"by": self.cast.accountable(voice["at"].date())}
        record.move_date(activity, to=facts["to"], **words)
        for moved in facts.get("milestones", []):
            milestone = activity.milestones.get(title=moved["title"])
            record.move_date(activity, milestone=milestone, to=moved["to"], **words)

    def hand_over(self, activity, facts, voice):
        to = self.cast.posts[facts["to"]]
        voice = voice | {"by": self.cast.holder(to, voice["at"].date())}
        record.hand_over(activity, to=to, reason=facts["reason"], **voice)

    def reword(self, activity, facts, voice):
        record.reword(
            activity, title=facts["title"], detail=facts["detail"], reason=facts["reason"], **voice
        )

    def correct(self, activity, facts, voice):
        wrong = activity.entries.get(kind="updated", said_on=facts["corrects_on"])
        kept = ("status", "next_steps", "reason", "reason_category", "forecast_on", "evidence")
        record.correct(
            wrong,
            activity=activity,
            narrative=facts["narrative"],
            correction=facts["reason"],
            **{name: getattr(wrong, name) for name in kept},
            **voice,
        )


def moment(on, place):
    """When that day's first (place 0), second ... thing is said."""
    return dt.datetime.combine(on, DAY_BEGINS, tzinfo=LONDON) + place * BETWEEN_LINES


def reasons(facts):
    return {name: facts[name] for name in ("reason", "reason_category")}


def milestones_met(activity, facts):
    return [
        (activity.milestones.get(title=met["title"]), met["met_on"])
        for met in facts.get("milestones_met", [])
    ]


# --- Drafts -------------------------------------------------------------------------------------
def load_drafts(activities):
    """Make what is being written, waits for approval or was sent back, as a browser sent it."""
    users = {user.email: user for user in User.objects.all()}
    for draft in sample.demonstration()["drafts"]:
        activity, at = activities[draft["activity"]], afternoon(draft["written_on"])
        is_sent = draft["state"] != Draft.State.WRITING
        made = Draft.objects.create(
            activity=activity,
            kind=draft["kind"],
            author=users[draft["written_by"]],
            proposal=posted(draft),
            internal_note=draft.get("internal_note", ""),
            state=Draft.State.SUBMITTED if is_sent else Draft.State.WRITING,
            activity_version=activity.entries.filter(made_at__lte=at).count(),
            saved_at=at,
            submitted_at=at if is_sent else None,
        )
        if draft["state"] == Draft.State.RETURNED:
            by, returned_at = users[draft["returned_by"]], afternoon(draft["returned_on"])
            made.send_back(comment=draft["comment"], by=by, at=returned_at)


def afternoon(text):
    return dt.datetime.combine(day(text), DRAFTS_SAVED_AT, tzinfo=LONDON)


def posted(draft):
    """What was typed, by the names of the form's fields, each with a list of texts."""
    words = ("status", "narrative", "next_steps", "reason_category", "reason")
    typed = {name: [draft[name]] for name in words if name in draft}
    if draft["kind"] == Draft.Kind.DATE_MOVE:
        to = day(draft["to"])
        parts = {"to_0": [str(to.day)], "to_1": [str(to.month)], "to_2": [str(to.year)]}
        typed |= {"what": ["activity"], **parts}
    return typed
