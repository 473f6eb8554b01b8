"""Accounts by which nobody came for sixty days: named once a week, and found by a filter."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.mail.sending import may_get
from opcc.office.models import Invitation, OutgoingMail, User
from opcc.portal import due
from tests.admin_pages import words
from tests.conftest import NOW
from tests.factories import user_in

LAST = {
    "Idle": NOW - dt.timedelta(days=60, seconds=1),
    "Just not idle": NOW - dt.timedelta(days=59, hours=12),
    "Never": None,
    "Invited": None,
}


@pytest.fixture
def accounts(administrator):
    """{name: user}, each last signed in as LAST says; "Left" has left and was idle before."""
    people = {name: user_in("Staff", name=name) for name in [*LAST, "Left"]}
    people["Left"].is_active = False
    people["Left"].save()
    Invitation.objects.make(people["Invited"], by=administrator, at=NOW)
    for name, at in (LAST | {"Left": LAST["Idle"]}).items():
        User.objects.filter(name=name).update(last_login=at)
    User.objects.filter(pk=administrator.pk).update(last_login=NOW)
    return people


@pytest.mark.parametrize(
    ("asked", "found"), [("idle", ["Idle"]), ("invited", ["Invited"]), ("never", ["Never"])]
)
def test_the_filter_tells_who_may_have_left_from_who_never_came(
    client, accounts, administrator, asked, found
):
    client.force_login(administrator)

    page = client.get(reverse("admin:office_user_changelist"), {"came": asked})

    assert [user.name for user in page.context["cl"].queryset] == found


def run(now):
    said = []
    due.name_idle_accounts(due.Outcome(said.append), lambda: now)
    return said


def told():
    return OutgoingMail.objects.filter(kind="idle")


def test_administrators_are_told_once_a_week(accounts, administrator):
    second = user_in("Administrators", name="Second")
    User.objects.filter(pk=second.pk).update(last_login=NOW)

    said = [run(NOW), run(NOW + dt.timedelta(days=6)), run(NOW + dt.timedelta(days=7))]

    assert said[0] == ["Accounts: 1 idle, named to administrators in 2 mails."]
    assert said[1] == []
    assert len(said[2]) == 1
    assert sorted(told().values_list("user__name", flat=True)) == [
        *["Administrator"] * 2,
        *["Second"] * 2,
    ]


def test_the_mail_names_them_and_leads_to_the_list(accounts, administrator, client, settings):
    settings.SITE_URL = "https://plan.example.org"
    run(NOW)

    mail = told().get()
    assert mail.subject.endswith("Not signed in for 60 days: 1")
    assert f"- Idle, {accounts['Idle'].email}" in mail.text
    assert "Never" not in mail.text
    assert "https://plan.example.org/admin/office/user/?came=idle" in mail.text
    client.force_login(administrator)
    assert "Idle" in words(client.get("/admin/office/user/?came=idle"))


def test_nobody_is_told_of_nothing(administrator):
    User.objects.update(last_login=NOW)

    assert run(NOW) == []
    assert not told().exists()


def test_who_is_no_administrator_any_more_is_not_told(accounts, administrator, settings):
    run(NOW)
    administrator.groups.clear()

    assert not may_get(told().get(), NOW)


def test_it_is_a_step_of_run_due():
    assert ("Accounts", due.name_idle_accounts) in due.STEPS
