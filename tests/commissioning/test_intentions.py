"""Commissioning intentions: what is asked for a year, by theme, and what was decided."""

from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Intention
from tests.commissioning.factories import IntentionFactory, ServiceFactory
from tests.factories import PriorityFactory, post
from tests.governance.factories import DecisionFactory
from tests.governance.filling import filled

LIST = "commissioning:intention-list"


@pytest.fixture
def intention(office, finance_chief):
    """£20,000 asked for 2020 to 2021; the finance chief's, and waiting."""
    return IntentionFactory(title="More counselling")


@pytest.fixture
def decision(office):
    return DecisionFactory(reference="D7", title="Budget for victims")


def titles(client, **query):
    return [row.title for row in client.get(reverse(LIST), query).context["object_list"]]


# --- Added and changed --------------------------------------------------------------------------
def test_an_intention_is_added_and_waits(client, outsider, plan, activity):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    service = ServiceFactory()
    client.force_login(outsider)
    url = reverse("commissioning:intention-add")
    typed = filled(
        client, url, title="More counselling", year="2020", theme="victims",
        words="The list has grown.", resources_asked="£20,000", owner=activity.lead_id,
        service=service.pk, priorities=[priority.pk], activities="1.1",
    )  # fmt: skip

    response = client.post(url, typed)

    intention = Intention.objects.get()
    assert response.url == intention.get_absolute_url()
    assert (intention.year_words, intention.outcome) == ("2020 to 2021", "waiting")
    assert intention.resources_asked == Decimal(20_000)
    assert (intention.service, *intention.priorities.all()) == (service, priority)
    assert list(intention.activities.all()) == [activity]


def test_sending_the_form_that_adds_twice_adds_one_intention(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("commissioning:intention-add")
    typed = filled(
        client, url, title="More counselling", year="2020", theme="victims",
        words="The list has grown.", resources_asked="20000", owner=activity.lead_id,
    )  # fmt: skip

    first = client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == first.url
    assert Intention.objects.count() == 1


def test_the_form_begins_with_the_present_year(client, outsider, plan):
    client.force_login(outsider)

    form = client.get(reverse("commissioning:intention-add")).context["form"]

    assert form["year"].value() == 2020
    assert (2020, "2020 to 2021") in form.fields["year"].choices


def test_a_title_comes_once_in_a_year(client, outsider, intention):
    client.force_login(outsider)
    url = reverse("commissioning:intention-add")
    typed = filled(
        client, url, title="More counselling", year="2020", theme="victims",
        words="The list has grown.", resources_asked="20000", owner=intention.owner_id,
    )  # fmt: skip

    refused = client.post(url, typed).content.decode()
    accepted = client.post(url, typed | {"year": "2021"})

    assert (
        "2020 to 2021 has an intention with this title. Change that one, or enter another title"
        in refused
    )
    assert accepted.status_code == 302


@pytest.mark.parametrize("typed", ["-1", "a lot", "1.005", "99999999999"])
def test_resources_that_are_no_amount_are_refused(client, outsider, plan, typed):
    client.force_login(outsider)
    url = reverse("commissioning:intention-add")

    page = client.post(url, filled(client, url, resources_asked=typed)).content.decode()

    assert "Enter an amount in pounds in figures, such as 1,234 or 1,234.50" in page
    assert f'value="{typed}"' in page


def test_the_money_of_an_intention_that_was_decided_stays(
    client, finance_chief, plan, intention, decision
):
    intention.decide("agreed", decision=decision, resources_agreed=Decimal(20_000))
    client.force_login(finance_chief)
    url = reverse("commissioning:intention-change", args=[intention.pk])
    typed = filled(
        client, url, title="More counselling", theme="demand", words="The list has grown.",
        owner=intention.owner_id, resources_asked="1", year="2019",
    )  # fmt: skip

    page = client.get(url).content.decode()
    client.post(url, typed)

    intention.refresh_from_db()
    assert "The year and the money stay" in page
    assert "resources_asked" not in page
    assert (intention.theme, intention.year) == ("demand", 2020)
    assert intention.resources_asked == Decimal(20_000)


def test_who_decided_meanwhile_is_not_undone_by_a_form_with_other_money(
    client, finance_chief, plan, intention, decision
):
    client.force_login(finance_chief)
    url = reverse("commissioning:intention-change", args=[intention.pk])
    typed = filled(
        client, url, title="More counselling", year="2020", theme="victims",
        words="The list has grown.", owner=intention.owner_id, resources_asked="1",
    )  # fmt: skip
    intention.decide("agreed", decision=decision, resources_agreed=Decimal(20_000))

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert "The list has grown." in refused.content.decode()
    assert Intention.objects.get().resources_asked == Decimal(20_000)


def test_only_who_works_for_the_owner_changes_an_intention(client, outsider, intention):
    client.force_login(outsider)

    response = client.get(reverse("commissioning:intention-change", args=[intention.pk]))

    assert response.status_code == 403


# --- The list and its totals --------------------------------------------------------------------
def test_the_totals_of_a_year_by_theme(client, outsider, decision):
    agreed = IntentionFactory(theme="victims", resources_asked=Decimal("10000.50"))
    part = IntentionFactory(theme="victims", resources_asked=Decimal(20_000))
    IntentionFactory(theme="justice", resources_asked=Decimal(5_000))
    IntentionFactory(theme="demand", resources_asked=Decimal(7), year=2019)
    agreed.decide("agreed", decision=decision, resources_agreed=Decimal("10000.50"))
    part.decide("part", decision=decision, resources_agreed=Decimal(12_000))
    client.force_login(outsider)

    response = client.get(reverse(LIST))

    totals = response.context["totals"]
    assert [
        (t.name, t.count, t.asked, t.agreed, t.waiting, t.not_agreed) for t in totals.themes
    ] == [
        ("Criminal justice and reducing reoffending", 1, 5_000, 0, 5_000, 0),
        ("Victims and vulnerability", 2, Decimal("30000.50"), Decimal("22000.50"), 0, 8_000),
    ]
    assert (totals.whole.count, totals.whole.waiting) == (3, 5_000)
    assert (
        "3 intentions asked for £35,000.50. £22,000.50 was agreed, £5,000 waits for a decision "
        "and £8,000 was not agreed."
    ) in " ".join(response.content.decode().split())
    assert "minus sign" not in response.content.decode()


def test_more_agreed_than_was_asked_is_shown_with_a_minus_sign(client, outsider, decision):
    dearer = IntentionFactory(theme="victims", resources_asked=Decimal(10_000))
    dearer.decide("agreed", decision=decision, resources_agreed=Decimal(13_000))
    client.force_login(outsider)

    page = client.get(reverse(LIST)).content.decode()

    assert "−£3,000" in page
    assert "-£3,000" not in page
    assert "a minus sign says that more was agreed than was asked" in page
    assert "was not agreed" not in page


def test_the_totals_are_of_the_year_asked_for_or_the_latest(client, outsider):
    IntentionFactory(year=2019)
    IntentionFactory(year=2021)
    client.force_login(outsider)

    def year_of(**query):
        return client.get(reverse(LIST), query).context["totals"].year

    assert year_of() == 2021
    assert year_of(year="2019") == 2019
    assert year_of(year="1999") == 2021
    assert year_of(year="2019", theme="justice") == 2019


def test_the_list_narrows_by_each_of_its_filters(client, outsider, plan, activity, intention):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    deputy, decision = post("Deputy Chief Executive"), DecisionFactory()
    service = ServiceFactory()
    last = IntentionFactory(title="Night bus", year=2019, theme="demand", service=service)
    refused = IntentionFactory(title="Street lights", theme="demand", owner=deputy)
    refused.decide("refused", decision=decision)
    intention.activities.add(activity)
    intention.priorities.add(priority)
    client.force_login(outsider)

    assert titles(client) == [refused.title, intention.title, last.title]
    assert titles(client, year="2019") == [last.title]
    assert titles(client, theme="demand") == [refused.title, last.title]
    assert titles(client, outcome="waiting") == [intention.title, last.title]
    assert titles(client, owner=deputy.pk) == [refused.title]
    assert titles(client, service=service.pk) == [last.title]
    assert titles(client, decision=decision.pk) == [refused.title]
    assert titles(client, priority=priority.pk) == [intention.title]
    assert titles(client, activity="1.1") == [intention.title]
    assert titles(client, q="lights") == [refused.title]


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, intention, decision):
    intention.decide("part", decision=decision, resources_agreed=Decimal(5_000))
    IntentionFactory(title="=1+1", theme="demand")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:intention-csv"), {"theme": "victims"})

    heading, row = file.content.decode().strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("year,theme,intention")
    assert row.startswith("2020 to 2021,Victims and vulnerability,More counselling,")
    assert ",20000,Agreed in part,5000,D7 Budget for victims," in row


def test_an_empty_register_says_what_belongs_there(client, outsider):
    client.force_login(outsider)

    response = client.get(reverse(LIST))

    assert "There are no intentions yet" in response.content.decode()
    assert response.context["totals"] is None


def test_a_panel_member_finds_no_intentions(client, panel_member, intention):
    client.force_login(panel_member)

    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(intention.get_absolute_url()).status_code == 404
    assert (
        client.get(reverse("commissioning:intention-decide", args=[intention.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_as_often_for_one_intention_as_for_twelve(
    client, outsider, decision, django_assert_num_queries, number
):
    for place in range(number):
        made = IntentionFactory(service=ServiceFactory(title=f"Service {place}"))
        made.decide("refused", decision=decision)
    client.force_login(outsider)

    with django_assert_num_queries(13):
        client.get(reverse(LIST))


@pytest.mark.parametrize("number", [1, 12])
def test_an_intention_asks_as_often_for_one_of_each_as_for_twelve(
    client, outsider, plan, intention, django_assert_num_queries, number
):
    for _ in range(number + 1):
        intention.decide("refused", decision=DecisionFactory())
        intention.priorities.add(PriorityFactory(plan=plan.police_and_crime_plan))
    client.force_login(outsider)

    with django_assert_num_queries(7):
        context = client.get(intention.get_absolute_url()).context

    assert len(context["decided_before"]) == number


def test_an_administrator_does_not_type_what_was_decided(client, administrator, intention):
    client.force_login(administrator)
    url = reverse("admin:commissioning_intention_change", args=[intention.pk])

    waiting = client.get(url).content.decode()
    intention.decide("refused", decision=DecisionFactory())
    after = client.get(url).content.decode()

    assert 'name="outcome"' not in waiting
    assert 'name="resources_asked"' in waiting
    assert 'name="resources_asked"' not in after


def test_an_intention_that_was_decided_is_not_deleted(client, administrator, intention):
    intention.decide("refused", decision=DecisionFactory())
    client.force_login(administrator)
    url = reverse("admin:commissioning_intention_delete", args=[intention.pk])

    page = client.post(url, {"post": "yes"}).content.decode()

    assert f"{intention}, decided" in page
    assert Intention.objects.filter(pk=intention.pk).exists()
