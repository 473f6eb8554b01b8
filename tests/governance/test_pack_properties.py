"""Whatever is changed after a pack was published, its bytes stay and it still verifies."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import packs
from governance.models import Body, Meeting, Pack, PackPart, ScrutinyItem
from governance.packs.verifying import verify_packs
from opcc.office.models import Office, Post, User
from plans import record
from plans.models import Activity, DeliveryPlan, Measure, Objective, Priority
from plans.record import Refused
from tests.factories import LONDON, PriorityFactory, post, promised_activity, said, voice
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import PUBLISHED_AT, draft_for, published
from tests.plans.measures import VECTOR, MeasureFactory, observed

STARTS = dt.datetime(2020, 12, 13, 9, tzinfo=LONDON)
WORDS = st.sampled_from(["Other words", "<b>bold</b>", "=1+1", "Zażółć", "“quoted”"])


def say(activity, words, at):
    record.update(
        activity, status="off_track", narrative=words, reason=words, next_steps=words,
        by=voice(), at=at,
    )  # fmt: skip


def move(activity, words, at):
    to = activity.due_on + dt.timedelta(days=30)
    record.move_date(activity, to=to, reason=words, reason_category="other", by=voice(), at=at)


def reword(activity, words, at):
    title = f"{words} {activity.version}"
    record.reword(activity, title=title, detail=words, reason=words, by=voice(), at=at)


def hand_over(activity, words, at):
    to = post("Chief Executive" if activity.lead.title != "Chief Executive" else "Another post")
    record.hand_over(activity, to=to, reason=words, by=voice(), at=at)


def withdraw(activity, words, at):
    record.withdraw(activity, reason=words, reason_category="other", by=voice(), at=at)


def promise_another(activity, words, at):
    title = f"{words} {at:%H}"
    promised_activity(activity.plan, lead=activity.lead, title=title, at=at)


def rename_everything(activity, words, at):
    Objective.objects.update(title=words)
    Post.objects.filter(pk=activity.lead_id).update(title=f"{words} {activity.lead_id}")
    Priority.objects.update(title=words)
    DeliveryPlan.objects.update(title=words, update_every=1)
    Office.objects.update(full_name=words, panel_name=words)
    Body.objects.update(name=words)
    User.objects.update(name=words)


def meet_elsewhere(activity, words, at):
    Meeting.objects.update(place=words, summary=words, on=dt.date(2021, 2, 1))


def answer(activity, words, at):
    item = ScrutinyItem.objects.get()
    item.respond(response="answered", words=words, said_on=dt.date(2020, 12, 14), by=voice(), at=at)
    item.change(title=words, internal_note=words)


def measure_otherwise(activity, words, at):
    noted = {"said_on": at.date(), "by": voice(), "at": at}
    measure = Measure.objects.get()
    measure.observe(dt.date(2020, 6, 1), Decimal(at.hour), words=words, **noted)
    measure.rebase(from_period=dt.date(2020, 1, 1), words=words, **noted)
    measure.redefine(f"{words} {at}", from_period=dt.date(2020, 3, 1), words=words, **noted)
    measure.set_target(Decimal(at.hour), set_by=words, words=words, **noted)
    measure.change(title=words, source=words, unit=words[:9], internal_note=words, better="lower")


CHANGES = [
    say, move, reword, hand_over, withdraw, promise_another, measure_otherwise, rename_everything,
    meet_elsewhere, answer,
]  # fmt: skip


@pytest.fixture
def pack(plan, activity):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    said(
        promised_activity(plan, lead=activity.lead, priorities=[priority]),
        on=dt.date(2020, 12, 1),
    )
    ScrutinyItemFactory()
    measure = observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)
    return published(plan, commentary="As it stood.", measures=[measure])


def every_byte():
    return (
        list(Pack.objects.order_by("pk").values_list("frozen", "digest")),
        list(PackPart.objects.order_by("pk").values_list("activity", "frozen", "digest")),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), WORDS), min_size=1, max_size=8))
def test_no_change_afterwards_moves_a_byte_of_a_pack(pack, activity, changes):
    before = every_byte()

    with transaction.atomic():
        for place, (change, words) in enumerate(changes):
            at = STARTS + dt.timedelta(hours=place)
            with_newest = Activity.objects.select_related("plan", "objective", "lead")
            try:
                with transaction.atomic():
                    change(with_newest.get(pk=activity.pk), words, at)
            except Refused:
                continue  # An activity that was withdrawn takes no more words.
        after, findings = every_byte(), verify_packs(pack.plan)[0]
        transaction.set_rollback(True)

    assert after == before
    assert findings == []


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES[:6]), WORDS), min_size=1, max_size=5))
def test_what_would_be_published_for_the_same_cut_off_stays_the_same(pack, activity, changes):
    with transaction.atomic():
        draft = draft_for(pack.plan, commentary="As it stood.")
        stood = packs.content_of(draft, version=1)
        for place, (change, words) in enumerate(changes):
            at = STARTS + dt.timedelta(hours=place)
            with_newest = Activity.objects.select_related("plan", "objective", "lead")
            try:
                with transaction.atomic():
                    change(with_newest.get(pk=activity.pk), words, at)
            except Refused:
                continue
        again = packs.content_of(draft, version=1)
        transaction.set_rollback(True)

    assert again["activities"] == stood["activities"]
    assert pack.published_at == PUBLISHED_AT
