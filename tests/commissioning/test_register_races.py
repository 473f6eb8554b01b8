"""Eight people write about one row of commissioning, or one measure, at once: one wins, the others
are told."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from commissioning.models import Grant, Provider
from plans.measures import reading
from plans.registers.models import Stale
from tests.commissioning.factories import (
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    ServicePlanItemFactory,
    reviewed,
)
from tests.governance.filling import typed_day
from tests.plans.measures import MeasureFactory, observed
from tests.plans.test_races import WRITERS, race
from tests.registers.racing import (
    DAY,
    ROUNDS,
    answers_to,
    eight_forms,
    held_by,
    one_form_eight_times,
    said,
    told,
)

OCTOBER, NOVEMBER = dt.date(2020, 10, 1), dt.date(2020, 11, 1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contract(office, finance_chief):
    return ContractFactory()


@pytest.fixture
def measure(office, finance_chief):
    return observed(MeasureFactory(), 10, since=OCTOBER)


# --- Contracts ----------------------------------------------------------------------------------
def test_of_eight_reviews_of_one_contract_one_is_held(contract):
    def write(held, number, place):
        reviewed(held, on=DAY, words=f"Round {number}, writer {place}.")

    saved = race(held_by(contract), told(write), ROUNDS)

    contract.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert contract.reviews.count() == ROUNDS
    assert contract.version == 1 + ROUNDS


def test_a_contract_varied_and_reviewed_at_once_has_one_line_each_round(contract):
    def write(held, number, place):
        if place % 2:
            return reviewed(held, on=DAY)
        ends_on = dt.date(2022, 4, 1) + dt.timedelta(days=10 * number + place)
        return held.vary(ends_on=ends_on, value=Decimal(90_000), **said(place))

    saved = race(held_by(contract), told(write), ROUNDS)

    contract.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert contract.reviews.count() + contract.lines.count() == ROUNDS
    assert contract.variations == contract.lines.count()
    assert contract.first_ends_on == dt.date(2022, 3, 31)


def test_a_copy_of_a_contract_is_published_once_each_round(contract):
    def write(held, number, place):
        held.publish(link=f"https://www.example.org/{number}/{place}", **said(place))

    saved = race(held_by(contract), told(write), ROUNDS)

    contract.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert contract.lines.count() == ROUNDS
    assert contract.link == contract.lines.last().link


def test_a_contract_reviewed_from_eight_browsers_has_the_review_that_won(contract, chief_executive):
    url = reverse("commissioning:contract-review", args=[contract.pk])
    forms = eight_forms(
        chief_executive,
        url,
        performance="on_track",
        performance_words="Every referral was seen.",
        risk="low",
        risk_words="Staff are in post.",
        spend_to_date="30,000",
    )

    answers = answers_to(chief_executive, url, forms)

    assert answers == [302] + [409] * (WRITERS - 1)
    assert contract.reviews.count() == 1


def test_a_variation_sent_eight_times_at_once_is_written_once(contract, chief_executive):
    url = reverse("commissioning:contract-vary", args=[contract.pk])
    typed = {"value": "95,000", **typed_day("ends_on", dt.date(2022, 9, 30))}

    answers = answers_to(chief_executive, url, one_form_eight_times(chief_executive, url, **typed))

    contract.refresh_from_db()
    assert answers == [302] * WRITERS
    assert (contract.lines.count(), contract.variations) == (1, 1)


# --- Money --------------------------------------------------------------------------------------
def test_a_grant_is_noted_as_published_once(office, finance_chief):
    grant = GrantFactory()

    def write(held, number, place):
        held.publish(on=DAY, link=f"https://www.example.org/{number}/{place}")

    saved = race(held_by(grant), told(write), ROUNDS)

    grant.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert grant.version == 1 + ROUNDS
    assert grant.history.exclude(link="").count() == ROUNDS


def test_a_month_published_from_eight_browsers_has_one_address(office, chief_executive):
    for _ in range(3):
        GrantFactory()
    url = reverse("commissioning:grant-month-publish", args=["2020-11"])
    seen = " ".join(f"{grant.pk}.1" for grant in Grant.objects.order_by("made_on", "pk"))
    forms = [
        {"link": f"https://www.example.org/{place}", "confirm": "", "seen": seen}
        for place in range(WRITERS)
    ]

    answers = answers_to(chief_executive, url, forms)

    assert answers == [302] + [409] * (WRITERS - 1)
    assert len(set(Grant.objects.values_list("link", "version"))) == 1


def test_a_provider_added_eight_times_at_once_is_there_once(finance_chief, chief_executive):
    url = reverse("commissioning:provider-add")
    typed = {"name": "Harbour Lane", "kind": "charity", "owner": finance_chief.post_ids().pop()}

    answers = answers_to(chief_executive, url, one_form_eight_times(chief_executive, url, **typed))

    assert answers == [302] * WRITERS
    assert Provider.objects.count() == 1


# --- Shared services ----------------------------------------------------------------------------
def test_of_eight_reviews_of_one_agreement_one_sets_the_next_day(office, finance_chief):
    agreement = AgreementFactory()

    def write(held, number, place):
        day = dt.date(2021, 6, 1) + dt.timedelta(days=10 * number + place)
        held.review(next_review_on=day, **said(place))

    saved = race(held_by(agreement), told(write), ROUNDS)

    agreement.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert agreement.lines.count() == ROUNDS
    assert agreement.lines.last().review_to == agreement.review_on


def test_an_item_of_a_service_plan_moved_and_finished_at_once_has_one_line_each_round(
    office, finance_chief
):
    item = ServicePlanItemFactory()

    def write(held, number, place):
        if place % 2:
            return held.finish(**said(place))
        to = dt.date(2021, 2, 1) + dt.timedelta(days=10 * number + place)
        return held.move_date(to=to, **said(place))

    saved = race(held_by(item), told(write), ROUNDS)

    item.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert item.lines.count() == ROUNDS
    assert item.moves == item.lines.filter(kind="date_moved").count()
    assert item.first_due_on == dt.date(2021, 1, 31)


# --- Measures -----------------------------------------------------------------------------------
def test_of_eight_values_for_one_period_one_is_said_each_round_and_the_newest_stands(measure):
    def write(held, number, place):
        held.observe(NOVEMBER, Decimal(100 * number + place), **said(place))

    saved = race(held_by(measure), told(write), ROUNDS)

    lines = measure.observations.filter(period=NOVEMBER).order_by("made_at", "pk")
    assert saved == [1] * ROUNDS
    assert lines.count() == ROUNDS
    assert reading(measure).observations[-1] == lines.last()


def test_a_value_sent_eight_times_at_once_is_said_once(measure, chief_executive):
    url = reverse("plans:measure-observe", args=[measure.pk])
    typed = {"period": "November 2020", "value": "4"}

    answers = answers_to(chief_executive, url, one_form_eight_times(chief_executive, url, **typed))

    assert answers == [302] * WRITERS
    assert measure.observations.get(period=NOVEMBER).value == 4


def test_a_value_with_one_token_is_said_once_through_the_verb_too(measure):
    tokens = ["0b0b6b63-5a9e-4a4b-9b5c-3c6f0d1e0a01"]

    def write(held, number, place):
        try:
            held.observe(NOVEMBER, Decimal(place), **said(place, token=tokens[number]))
        except IntegrityError:
            raise Stale from None

    saved = race(held_by(measure), told(write), 1)

    assert saved == [1]
    assert measure.observations.filter(period=NOVEMBER).count() == 1


def test_a_target_and_a_value_at_once_lose_neither_unseen(measure):
    def write(held, number, place):
        if place % 2:
            held.set_target(Decimal(place), set_by="The board", **said(place))
        else:
            held.observe(NOVEMBER, Decimal(place), **said(place))

    saved = race(held_by(measure), told(write), ROUNDS)

    measure.refresh_from_db()
    values = measure.observations.filter(period=NOVEMBER).count()
    assert saved == [1] * ROUNDS
    assert values + measure.lines.count() == ROUNDS
    assert measure.version == 2 + ROUNDS
