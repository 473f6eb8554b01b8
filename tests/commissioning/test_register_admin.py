"""Django admin of commissioning and measures: what verbs write, and what was published, is not
typed there."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.admin_pages import as_shown, words
from tests.commissioning.factories import (
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    PaymentFactory,
    ServicePlanItemFactory,
)
from tests.factories import moment, voice
from tests.governance.factories import DecisionFactory
from tests.governance.filling import filled
from tests.plans.measures import MeasureFactory
from tests.registers.test_admin import address

LINK = "https://www.example.org/published"

BY_VERBS = [
    (ContractFactory, {"value": "1", "ends_on": "2030-01-01", "first_value": "1"}),
    (ContractFactory, {"published_on": "2020-12-01", "link": LINK, "closed_on": "2020-12-01"}),
    (GrantFactory, {"published_on": "2020-12-01", "link": LINK}),
    (IntentionFactory, {"outcome": "refused", "resources_agreed": "1"}),
    (AgreementFactory, {"review_on": "2030-01-01"}),
    (ServicePlanItemFactory, {"due_on": "2030-01-01", "done_on": "2020-12-01", "moves": "0"}),
    (MeasureFactory, {"definition": "Another", "frequency": "year", "target": "1"}),
    (MeasureFactory, {"ended_on": "2020-12-01"}),
]
"""(maker of a row, columns that are typed once, or never, and then change by a verb alone)"""


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def save(at_desk, row, **typed):
    """Save the row's page with `typed` on top; return the row as it is then."""
    url = address(type(row), "change", row.pk)
    answer = at_desk.post(url, as_shown(at_desk.get(url), **typed))
    assert answer.status_code == 302
    return type(row).objects.get(pk=row.pk)


def told(row, names):
    return {name: getattr(row, name) for name in names}


@pytest.mark.parametrize(("make", "typed"), BY_VERBS)
def test_what_a_verb_writes_is_not_typed_in_admin(at_desk, make, typed):
    row = make()
    row.refresh_from_db()

    saved = save(at_desk, row, internal_note="Seen.", **typed)

    assert saved.internal_note == "Seen."
    assert told(saved, typed) == told(row, typed)


@pytest.mark.parametrize("make", [GrantFactory, PaymentFactory])
def test_of_what_was_published_the_note_alone_is_typed(at_desk, make):
    row = make()
    row.publish(on=dt.date(2020, 12, 10), link=LINK)

    saved = save(at_desk, row, title="Other words", amount="9", internal_note="Seen.")

    assert told(saved, ["title", "amount", "internal_note"]) == {
        "title": row.title,
        "amount": row.amount,
        "internal_note": "Seen.",
    }


@pytest.mark.parametrize("make", [GrantFactory, PaymentFactory])
def test_what_was_published_cannot_be_deleted_in_admin(at_desk, make):
    row = make()
    row.publish(on=dt.date(2020, 12, 10), link=LINK)

    page = at_desk.post(address(type(row), "delete", row.pk), {"post": "yes"})

    assert page.status_code == 200
    assert page.context["protected"] == [f"{row}, published"]
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("make", [GrantFactory, PaymentFactory])
def test_what_was_published_cannot_be_deleted_from_the_list_in_admin(at_desk, make):
    row = make()
    row.publish(on=dt.date(2020, 12, 10), link=LINK)
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}

    at_desk.post(address(type(row), "changelist"), chosen)

    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_was_asked_for_stays_once_it_is_decided(at_desk):
    intention = IntentionFactory(resources_asked=Decimal(20_000), year=2020)
    intention.decide("refused", decision=DecisionFactory())

    saved = save(at_desk, intention, resources_asked="1", year="2030", title="Other words")

    assert (saved.resources_asked, saved.year, saved.title) == (20_000, 2020, "Other words")


@pytest.mark.parametrize("make", [PaymentFactory, *dict.fromkeys(make for make, _ in BY_VERBS)])
def test_whoever_has_the_row_open_learns_that_admin_changed_it(at_desk, make):
    row = make()

    saved = save(at_desk, row, internal_note="Seen.")

    assert saved.version == row.version + 1


def reviewed_agreement():
    agreement = AgreementFactory(starts_on=dt.date(2019, 4, 1))
    agreement.review(
        words="It works.", next_review_on=dt.date(2021, 10, 1), said_on=dt.date(2020, 10, 5),
        by=voice(), at=moment(2020, 10, 5),
    )  # fmt: skip
    return agreement


def begun_item():
    item = ServicePlanItemFactory(raised_on=dt.date(2020, 4, 1), due_on=dt.date(2021, 1, 31))
    item.add_line(
        "updated", words="Begun.", said_on=dt.date(2020, 10, 5), made_at=moment(2020, 10, 5),
        made_by_name="Rae Moss",
    )  # fmt: skip
    return item


@pytest.mark.parametrize(
    ("make", "column"), [(reviewed_agreement, "starts_on"), (begun_item, "raised_on")]
)
def test_the_day_from_which_a_row_holds_does_not_pass_what_was_said_about_it(at_desk, make, column):
    row = make()
    url = address(type(row), "change", row.pk)

    page = at_desk.post(url, as_shown(at_desk.get(url), **{column: "2020-10-06"}))
    saved = save(at_desk, row, **{column: "2020-10-05"})

    assert (
        "Something was said about it on 5 October 2020. Enter that day or an earlier day"
        in words(page)
    )
    assert getattr(saved, column) == dt.date(2020, 10, 5)


@pytest.mark.parametrize(
    ("make", "name", "column"),
    [
        (reviewed_agreement, "servicelevelagreement", "starts_on"),
        (begun_item, "serviceplanitem", "raised_on"),
    ],
)
def test_its_own_form_refuses_such_a_day_too(client, finance_chief, make, name, column):
    row = make()
    client.force_login(finance_chief)
    url = reverse(f"commissioning:{name}-change", args=[row.pk])

    page = client.post(
        url,
        filled(client, url, **{f"{column}_0": "6", f"{column}_1": "10", f"{column}_2": "2020"}),
    )

    assert "Something was said about it on 5 October 2020." in words(page)
