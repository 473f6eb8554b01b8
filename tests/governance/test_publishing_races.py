"""Several people press the button at once: one pack is published, and nobody is led astray."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from governance import packs
from governance.models import Meeting, Pack, PackDraft
from governance.packs.verifying import verify_packs
from plans.models import Measure
from plans.registers.models import Stale
from tests.factories import said, voice
from tests.governance.packs import CUT_OFF, PUBLISHED_AT, draft_for, published
from tests.governance.test_publishing_pages import check_url, ready
from tests.plans.measures import MeasureFactory, observed
from tests.plans.test_races import WRITERS, race

ROUNDS = 4

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drafts(plan, activity):
    """One draft a round, each for a meeting of its own."""
    said(activity, on=dt.date(2020, 12, 1))
    days = [dt.date(2020, 12, 14) + dt.timedelta(days=number) for number in range(ROUNDS)]
    return [draft_for(plan, on=day) for day in days]


def test_of_eight_who_publish_one_draft_one_publishes(drafts):
    def write(held, number, place):
        try:
            return packs.publish(held, by=voice(f"Writer {place}"), at=PUBLISHED_AT)
        except Stale:
            return False

    def prepare(number):
        chosen = PackDraft.objects.select_related("meeting__body", "plan")
        return chosen.get(pk=drafts[number].pk)

    saved = race(prepare, write, ROUNDS)

    assert saved == [1] * ROUNDS
    assert Pack.objects.count() == ROUNDS
    assert not PackDraft.objects.exists()


def test_a_button_pressed_eight_times_at_once_publishes_once(drafts, chief_executive):
    client = Client()
    client.force_login(chief_executive)
    url, typed = check_url(drafts[0]), ready(client, drafts[0])
    answers = []

    def prepare(number):
        browser = Client()
        browser.cookies = client.cookies
        return browser

    def write(browser, number, place):
        answers.append(browser.post(url, typed).status_code)
        return False

    race(prepare, write, 1)

    assert answers == [302] * WRITERS
    assert Pack.objects.count() == 1


def test_a_save_and_a_publication_at_once_leave_nothing_unread(drafts, chief_executive):
    """Either the save came first and nothing is published, or the pack has the words read."""

    def prepare(number):
        chosen = PackDraft.objects.select_related("meeting__body", "plan")
        return chosen.get(pk=drafts[number].pk)

    def write(held, number, place):
        try:
            if place % 2:
                held.change(by=chief_executive, at=PUBLISHED_AT, commentary=f"Writer {place}.")
            else:
                packs.publish(held, by=voice(), at=PUBLISHED_AT)
            return True
        except Stale:
            return False

    saved = race(prepare, write, ROUNDS)

    assert saved == [1] * ROUNDS
    told = [packs.read_pack(pack).commentary for pack in Pack.objects.all()]
    assert set(told) <= {""}
    assert Pack.objects.count() + PackDraft.objects.count() == ROUNDS


def test_a_value_said_while_a_pack_is_published_is_in_it_or_comes_after_its_cut_off(drafts, plan):
    measure = observed(MeasureFactory(plan=plan.police_and_crime_plan), 1, 2, 3)
    for draft in drafts:
        draft.measures.set([measure])
    asked = CUT_OFF - dt.timedelta(seconds=1)

    def prepare(number):
        chosen = PackDraft.objects.select_related("meeting__body", "plan")
        return chosen.get(pk=drafts[number].pk), Measure.objects.get(pk=measure.pk)

    def write(held, number, place):
        draft, held_measure = held
        try:
            if place == 0:
                return packs.publish(draft, by=voice(), at=PUBLISHED_AT)
            return held_measure.observe(
                dt.date(2020, 9, 1), Decimal(place), said_on=asked.date(), by=voice(), at=asked
            )
        except Stale:
            return False

    saved = race(prepare, write, ROUNDS)

    assert saved == [2] * ROUNDS
    assert measure.observations.count() == 3 + ROUNDS
    assert verify_packs(plan)[0] == []


def test_eight_who_begin_the_same_pack_begin_it_once(plan, activity, chief_executive):
    meeting = published(plan).meeting

    def write(held, number, place):
        try:
            return packs.begin(
                held, plan, cut_off=PUBLISHED_AT, by=chief_executive, at=PUBLISHED_AT
            )
        except Stale:
            return False

    saved = race(lambda number: Meeting.objects.get(pk=meeting.pk), write, 1)

    assert saved == [1]
    assert PackDraft.objects.count() == 1
