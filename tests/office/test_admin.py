"""Django admin as a whole: who enters, what is deleted, and the content policy."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opcc.office.models import Department, Holding, Office
from tests.admin_pages import as_shown, words
from tests.factories import (
    DepartmentFactory,
    PostFactory,
    PriorityFactory,
    UserFactory,
    deputy_of,
    holder_of,
    post,
    promised_activity,
)

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(\ssrc=|application/json))", re.I
)
"""What a page may not hold under `script-src 'self'; style-src 'self'`."""


@pytest.fixture
def at_desk(client, administrator):
    """A browser in which the administrator has signed in."""
    client.force_login(administrator)
    return client


def address(thing, page="change"):
    opts = thing._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[thing.pk])


def list_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def pages_of(model):
    """Every address that admin has for the model and for its first row."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    rows = [address(row, page) for page in ("change", "history", "delete")] if row else []
    return [reverse(f"{name}_changelist"), reverse(f"{name}_add"), *rows]


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("key", ["9" * 25, "9" * 18, "٣", "of a row", "-1", "0x1", "1_0"])
def test_an_odd_key_in_an_address_breaks_no_page(at_desk, activity, page, key):
    at_desk.raise_request_exception = False
    paths = []
    for model in admin.site._registry:
        row = model._default_manager.first()
        odd = str(row.pk).translate(ARABIC) if row and key == "٣" else key
        opts = model._meta
        paths.append(reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[odd]))

    answers = {path: at_desk.get(path).status_code for path in paths}

    assert {path for path, status in answers.items() if status >= 500} == set()


@pytest.mark.parametrize("key", ["9" * 25, "9" * 18, "٣", "of-a-row", "-1"])
def test_nor_does_one_in_the_address_of_a_verb_or_of_an_old_version(at_desk, key):
    at_desk.raise_request_exception = False
    paths = [
        f"/admin/office/user/{key}/invite/",
        f"/admin/office/user/{key}/withdraw/",
        f"/admin/office/user/{key}/take-off-microsoft/",
        f"/admin/office/user/{key}/reset-second-step/",
        f"/admin/office/accesskey/{key}/revoke/",
        f"/admin/office/post/{key}/hand-over/",
        f"/admin/plans/activity/{key}/reword/",
        f"/admin/plans/activity/{key}/milestone/",
        f"/admin/plans/deliveryplan/{key}/roll-forward/",
        f"/admin/office/user/{key}/history/1/",
        f"/admin/office/user/1/history/{key}/",
    ]

    answers = {path: at_desk.get(path, follow=True).status_code for path in paths}

    assert {path for path, status in answers.items() if status >= 500} == set()


def test_no_page_of_admin_holds_inline_script_or_style(
    at_desk, administrator, activity, chief_executive
):
    verbs = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["plans"]),
        reverse("admin:office_user_invite", args=[administrator.pk]),
        reverse("admin:office_user_withdraw", args=[administrator.pk]),
        reverse("admin:office_user_take-off-microsoft", args=[administrator.pk]),
        reverse("admin:plans_activity_reword", args=[activity.pk]),
        reverse("admin:plans_activity_milestone", args=[activity.pk]),
        reverse("admin:plans_activity_transfer", query={"activities": activity.pk}),
        reverse("admin:office_post_hand_over", args=[activity.lead_id]),
        reverse("admin:plans_deliveryplan_roll_forward", args=[activity.plan_id]),
    ]
    addresses = [*verbs, *(page for model in admin.site._registry for page in pages_of(model))]

    pages = {url: at_desk.get(url) for url in addresses}

    found = {url: INLINE.search(page.content.decode()) for url, page in pages.items()}
    assert {url: match[0] for url, match in found.items() if match} == {}
    assert {page.status_code for page in pages.values()} <= {200, 403}
    assert all("default-src 'none'" in page["Content-Security-Policy"] for page in pages.values())


def test_the_field_history_page_keeps_to_the_policy_and_names_the_change(at_desk):
    department = DepartmentFactory(name="Comms", kind="hosted")
    department.name = "Communications"
    department.save()

    page = at_desk.get(address(department, "history"))

    assert not INLINE.search(page.content.decode())
    assert "from “Comms” to “Communications”" in words(page)


def test_nothing_goes_back_by_way_of_field_history(at_desk):
    department = DepartmentFactory(name="Comms")
    department.name = "Communications"
    department.save()
    earliest = department.history.earliest()
    url = reverse("admin:office_department_simple_history", args=[department.pk, earliest.pk])

    answer = at_desk.post(url, {"name": "Comms", "kind": "hosted"})

    assert answer.status_code == 405
    department.refresh_from_db()
    assert department.name == "Communications"


def test_strangers_are_sent_to_the_one_sign_in(client, office):
    entrance = client.get("/admin/login/?next=/admin/plans/activity/")

    assert entrance.url == "/sign-in/?next=/admin/plans/activity/"


@pytest.mark.parametrize("person", ["chief_executive", "panel_member"])
def test_admin_is_not_there_for_those_who_are_no_administrators(client, request, person):
    client.force_login(request.getfixturevalue(person))

    answer = client.get("/admin/", follow=True)

    assert answer.status_code == 404


def test_an_administrator_changes_the_names_of_the_office(at_desk, office):
    page = at_desk.get(address(office))

    at_desk.post(address(office), as_shown(page, short_name="OPFCC"))

    assert Office.objects.get().short_name == "OPFCC"


def test_the_office_is_neither_added_twice_nor_deleted(at_desk, office):
    assert at_desk.get(reverse("admin:office_office_add")).status_code == 403
    assert at_desk.post(address(office, "delete"), {"post": "yes"}).status_code == 403


def test_the_three_groups_cannot_be_renamed_or_added_to(at_desk):
    assert not admin.site.is_registered(Group)


def test_no_list_of_admin_deletes_in_bulk(at_desk, rf, administrator):
    request = rf.get("/admin/")
    request.user = administrator

    offered = {
        model._meta.model_name: set(model_admin.get_actions(request))
        for model, model_admin in admin.site._registry.items()
    }

    assert {name: verbs for name, verbs in offered.items() if verbs} == {
        "post": {"hand_over_a_post", "transfer_its_activities"},
        "activity": {"transfer_to_another_post"},
        "deliveryplan": {"roll_forward"},
    }


def test_a_department_that_nothing_points_to_can_be_deleted(at_desk):
    department = DepartmentFactory()

    at_desk.post(address(department, "delete"), {"post": "yes"})

    assert not Department.objects.filter(pk=department.pk).exists()


def test_a_department_with_posts_stays_and_the_page_says_what_to_do(at_desk):
    department = PostFactory(department=DepartmentFactory()).department

    page = at_desk.post(address(department, "delete"), {"post": "yes"})

    assert Department.objects.filter(pk=department.pk).exists()
    assert "1 post" in words(page)
    assert "Move its posts to another department first" in words(page)


def test_a_post_that_owns_something_stays_and_the_page_says_what_to_do(at_desk, activity):
    page = at_desk.post(address(activity.lead, "delete"), {"post": "yes"})

    activity.lead.refresh_from_db()
    assert "1 activity" in words(page)
    assert "Give it a day under “Abolished on” instead" in words(page)


def test_a_person_who_did_anything_stays_and_the_page_says_deactivate(
    at_desk, activity, finance_chief
):
    page = at_desk.post(address(finance_chief, "delete"), {"post": "yes"})

    finance_chief.refresh_from_db()
    assert "1 holding" in words(page)
    assert "Deactivate the account instead" in words(page)


def test_a_person_who_only_used_admin_stays_too(at_desk, administrator, office):
    at_desk.post(address(office), as_shown(at_desk.get(address(office)), area="Testshire"))

    page = at_desk.post(address(administrator, "delete"), {"post": "yes"})

    administrator.refresh_from_db()
    assert "1 log entry" in words(page)


def test_an_account_made_by_mistake_can_be_deleted(at_desk):
    user = UserFactory()

    at_desk.post(address(user, "delete"), {"post": "yes"})

    assert not type(user).objects.filter(pk=user.pk).exists()


def test_a_priority_that_an_activity_serves_cannot_be_deleted(at_desk, plan):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    activity = promised_activity(plan, lead=post("Chief Executive"), priorities=[priority])

    page = at_desk.post(address(priority, "delete"), {"post": "yes"})

    assert list(activity.priorities.all()) == [priority]
    assert "Take it off each activity first" in words(page)


def many_rows(plan, count):
    """`count` more of everything that the lists show."""
    for n in range(count):
        lead = post(f"Head of team {count} {n}", department=DepartmentFactory())
        holder_of(lead.title)
        deputy_of(lead.title)
        promised_activity(
            plan,
            lead=lead,
            title=f"Work {count} {n}",
            milestones=[("Half of it", dt.date(2020, 10, 1))],
        )


LISTS = ["activity", "post", "user", "entry", "holding", "objective", "milestone", "deliveryplan"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(at_desk, plan, name):
    model = next(model for model in admin.site._registry if model._meta.model_name == name)
    url = list_address(model)
    many_rows(plan, 1)
    at_desk.get(url)
    with CaptureQueriesContext(connection) as one:
        at_desk.get(url)
    many_rows(plan, 3)

    with CaptureQueriesContext(connection) as many:
        at_desk.get(url)

    assert len(many) == len(one) <= 16


def test_who_held_a_post_cannot_be_deleted(at_desk, chief_executive):
    held = Holding.objects.get(user=chief_executive)

    assert at_desk.post(address(held, "delete"), {"post": "yes"}).status_code == 403
