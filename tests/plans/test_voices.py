"""In which of their posts a person speaks about an activity."""

import datetime as dt

import pytest

from opcc.office.models import Holding, User
from plans.record import Voice
from tests.factories import post, promised_activity, user_in


def holding(user, title, kind="holder", **fields):
    Holding.objects.create(
        post=post(title, **fields), user=user, kind=kind, starts_on=dt.date(2020, 4, 1)
    )


@pytest.fixture
def deputy(office):
    """Holds four posts, and deputises for the accountable one."""
    user = user_in("Staff", name="Deputy")
    holding(user, "Chief Executive", "deputy", is_accountable=True, is_elt=True)
    for title in ("Adviser", "Bursar", "Clerk", "Director"):
        holding(user, title)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("owners", "capacity"),
    [
        ({"lead": "Director", "joint": ["Clerk"]}, "Director"),
        ({"lead": "Head of Data", "joint": ["Clerk"], "contributors": ["Bursar"]}, "Clerk"),
        ({"lead": "Head of Data", "contributors": ["Bursar"]}, "Bursar"),
        ({"lead": "Head of Data"}, "Deputy for Chief Executive"),
    ],
)
def test_a_person_speaks_in_the_post_nearest_to_the_activity(plan, deputy, owners, capacity):
    facts = {
        role: [post(t) for t in titles] if role != "lead" else post(titles)
        for role, titles in owners.items()
    }
    activity = promised_activity(plan, **facts)

    assert Voice.of(deputy, activity, right="approve").post == capacity


def test_a_move_is_accepted_for_the_accountable_post(plan, deputy):
    activity = promised_activity(plan, lead=post("Director"))

    voice = Voice.of(deputy, activity, right="accept")

    assert voice.post == "Deputy for Chief Executive"


def test_support_writes_for_the_lead_and_decides_for_a_post_held(plan):
    user = user_in("Staff")
    holding(user, "Director", "support")
    holding(user, "Clerk")
    activity = promised_activity(plan, lead=post("Director"), joint=[post("Clerk")])

    assert Voice.of(user, activity).post == "Staff of Director"
    assert Voice.of(user, activity, right="approve").post == "Clerk"


def test_who_holds_no_post_speaks_for_their_group(administrator):
    assert Voice.of(administrator).post == "Administrators"
