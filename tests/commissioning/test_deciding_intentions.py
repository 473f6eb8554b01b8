"""What is decided about commissioning intentions, and how the decision's page shows it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from commissioning.models import Intention
from plans.registers import links
from tests.commissioning.factories import IntentionFactory
from tests.governance.factories import DecisionFactory
from tests.governance.filling import filled


@pytest.fixture
def intention(office, finance_chief):
    """£20,000 asked for 2020 to 2021; the finance chief's, and waiting."""
    return IntentionFactory(title="More counselling")


@pytest.fixture
def decision(office):
    return DecisionFactory(reference="D7", title="Budget for victims")


def decide_url(intention):
    return reverse("commissioning:intention-decide", args=[intention.pk])


def decided(client, intention, **typed):
    url = decide_url(intention)
    return client.post(url, filled(client, url, **typed))


def stands(intention):
    intention.refresh_from_db()
    return intention.outcome, intention.resources_agreed, intention.decision


def test_an_intention_is_agreed_by_a_decision(client, finance_chief, intention, decision):
    client.force_login(finance_chief)

    response = decided(
        client, intention, outcome="agreed", decision=decision.pk, resources_agreed="£20,000"
    )

    assert response.url == intention.get_absolute_url()
    assert stands(intention) == ("agreed", Decimal(20_000), decision)
    assert intention.history.latest().history_user == finance_chief


def test_an_intention_that_comes_cheaper_is_agreed(client, finance_chief, intention, decision):
    client.force_login(finance_chief)

    decided(client, intention, outcome="agreed", decision=decision.pk, resources_agreed="19,999.99")

    assert stands(intention) == ("agreed", Decimal("19999.99"), decision)


def test_more_than_was_asked_is_agreed_only_by_the_outcome_agreed(
    client, finance_chief, intention, decision
):
    client.force_login(finance_chief)

    decided(client, intention, outcome="agreed", decision=decision.pk, resources_agreed="25000")

    assert stands(intention) == ("agreed", Decimal(25_000), decision)


def test_an_intention_is_refused_without_an_amount(client, finance_chief, intention, decision):
    client.force_login(finance_chief)

    decided(client, intention, outcome="refused", decision=decision.pk)

    assert stands(intention) == ("refused", None, decision)


@pytest.mark.parametrize(
    ("outcome", "agreed", "words"),
    [
        ("agreed", "", "Enter how much was agreed, in pounds"),
        ("part", "", "Enter how much was agreed, in pounds"),
        ("part", "20000", "Enter less than £20,000, or select Agreed"),
        ("part", "25000", "Enter less than £20,000, or select Agreed"),
        ("refused", "0", "Leave this empty: nothing was agreed"),
        ("agreed", "-5", "Enter an amount in pounds in figures"),
        ("waiting", "", "Select a valid choice"),
        ("", "10", "Select what was decided"),
    ],
)
def test_an_amount_that_does_not_go_with_the_outcome_is_refused_in_words(
    client, finance_chief, intention, decision, outcome, agreed, words
):
    client.force_login(finance_chief)

    page = decided(
        client, intention, outcome=outcome, decision=decision.pk, resources_agreed=agreed
    ).content.decode()

    assert words in page
    assert f'value="{decision.pk}" selected' in page
    assert stands(intention) == ("waiting", None, None)


def test_an_outcome_without_its_decision_is_refused(client, finance_chief, intention):
    client.force_login(finance_chief)

    page = decided(client, intention, outcome="refused").content.decode()

    assert "Select the decision that says so" in page
    assert stands(intention) == ("waiting", None, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": "agreed", "resources_agreed": Decimal(5)},
        {"outcome": "part"},
        {"resources_agreed": Decimal(5)},
    ],
)
def test_the_database_refuses_an_outcome_without_its_decision(intention, columns):
    with pytest.raises(IntegrityError):
        Intention.objects.update(**columns)


def test_the_same_outcome_sent_twice_is_noted_once(client, finance_chief, intention, decision):
    client.force_login(finance_chief)
    url = decide_url(intention)
    typed = filled(
        client, url, outcome="part", decision=decision.pk, resources_agreed="5000"
    )  # fmt: skip

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.status_code == 302
    assert intention.history.filter(outcome="part").count() == 1


def test_two_people_who_decide_at_once_are_told(client, finance_chief, intention, decision):
    client.force_login(finance_chief)
    url = decide_url(intention)
    typed = filled(client, url, outcome="part", decision=decision.pk, resources_agreed="5000")
    Intention.objects.get().decide("refused", decision=decision)

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert 'value="5000"' in refused.content.decode()
    assert stands(intention) == ("refused", None, decision)


def test_a_later_decision_takes_the_place_and_the_page_keeps_both(
    client, finance_chief, intention, decision
):
    later = DecisionFactory(reference="D9", title="More for victims", taken_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)
    decided(client, intention, outcome="part", decision=decision.pk, resources_agreed="5000")

    decided(client, intention, outcome="agreed", decision=later.pk, resources_agreed="20000")

    response = client.get(intention.get_absolute_url())
    page = " ".join(response.content.decode().split())
    assert stands(intention) == ("agreed", Decimal(20_000), later)
    assert [(x.outcome, x.decision) for x in response.context["decided_before"]] == [
        ("part", decision)
    ]
    assert "Agreed in part, £5,000" in page


def test_a_change_of_words_is_no_decision_before(client, finance_chief, intention, decision):
    intention.decide("refused", decision=decision)
    intention.change(words="The list has grown.")
    client.force_login(finance_chief)

    assert client.get(intention.get_absolute_url()).context["decided_before"] == []


def test_the_owner_s_officers_do_not_decide_alone(client, finance_officer, outsider, intention):
    answers = []

    for user in (finance_officer, outsider):
        client.force_login(user)
        answers.append(client.get(decide_url(intention)).status_code)

    assert answers == [403, 403]


def test_the_accountable_post_decides(client, chief_executive, intention, decision):
    client.force_login(chief_executive)

    decided(client, intention, outcome="refused", decision=decision.pk)

    assert stands(intention) == ("refused", None, decision)


# --- The page of a decision ---------------------------------------------------------------------
def test_a_decision_shows_the_intentions_that_it_settled(client, outsider, intention, decision):
    intention.decide("part", decision=decision, resources_agreed=Decimal(5_000))
    IntentionFactory(title="Another")
    client.force_login(outsider)

    (section,) = client.get(decision.get_absolute_url()).context["linked"]
    page = client.get(intention.get_absolute_url()).content.decode()

    assert [(item.title, item.note) for item in section.items] == [
        ("More counselling", "Agreed in part")
    ]
    assert [row.title for row in client.get(section.url).context["object_list"]] == [
        "More counselling"
    ]
    assert f'href="{decision.get_absolute_url()}"' in page


@pytest.mark.parametrize("number", [1, 12])
def test_what_a_decision_settled_is_one_query(
    outsider, decision, django_assert_num_queries, number
):
    for _ in range(number):
        IntentionFactory().decide("refused", decision=decision)
    assert outsider.works_here

    with django_assert_num_queries(1):
        (section,) = links.about_decision(decision, outsider, dt.date(2020, 12, 14))

    assert len(section.items) == number
