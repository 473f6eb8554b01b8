"""How many queries an answer takes: the same for one row as for many."""

import datetime as dt
from decimal import Decimal

import pytest

from commissioning.models import Contract
from plans.models import Measure
from tests.commissioning.factories import ContractFactory, ProviderFactory
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import DecisionFactory, PublicationDutyFactory, ScrutinyItemFactory
from tests.governance.packs import published
from tests.governance.reading import first_pack
from tests.plans.measures import MeasureFactory, observed

TODAY = dt.date(2020, 12, 14)
MANY = pytest.mark.parametrize("count", [1, 4])


@pytest.fixture
def filled(plan, finance_chief, count):
    """So many of everything, in two packs that are public: (Pack, the first activity)."""
    lead = post("Chief Financial Officer")
    activities = [promised_activity(plan, lead=lead) for _ in range(count)]
    measures = [
        observed(MeasureFactory(plan=plan.police_and_crime_plan), 1, 2, 3) for _ in range(count)
    ]
    for number in range(count):
        register_rows(number)
    first_pack(plan, measures=measures, public_from=dt.date(2020, 9, 1))
    for activity in activities:
        said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Slow.")
    return published(plan, measures=measures, public_from=TODAY), activities[0]


def register_rows(number):
    told = {"said_on": dt.date(2020, 11, 2), "by": voice(), "at": moment(2020, 11, 2)}
    contract = ContractFactory(provider=ProviderFactory(name=f"Provider {number}"))
    contract.vary(ends_on=dt.date(2022, 6, 30), value=Decimal(95_000), words="More.", **told)
    contract.publish(link="https://www.example.org/c", **told)
    DecisionFactory(link="https://www.example.org/d")
    duty = PublicationDutyFactory()
    duty.publish(covers_until=dt.date(2020, 10, 31), words="Grants", link="", **told)
    ScrutinyItemFactory()


PUBLIC = {
    "office": 0,
    "statuses": 0,
    "packs": 2,
    "plans": 1,
    "plans/{plan}": 2,
    "measures": 2,
    "measures/{measure}": 2,
    "packs/{pack}": 4,
    "packs/{pack}/activities": 2,
    "packs/{pack}/activities/{activity}": 2,
    "packs/{pack}/activities/{activity}/timeline": 3,
    "packs/{pack}/changes": 4,
    "packs/{pack}/measures": 2,
    "packs/{pack}/measures/1": 2,
    "packs/{pack}/questions": 2,
    "contracts": 3,
    "contracts/{contract}": 2,
    "decisions": 2,
    "publication-duties": 2,
    "publications": 2,
}
"""{address: queries} where nothing was read before."""

BY_TOKEN = {
    "plans/{plan}/position": 5,
    "plans/{plan}/position?at=2020-10-01": 5,
    "plans/{plan}/activities": 5,
    "plans/{plan}/activities/{activity}": 5,
    "plans/{plan}/activities/{activity}/timeline": 6,
    "measures": 6,
    "measures/{measure}": 5,
    "packs": 4,
}
"""The same with a token; two queries are for the token and its person."""


@pytest.fixture
def address(filled, plan):
    """An address about the things that were filled in."""
    pack, activity = filled
    keys = {
        "plan": plan.pk,
        "pack": pack.pk,
        "activity": activity.pk,
        "measure": Measure.objects.first().pk,
        "contract": Contract.objects.first().pk,
    }
    return lambda text: text.format(**keys)


@MANY
@pytest.mark.parametrize("asked", PUBLIC)
def test_a_strangers_answer_takes_so_many_queries(
    stranger, address, asked, django_assert_num_queries
):
    with django_assert_num_queries(PUBLIC[asked]):
        stranger.read(address(asked))


@MANY
@pytest.mark.parametrize("asked", BY_TOKEN)
def test_an_answer_to_a_token_takes_so_many_queries(
    staff, address, asked, django_assert_num_queries
):
    staff.read("office")

    with django_assert_num_queries(BY_TOKEN[asked]):
        staff.read(address(asked))
