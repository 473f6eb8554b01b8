"""The demonstration, with as many people as the meeting has, each signed in already.

Run as a program it fills an empty database and prints, as JSON, who comes and what they may open.
"""

import json
import sys
from io import StringIO

from bench.filling import CSRF, cookies, with_second_step
from bench.meeting.counting import counts

SIGNED_IN_READERS = 30
"""Readers beyond these are strangers: a panel has some twenty members and a few officers."""


def fill(staff, members):
    from django.core.management import call_command
    from django.templatetags.static import static

    call_command("load_demonstration", stdout=StringIO())
    writers = make_writers(staff)
    readers = [cookies(member) for member in make_members(min(SIGNED_IN_READERS, members // 3))]
    strangers = [{} for _ in range(members - len(readers))]
    return {
        "writers": writers,
        "readers": readers + strangers,
        "office": office_pages(),
        "packs": pack_pages(),
        "styles": static("build/app.css"),
        "csrf": CSRF,
        "before": counts(),
    }


def make_writers(count):
    """[What one writer needs]. One in three deputises for a post, and so decides."""
    from opcc.office.models import Holding, Office, Post

    today = Office.objects.current().today()
    posts = list(Post.objects.standing(today).filter(activities_led__isnull=False).distinct())
    writers = []
    for place in range(count):
        post = posts[place % len(posts)]
        kind = Holding.Kind.SUPPORT if place % 3 else Holding.Kind.DEPUTY
        user = with_second_step(person(f"writer.{place}", "Staff"))
        Holding.objects.create(post=post, user=user, kind=kind, starts_on=today)
        writers.append(writer(user, post, decides=kind == Holding.Kind.DEPUTY))
    return writers


def writer(user, post, *, decides):
    from governance.models import Risk
    from plans.statuses import ENDED

    activities = post.activities_led.filter(plan__state="current").exclude(status__in=ENDED)
    risks = Risk.objects.filter(owner=post, closed_on=None)
    return {
        "cookies": cookies(user),
        "decides": decides,
        "activities": [activity.get_absolute_url() for activity in activities],
        "risks": [risk.get_absolute_url() for risk in risks],
    }


def make_members(count):
    return [person(f"member.{place}", "Panel") for place in range(count)]


def person(name, group):
    from django.contrib.auth.models import Group

    from opcc.office.models import User

    user = User.objects.create(email=f"{name}@meeting.example", name=name.replace(".", " ").title())
    user.groups.add(Group.objects.get(name=group))
    return user


def office_pages():
    """{name in the table: address} of what people of the office look at between two writings."""
    from django.urls import reverse

    from opcc.office.models import Office
    from plans.models import DeliveryPlan

    plan = DeliveryPlan.objects.order_by("-starts_on").current(Office.objects.current().today())
    return {
        "My work": "/",
        "Dashboard": plan.get_absolute_url(),
        "List of activities": reverse("plans:activity-list", args=[plan.pk]),
        "ELT fortnight": reverse("portal:elt"),
        "Search": f"{reverse('portal:search')}?q=custody",
        "Register of risks": reverse("governance:risk-list"),
    }


def open_to_everybody(pack):
    from governance import packs
    from opcc.office.models import Office
    from plans.record import Voice

    now = Office.objects.current().now()
    packs.open_to_public(pack, now.date(), words="For the meeting.", by=Voice("The office"), at=now)


def pack_pages():
    """{name: [address]} of the newest pack, opened to everybody, and of what leads to it."""
    from django.urls import reverse

    from governance.models import Pack
    from governance.packs.reading import read_pack

    newest = Pack.objects.newest_first()[0]
    before = newest.previous
    for pack in (newest, before):
        open_to_everybody(pack)
    reading = read_pack(newest)

    def under(name, values):
        return [reverse(f"governance:pack-{name}", args=[newest.pk, value]) for value in values]

    def of_it(name):
        return [reverse(f"governance:pack-{name}", args=[newest.pk])]

    compare = f"{reverse('governance:pack-compare')}?before={before.pk}&after={newest.pk}"
    return {
        "Packs": [reverse("governance:pack-list")],
        "Pack": [newest.get_absolute_url()],
        "Pack: an objective": under("objective", [o.number for o in reading.objectives]),
        "Pack: an activity": under("activity", [s.pk for s in reading.position.standings]),
        "Pack: a measure": under("measure", [m.number for m in reading.measures]),
        "Pack: all on one page": of_it("whole"),
        "Pack: beside the one before": [compare],
        "Pack as PDF": of_it("pdf"),
        "Pack as CSV": of_it("activities-csv"),
        "What each status means": [reverse("plans:statuses")],
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill(*map(int, sys.argv[1:]))))
