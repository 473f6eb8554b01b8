"""Accounts in admin: groups, leaving, passwords."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from opcc.office.backends import RoleBackend
from opcc.office.mail.sending import send_waiting
from opcc.office.models import Holding, OutgoingMail, User
from tests.admin_pages import as_shown, words
from tests.factories import UserFactory, holder_of, post, user_in


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def change(user):
    return reverse("admin:office_user_change", args=[user.pk])


def groups(*names):
    return [str(Group.objects.get(name=name).pk) for name in names]


def new_person(at_desk, **typed):
    url = reverse("admin:office_user_add")
    data = {
        "email": "new.person@example.org",
        "name": "New Person",
        "groups": groups("Staff"),
    }
    return at_desk.post(url, {**data, **typed})


def test_an_administrator_makes_an_account_that_has_no_password_yet(at_desk):
    new_person(at_desk, password="typed", password1="a long secret", password2="a long secret")

    user = User.objects.get(email="new.person@example.org")
    assert user.roles == {"Staff"}
    assert not user.has_usable_password()


def test_an_account_is_in_at_least_one_group(at_desk):
    page = new_person(at_desk, groups=[])

    assert "Select at least one group." in words(page)
    assert not User.objects.filter(name="New Person").exists()


@pytest.mark.parametrize("other", ["Staff", "Administrators"])
def test_a_panel_member_is_in_no_other_group(at_desk, other):
    page = new_person(at_desk, groups=groups("Panel", other))

    assert "A panel member scrutinises the office" in words(page)
    assert not User.objects.filter(name="New Person").exists()


def test_an_e_mail_address_has_one_account_in_any_case(at_desk):
    UserFactory(email="new.person@example.org")

    page = new_person(at_desk, email="New.Person@Example.org")

    assert "There is already an account with this e-mail address." in words(page)


def test_a_person_who_holds_a_post_cannot_be_deactivated(at_desk, finance_chief):
    shown = as_shown(at_desk.get(change(finance_chief)))
    del shown["is_active"]

    page = at_desk.post(change(finance_chief), shown)

    finance_chief.refresh_from_db()
    assert finance_chief.is_active
    assert "still holds Chief Financial Officer. Hand the post over first" in words(page)


@pytest.mark.parametrize(
    ("kind", "starts_on"),
    [("deputy", dt.date(2020, 4, 1)), ("holder", dt.date(2021, 1, 1))],
)
def test_a_deputy_and_who_will_hold_a_post_cannot_be_deactivated_or_move_to_the_panel(
    at_desk, kind, starts_on
):
    user = user_in("Staff")
    Holding.objects.create(post=post("Solicitor"), user=user, kind=kind, starts_on=starts_on)
    shown = as_shown(at_desk.get(change(user)))
    to_panel = at_desk.post(change(user), {**shown, "groups": groups("Panel")})
    del shown["is_active"]

    page = at_desk.post(change(user), shown)

    user.refresh_from_db()
    assert user.is_active
    assert "Solicitor. Hand the post over first" in words(page)
    assert "has a part in a post of the office" in words(to_panel)


def test_who_only_supports_a_post_can_be_deactivated(at_desk, finance_officer):
    shown = as_shown(at_desk.get(change(finance_officer)))
    del shown["is_active"]

    at_desk.post(change(finance_officer), shown)

    finance_officer.refresh_from_db()
    assert not finance_officer.is_active


def test_a_post_that_was_abolished_gives_no_rights(finance_chief):
    held = post("Chief Financial Officer")
    held.abolished_on = dt.date(2020, 12, 1)
    held.save()

    from_query = User.objects.get(pk=finance_chief.pk)
    from_session = RoleBackend().get_user(finance_chief.pk)

    assert from_query.post_ids() == from_session.post_ids() == set()


def test_a_person_who_holds_no_post_can_be_deactivated(at_desk):
    leaver = user_in("Staff")
    shown = as_shown(at_desk.get(change(leaver)))
    del shown["is_active"]

    at_desk.post(change(leaver), shown)

    leaver.refresh_from_db()
    assert not leaver.is_active


def test_a_person_in_a_post_cannot_move_to_the_panel(at_desk, finance_chief):
    shown = as_shown(at_desk.get(change(finance_chief)), groups=groups("Panel"))

    page = at_desk.post(change(finance_chief), shown)

    assert "has a part in a post of the office" in words(page)
    assert list(finance_chief.groups.values_list("name", flat=True)) == ["Staff"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"is_active": None}, "You cannot deactivate your own account."),
        ({"groups": ["Staff"]}, "You cannot take these pages away from yourself."),
    ],
)
def test_administrators_do_not_lock_themselves_out(at_desk, administrator, typed, answer):
    if "groups" in typed:
        typed = {"groups": groups(*typed["groups"])}
    shown = as_shown(at_desk.get(change(administrator))) | typed
    shown = {name: value for name, value in shown.items() if value is not None}

    page = at_desk.post(change(administrator), shown)

    administrator.refresh_from_db()
    assert answer in words(page)
    assert administrator.is_active
    assert list(administrator.groups.values_list("name", flat=True)) == ["Administrators"]


def test_an_administrator_sets_nobodys_password(at_desk):
    user = user_in("Staff", email="forgetful@example.org")
    before = user.password

    page = at_desk.get(change(user))
    at_desk.post(change(user), as_shown(page, password="another long secret"))
    by_the_old_address = at_desk.post(
        f"/admin/office/user/{user.pk}/password/", {"password1": "x" * 20, "password2": "x" * 20}
    )

    user.refresh_from_db()
    assert user.password == before
    assert "password" not in page.context["adminform"].form.fields
    assert by_the_old_address.status_code == 302


def change_address(at_desk, user, to):
    at_desk.post(change(user), as_shown(at_desk.get(change(user)), email=to))


def test_an_address_that_was_changed_stands_in_the_history_old_and_new(at_desk, administrator):
    user = user_in("Staff", name="Moved", email="old@example.org")

    change_address(at_desk, user, "new@example.org")

    url = reverse("admin:office_user_history", args=[user.pk])
    assert "Changed the address from old@example.org to new@example.org." in words(at_desk.get(url))


def test_an_address_that_was_changed_is_told_to_the_old_one(at_desk, mailoutbox):
    user = user_in("Staff", name="Moved", email="old@example.org")

    change_address(at_desk, user, "new@example.org")
    (row,) = OutgoingMail.objects.filter(user=user)
    shown = at_desk.get(reverse("admin:office_outgoingmail_change", args=[row.pk]))
    send_waiting(lambda: row.made_at)

    (sent,) = mailoutbox
    assert sent.to == ["old@example.org"]
    assert sent.subject == "Demonstration: The address of your account was changed"
    assert "If you did not ask for it, ring an administrator at once." in sent.body
    assert "new@example.org" not in sent.body + sent.alternatives[0].content
    assert "old@example.org" in words(shown)


def test_who_keeps_their_address_is_told_nothing(at_desk):
    user = user_in("Staff", name="Married", email="old@example.org")

    at_desk.post(change(user), as_shown(at_desk.get(change(user)), name="Newly Married"))

    assert not OutgoingMail.objects.filter(user=user).exists()
    user.refresh_from_db()
    assert user.name == "Newly Married"


def test_the_list_of_people_names_their_groups_and_posts(at_desk):
    holder_of("Chief Executive")

    page = at_desk.get(reverse("admin:office_user_changelist"))

    assert "Chief Executive (holder)" in words(page)
    assert "Staff Chief Executive" in words(page)


def test_only_people_who_can_hold_a_post_are_offered_for_one(at_desk, panel_member):
    user_in("Staff", name="Present colleague")
    user_in("Staff", name="Former colleague", is_active=False)
    url = reverse("admin:autocomplete")
    asked = {"app_label": "office", "model_name": "holding", "field_name": "user", "term": ""}

    offered = {row["text"] for row in at_desk.get(url, asked).json()["results"]}

    assert "Present colleague" in offered
    assert not offered & {"Former colleague", "Panel member"}


def test_a_superuser_administers_but_approves_nothing(activity):
    superuser = User.objects.create_superuser("root@example.org", "a-password-for-tests", name="R")

    assert superuser.has_perm("plans.change_deliveryplan")
    assert not superuser.has_perm("plans.approve", activity)
    assert not superuser.has_perm("plans.accept", activity)


def test_rights_change_with_the_next_request(client, activity, finance_chief):
    address = reverse("plans:activity-update", args=[activity.pk])
    client.force_login(finance_chief)
    answers = [client.get(address).status_code]

    finance_chief.holdings.update(ends_on=dt.date(2020, 12, 13))
    answers.append(client.get(address).status_code)
    finance_chief.groups.clear()
    answers.append(client.get(address).status_code)
    finance_chief.is_active = False
    finance_chief.save()
    answers.append(client.get(address).status_code)

    assert answers == [200, 403, 404, 302]


def hold(user, title, ends_on=None, **fields):
    user.holdings.create(
        post=post(title, **fields), kind="deputy", starts_on=dt.date(2020, 4, 1), ends_on=ends_on
    )


def test_who_signs_in_holds_what_they_hold_today_the_highest_post_first(office, chief_executive):
    hold(chief_executive, "Head of Communications", is_elt=True)
    hold(chief_executive, "Head of Audit")
    hold(chief_executive, "Head of Estates", ends_on=dt.date(2020, 12, 13))

    user = RoleBackend().get_user(chief_executive.pk)

    assert [h.described() for h in user.current_holdings] == [
        "Chief Executive",
        "Deputy for Head of Communications",
        "Deputy for Head of Audit",
    ]
    assert user.acts_as_accountable
    assert user.post_title == User.objects.get(pk=user.pk).post_title == "Chief Executive"
