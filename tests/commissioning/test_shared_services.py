"""Shared services: who runs each, what is agreed about it, and what its plan holds."""

import datetime as dt

import pytest
from django.urls import reverse

from commissioning.models import SharedService
from tests.admin_pages import words
from tests.commissioning.factories import (
    AgreementFactory,
    ServicePlanItemFactory,
    SharedServiceFactory,
)
from tests.factories import DepartmentFactory, PriorityFactory, post
from tests.governance.filling import filled, typed_day

LIST = "/shared-services/"


@pytest.fixture
def service(office, finance_chief):
    """Run by the office; the finance chief answers for it."""
    return SharedServiceFactory()


def shown(response):
    return [row.title for row in response.context["object_list"]]


def test_what_goes_on_stands_first_by_name(client, outsider, service):
    SharedServiceFactory(title="Archives", ended_on=dt.date(2020, 6, 1))
    SharedServiceFactory(title="Fleet", host="force")
    client.force_login(outsider)

    assert shown(client.get(LIST)) == ["Estates and Facilities", "Fleet", "Archives"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("host=force", ["Fleet"]),
        ("state=current", ["Estates and Facilities", "Fleet"]),
        ("state=ended", ["Archives"]),
        ("q=vehicles", ["Fleet"]),
        ("activity=1.1", ["Fleet"]),
        ("activity=9.9", []),
        ("sort=-service", ["Fleet", "Estates and Facilities", "Archives"]),
        ("sort=nonsense", ["Estates and Facilities", "Fleet", "Archives"]),
    ],
)
def test_the_list_narrows_and_sorts(client, outsider, activity, service, query, found):
    SharedServiceFactory(title="Archives", ended_on=dt.date(2020, 6, 1))
    fleet = SharedServiceFactory(title="Fleet", host="force", outline="Cares for all vehicles.")
    fleet.activities.add(activity)
    client.force_login(outsider)

    assert shown(client.get(f"{LIST}?{query}")) == found


def test_the_list_narrows_to_an_owner_and_a_priority(client, outsider, service):
    other = SharedServiceFactory(title="Fleet", owner=post("Fleet Manager"))
    priority = PriorityFactory()
    other.priorities.add(priority)
    client.force_login(outsider)

    assert shown(client.get(LIST, {"owner": other.owner_id})) == ["Fleet"]
    assert shown(client.get(LIST, {"priority": priority.pk})) == ["Fleet"]


def test_the_list_says_what_is_late_about_each(client, outsider, service):
    AgreementFactory(service=service, review_on=dt.date(2020, 12, 1))
    AgreementFactory(service=service, review_on=dt.date(2019, 5, 1), ended_on=dt.date(2020, 1, 1))
    ServicePlanItemFactory(service=service, due_on=dt.date(2020, 12, 13))
    ServicePlanItemFactory(service=service, due_on=dt.date(2020, 12, 14))
    ServicePlanItemFactory(service=service, done_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(LIST)

    row = response.context["object_list"][0]
    assert (row.next_review_on, row.open_items, row.late_items) == (dt.date(2020, 12, 1), 2, 1)
    assert "1 December 2020 Late by 13 days" in words(response)
    assert "2 open, 1 late" in words(response)


def test_a_service_without_agreement_or_plan_says_so(client, outsider, service):
    client.force_login(outsider)

    page = words(client.get(LIST))

    assert "No agreement" in page
    assert "None open" in page


def test_the_page_has_all_that_hangs_on_the_service(client, outsider, activity, service):
    service.department = DepartmentFactory(name="Estates Department")
    service.save()
    service.activities.add(activity)
    priority = PriorityFactory(title="Put victims first")
    service.priorities.add(priority)
    AgreementFactory(service=service, title="Buildings agreement")
    later = ServicePlanItemFactory(service=service, title="Later", due_on=dt.date(2021, 3, 1))
    late = ServicePlanItemFactory(service=service, title="Late", due_on=dt.date(2020, 12, 1))
    ServicePlanItemFactory(service=service, done_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(service.get_absolute_url())

    page = words(response)
    assert response.context["items"] == [late, later]
    assert "2 open, 1 late" in page
    assert "1 item that is done" in page
    for text in ("Estates Department", "Buildings agreement", "Put victims first", activity.title):
        assert text in page


def test_a_long_plan_is_cut_short_and_its_list_has_all_of_it(client, outsider, service):
    ServicePlanItemFactory.create_batch(15, service=service)
    client.force_login(outsider)

    response = client.get(service.get_absolute_url())

    assert len(response.context["items"]) == 12
    assert "All 15 open items" in response.content.decode()


def test_a_shared_service_is_added_once_even_when_sent_twice(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("commissioning:sharedservice-add")
    typed = filled(
        client, url, title="Fleet", host="force", owner=activity.lead_id, activities="1.1"
    )

    first = client.post(url, typed)
    again = client.post(url, typed)

    service = SharedService.objects.get()
    assert first.url == again.url == service.get_absolute_url()
    assert (service.host, list(service.activities.all())) == ("force", [activity])


def test_a_name_that_is_taken_is_said_and_nothing_is_lost(client, outsider, service):
    client.force_login(outsider)
    typed = {"title": service.title, "outline": "Runs all buildings."}

    page = client.post(reverse("commissioning:sharedservice-add"), typed).content.decode()

    assert "A shared service with this name is here already." in page
    assert "Runs all buildings." in page
    assert "Select who runs it" in page


def test_a_service_ends_by_its_form_and_not_in_the_future(client, finance_chief, service):
    client.force_login(finance_chief)
    url = reverse("commissioning:sharedservice-change", args=[service.pk])
    typed = filled(client, url, title=service.title, host="office", owner=service.owner_id)

    refused = client.post(url, typed | typed_day("ended_on", dt.date(2020, 12, 15)))
    accepted = client.post(url, typed | typed_day("ended_on", dt.date(2020, 12, 14)))

    assert "Enter today or an earlier day" in refused.content.decode()
    assert accepted.status_code == 302
    assert not SharedService.objects.current().exists()


def test_two_people_who_change_one_service_lose_nothing(client, finance_chief, service):
    client.force_login(finance_chief)
    url = reverse("commissioning:sharedservice-change", args=[service.pk])
    typed = filled(client, url, title="Estates", host="office", owner=service.owner_id)
    SharedService.objects.get().change(title="Buildings")

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert "What is saved now differs from yours in: Name." in refused.content.decode()
    assert SharedService.objects.get().title == "Buildings"


def test_the_list_as_a_file(client, outsider, service):
    SharedServiceFactory(title="=1+1", host="force")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:sharedservice-csv"), {"host": "force"})

    heading, row = file.content.decode().strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("shared service,kind,run by")
    assert row.startswith("'=1+1,Enabling service,The force")


def test_the_file_parts_priorities_by_semicolons_as_that_of_services_does(
    client, outsider, service
):
    for number, title in ((2, "Listen, and answer"), (3, "Waste nothing")):
        service.priorities.add(PriorityFactory(number=number, title=title))
    client.force_login(outsider)

    file = client.get(reverse("commissioning:sharedservice-csv")).content.decode()

    assert "Listen, and answer; " in file
    assert "Waste nothing" in file.partition("; ")[2]


def test_who_does_not_work_for_the_owner_changes_nothing(client, outsider, service):
    client.force_login(outsider)

    page = client.get(reverse("commissioning:sharedservice-change", args=[service.pk]))

    assert page.status_code == 403


@pytest.mark.parametrize("page", ["list", "csv", "add", "detail", "change"])
def test_a_panel_member_finds_no_shared_services(client, panel_member, service, page):
    client.force_login(panel_member)
    keys = [service.pk] if page in ("detail", "change") else []

    response = client.get(reverse(f"commissioning:sharedservice-{page}", args=keys))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["list", "detail", "csv"])
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, page
):
    client.force_login(outsider)
    first = SharedServiceFactory()
    keys = [first.pk] if page == "detail" else []
    url = reverse(f"commissioning:sharedservice-{page}", args=keys)
    client.get(url)
    counts = []

    for number in range(2):
        for more in range(1 + 9 * number):
            service = SharedServiceFactory(title=f"Service {number} {more}")
            service.activities.add(activity)
            first.priorities.add(PriorityFactory())
            AgreementFactory(service=first)
            ServicePlanItemFactory(service=first, owner=post(f"Post {number} {more}"))
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
