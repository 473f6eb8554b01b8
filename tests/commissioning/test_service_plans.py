"""Items of service plans: dated, moved with a reason, said something about, and done."""

import datetime as dt

import pytest
from django.urls import reverse

from commissioning.models import ServicePlanItem
from tests.admin_pages import as_shown, words
from tests.commissioning.factories import ServicePlanItemFactory, SharedServiceFactory
from tests.factories import moment, post, voice
from tests.governance.filling import filled, typed_day

LIST = "/service-plans/"


@pytest.fixture
def item(office, finance_chief):
    """Agreed on 1 April 2020 for 1 December, thirteen days ago; the finance chief's."""
    return ServicePlanItemFactory(title="Survey the buildings", due_on=dt.date(2020, 12, 1))


def address(verb, item):
    return reverse(f"commissioning:serviceplanitem-{verb}", args=[item.pk])


def shown(response):
    return [row.title for row in response.context["object_list"]]


def test_what_is_open_stands_first_soonest_due_first(client, outsider, item):
    ServicePlanItemFactory(title="Early", done_on=dt.date(2020, 5, 1), due_on=dt.date(2020, 5, 1))
    ServicePlanItemFactory(title="Later")
    client.force_login(outsider)

    response = client.get(LIST)

    assert shown(response) == ["Survey the buildings", "Later", "Early"]
    assert "Late by 13 days" in words(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", ["Survey the buildings", "Move the records"]),
        ("state=late", ["Survey the buildings"]),
        ("state=done", ["Agree the rota"]),
        ("q=rota", ["Agree the rota"]),
        ("activity=1.1", ["Move the records"]),
        ("sort=item", ["Agree the rota", "Move the records", "Survey the buildings"]),
        ("state=nonsense", ["Survey the buildings", "Move the records", "Agree the rota"]),
    ],
)
def test_the_list_narrows_and_sorts(client, outsider, activity, item, query, found):
    ServicePlanItemFactory(title="Move the records").activities.add(activity)
    ServicePlanItemFactory(title="Agree the rota", done_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    assert shown(client.get(f"{LIST}?{query}")) == found


def test_the_list_narrows_to_a_service_and_an_owner(client, outsider, item):
    fleet = SharedServiceFactory(title="Fleet")
    other = ServicePlanItemFactory(title="Buy", service=fleet, owner=post("Fleet Manager"))
    client.force_login(outsider)

    assert shown(client.get(LIST, {"service": fleet.pk})) == ["Buy"]
    assert shown(client.get(LIST, {"owner": other.owner_id})) == ["Buy"]


@pytest.fixture
def typed_item(activity):
    return {
        "title": "Buy electric cars",
        "service": SharedServiceFactory(title="Fleet").pk,
        "owner": activity.lead_id,
        "activities": "1.1",
        **typed_day("raised_on", dt.date(2020, 12, 14)),
        **typed_day("due_on", dt.date(2021, 1, 8)),
    }


def test_an_item_is_added_once_and_keeps_its_first_date(client, outsider, activity, typed_item):
    client.force_login(outsider)
    url = reverse("commissioning:serviceplanitem-add")
    typed = filled(client, url, **typed_item)

    first = client.post(url, typed)
    again = client.post(url, typed)

    item = ServicePlanItem.objects.get()
    assert first.url == again.url == item.get_absolute_url()
    assert (item.due_on, item.first_due_on) == (dt.date(2021, 1, 8), dt.date(2021, 1, 8))
    assert list(item.activities.all()) == [activity]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (typed_day("due_on", dt.date(2020, 12, 13)), "Enter the day it was agreed or a later day"),
        (typed_day("raised_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        ({"service": ""}, "Select the shared service"),
        ({"activities": "9.9"}, "9.9: the plan has no activity with this number"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(client, outsider, typed_item, fields, complaint):
    client.force_login(outsider)

    page = client.post(f"{LIST}add/", typed_item | fields).content.decode()

    assert complaint in page
    assert 'value="Buy electric cars"' in page
    assert not ServicePlanItem.objects.exists()


def test_a_service_that_ended_is_not_offered_for_a_new_item(client, outsider, activity):
    ended = SharedServiceFactory(title="Archives", ended_on=dt.date(2020, 6, 1))
    client.force_login(outsider)

    form = client.get(f"{LIST}add/").context["form"]

    assert ended not in form.fields["service"].queryset


def test_the_accountable_post_moves_the_date_and_the_first_stays(client, chief_executive, item):
    client.force_login(chief_executive)
    url = address("move-date", item)
    day = typed_day("to", dt.date(2021, 1, 31))

    client.post(url, filled(client, url, words="Two buildings were closed.", **day))

    item.refresh_from_db()
    line = item.lines.get()
    assert (item.due_on, item.first_due_on, item.moves) == (
        dt.date(2021, 1, 31), dt.date(2020, 12, 1), 1,
    )  # fmt: skip
    assert (line.kind, line.due_from, line.due_to) == (
        "date_moved", dt.date(2020, 12, 1), dt.date(2021, 1, 31),
    )  # fmt: skip
    page = words(client.get(item.get_absolute_url()))
    assert "First said 1 December 2020, moved once" in page
    assert "Two buildings were closed." in page


def test_a_date_does_not_move_without_a_reason(client, chief_executive, item):
    client.force_login(chief_executive)
    url = address("move-date", item)

    page = client.post(url, filled(client, url, **typed_day("to", dt.date(2021, 1, 31))))

    item.refresh_from_db()
    assert "Say why the date moves" in page.content.decode()
    assert item.due_on == dt.date(2020, 12, 1)


@pytest.mark.parametrize(
    ("who", "verb"),
    [
        ("finance_chief", "move-date"),
        ("outsider", "move-date"),
        ("outsider", "update"),
        ("outsider", "done"),
        ("outsider", "change"),
        ("administrator", "add"),
    ],
)
def test_who_may_not_say_it_is_refused(client, request, item, who, verb):
    client.force_login(request.getfixturevalue(who))
    url = f"{LIST}add/" if verb == "add" else address(verb, item)

    assert client.get(url).status_code == 403


def test_an_update_sent_twice_adds_one_line(client, finance_officer, item):
    client.force_login(finance_officer)
    typed = filled(client, address("update", item), words="Nine of twelve are surveyed.")

    client.post(address("update", item), typed)
    again = client.post(address("update", item), typed)

    assert again.status_code == 302
    assert [line.words for line in item.lines.all()] == ["Nine of twelve are surveyed."]


def test_an_update_beside_somebody_elses_loses_nothing(client, finance_chief, item):
    client.force_login(finance_chief)
    typed = filled(client, address("update", item), words="Nine of twelve are surveyed.")
    item.update(words="Ten are.", said_on=dt.date(2020, 12, 9), by=voice(), at=moment(2020, 12, 9))

    refused = client.post(address("update", item), typed)

    assert refused.status_code == 409
    assert "Nine of twelve are surveyed." in refused.content.decode()
    assert item.lines.count() == 1


def test_what_is_done_is_noted_once_and_stays(client, finance_chief, item):
    client.force_login(finance_chief)
    typed = filled(client, address("done", item), words="All twelve are surveyed.")

    client.post(address("done", item), typed)
    again = client.post(address("done", item), typed)
    late = client.post(address("update", item), {"words": "And one more."})

    item.refresh_from_db()
    assert item.done_on == dt.date(2020, 12, 14)
    assert again.url == item.get_absolute_url()
    assert late.status_code == 409
    assert "This item is done, so it stays as it is." in words(late)
    assert item.lines.count() == 1


def test_nothing_is_said_about_an_item_before_it_was_agreed(client, finance_chief, item):
    client.force_login(finance_chief)
    day = typed_day("said_on", dt.date(2020, 3, 31))

    page = client.post(
        address("update", item), filled(client, address("update", item), words="Begun.", **day)
    )

    assert "Enter 1 April 2020" in page.content.decode()
    assert not item.lines.exists()


def test_an_open_item_is_asked_of_the_post_that_answers_for_it(client, plan, finance_officer, item):
    ServicePlanItemFactory(done_on=dt.date(2020, 12, 1))
    client.force_login(finance_officer)

    asked = client.get("/").context["asked"]

    assert [(due.what, due.item.title, due.item.note) for due in asked] == [
        ("To do", "Survey the buildings", "Due 1 December 2020, late by 13 days")
    ]


def test_the_list_as_a_file(client, outsider, item):
    ServicePlanItemFactory(title="=1+1", done_on=dt.date(2020, 12, 2))
    client.force_login(outsider)

    file = client.get(reverse("commissioning:serviceplanitem-csv"), {"state": "done"})

    heading, row = file.content.decode().strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("what is to be done,shared service,owner")
    assert row.startswith("'=1+1,Estates and Facilities")
    assert row.endswith("2020-12-02,")


@pytest.mark.parametrize(
    "page", ["list", "csv", "add", "detail", "change", "update", "move-date", "done"]
)
def test_a_panel_member_finds_no_service_plans(client, panel_member, item, page):
    client.force_login(panel_member)
    keys = [] if page in ("list", "csv", "add") else [item.pk]

    response = client.get(reverse(f"commissioning:serviceplanitem-{page}", args=keys))

    assert response.status_code == 404


def test_admin_leaves_the_date_that_was_said(client, administrator, item):
    client.force_login(administrator)
    url = reverse("admin:commissioning_serviceplanitem_change", args=[item.pk])

    client.post(url, as_shown(client.get(url), title="Survey all", due_on="2030-01-01"))

    item.refresh_from_db()
    assert (item.title, item.due_on) == ("Survey all", dt.date(2020, 12, 1))


@pytest.mark.parametrize("page", ["list", "csv", "detail"])
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, page
):
    client.force_login(outsider)
    first = ServicePlanItemFactory()
    url = reverse(
        f"commissioning:serviceplanitem-{page}", args=[first.pk] if page == "detail" else []
    )
    client.get(url)
    counts = []

    for more in (1, 9):
        for _ in range(more):
            ServicePlanItemFactory().activities.add(activity)
            first.update(
                words="So far, so good.", said_on=dt.date(2020, 12, 9), by=voice(),
                at=moment(2020, 12, 9),
            )  # fmt: skip
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
