"""Inviting, in Django admin: whom it goes to, what is kept of it, and what the list says."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opcc.office.mail.letters import LINK
from opcc.office.mail.sending import send_waiting
from opcc.office.models import Invitation, OutgoingMail, User
from tests.admin_pages import as_shown, said, words
from tests.conftest import NOW
from tests.factories import user_in
from tests.sign_in.people import bound

SOON = NOW + dt.timedelta(minutes=10)
"""After whatever a page wrote during the test."""


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.SITE_URL, settings.SENDS_MAIL = "https://plan.example.org", True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def invited(office):
    user = user_in("Staff", name="Invited Person", email="invited@example.org")
    user.set_unusable_password()
    user.save()
    return user


def invite(at_desk, **typed):
    url = reverse("admin:office_user_add")
    group = str(Group.objects.get(name="Staff").pk)
    facts = {"email": "new@example.org", "name": "New Person", "groups": [group]}
    return at_desk.post(url, as_shown(at_desk.get(url), **(facts | typed)))


def verb(name, user):
    return reverse(f"admin:office_user_{name}", args=[user.pk])


def link_in(text):
    return next(word for word in text.split() if "/invitation/" in word)


def test_whom_an_administrator_adds_gets_an_invitation(at_desk, administrator):
    added = invite(at_desk)

    invitation = Invitation.objects.get()
    waiting = OutgoingMail.objects.get()
    assert (invitation.user.name, invitation.made_by) == ("New Person", administrator)
    assert invitation.is_first
    assert (waiting.user, waiting.kind, waiting.state) == (invitation.user, "invitation", "waiting")
    assert "An invitation goes to new@example.org." in said(added)


def test_the_mail_that_is_sent_holds_the_link_and_the_row_does_not(at_desk):
    invite(at_desk)

    tally = send_waiting(lambda: SOON)

    sent, row = mail.outbox[0], OutgoingMail.objects.get()
    token = Invitation.objects.get().url.split("/")[-2]
    assert (tally.sent, sent.to) == (1, ["new@example.org"])
    assert link_in(sent.body) == Invitation.objects.get().url
    assert Invitation.objects.get().url in sent.alternatives[0].content
    assert LINK not in sent.body + sent.alternatives[0].content
    assert token not in row.text + row.html + row.subject
    assert Client().get(link_in(sent.body).removeprefix("https://plan.example.org")).url == (
        "/invitation/"
    )


def test_no_page_of_admin_shows_the_link(at_desk):
    invite(at_desk)
    send_waiting(lambda: SOON)
    user, row = User.objects.get(name="New Person"), OutgoingMail.objects.get()
    token = Invitation.objects.get().url.split("/")[-2]

    pages = [
        at_desk.get(reverse("admin:office_outgoingmail_change", args=[row.pk])),
        at_desk.get(reverse("admin:office_user_change", args=[user.pk])),
        at_desk.get(reverse("admin:office_user_history", args=[user.pk])),
        at_desk.get(verb("invite", user)),
        at_desk.post(verb("invite", user), follow=True),
    ]

    assert [page.status_code for page in pages] == [200] * 5
    assert not any(token in page.content.decode() for page in pages)


def test_an_account_that_cannot_be_made_invites_nobody(at_desk):
    invite(at_desk, email="")

    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("is_panel", [False, True])
def test_a_panel_member_is_invited_like_anybody(at_desk, is_panel):
    group = Group.objects.get(name="Panel" if is_panel else "Staff")
    invite(at_desk, groups=[str(group.pk)])

    assert send_waiting(lambda: SOON).sent == 1


def test_sending_again_ends_the_link_before(at_desk, invited, administrator):
    first = Invitation.objects.make(invited, by=administrator, at=NOW)

    at_desk.post(verb("invite", invited))

    first.refresh_from_db()
    second = Invitation.objects.waiting().get()
    assert first.withdrawn_at is not None
    assert second.pk != first.pk
    assert OutgoingMail.objects.get(pk=first.mail_id).state == "dropped"
    assert OutgoingMail.objects.get(pk=second.mail_id).state == "waiting"
    assert "Sent a link" in LogEntry.objects.latest("pk").change_message


def test_withdrawing_ends_the_link_and_its_mail(at_desk, invited, administrator):
    invitation = Invitation.objects.make(invited, by=administrator, at=NOW)
    assert "opens nothing any more" in words(at_desk.get(verb("withdraw", invited)))

    at_desk.post(verb("withdraw", invited))

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert send_waiting(lambda: SOON).sent == 0
    assert "No link waits for Invited Person." in words(at_desk.get(verb("withdraw", invited)))


def test_a_mail_whose_link_ended_meanwhile_is_not_sent(invited, administrator):
    Invitation.objects.make(invited, by=administrator, at=NOW)
    User.objects.filter(pk=invited.pk).update(email="another@example.org")

    tally = send_waiting(lambda: NOW)

    assert (tally.sent, tally.dropped) == (0, 1)
    assert mail.outbox == []


def test_a_mail_that_comes_too_late_is_not_sent(invited, administrator):
    Invitation.objects.make(invited, by=administrator, at=NOW)

    tally = send_waiting(lambda: NOW + dt.timedelta(days=7))

    assert (tally.sent, tally.dropped) == (0, 1)


def test_a_closed_account_is_sent_no_link(at_desk, invited):
    invited.is_active = False
    invited.save()

    page = at_desk.post(verb("invite", invited))

    assert "The account of Invited Person is closed: nothing opens it." in words(page)
    assert not Invitation.objects.exists()


def test_a_mail_without_a_mail_server_waits_and_the_link_is_shown_once(
    at_desk, invited, settings, caplog
):
    settings.SENDS_MAIL = False

    page = at_desk.post(verb("invite", invited))

    url = Invitation.objects.get().url
    assert page.status_code == 200
    assert url in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert url not in at_desk.get(verb("invite", invited)).content.decode()
    assert url not in at_desk.get("/admin/").content.decode()
    assert url not in caplog.text
    assert Client().get(url.removeprefix("https://plan.example.org")).status_code == 302


def test_adding_somebody_without_a_mail_server_says_what_to_do(at_desk, settings):
    settings.SENDS_MAIL = False

    added = invite(at_desk)

    assert "No mail server is named in EMAIL_URL" in said(added)


# --- What the list says ---------------------------------------------------------------------------
def line_of(at_desk, user):
    page = at_desk.get(reverse("admin:office_user_changelist"), {"q": user.email})
    return words(page)


def test_the_list_says_how_each_stands(at_desk, invited, administrator):
    lines = [line_of(at_desk, invited)]
    invitation = Invitation.objects.make(invited, by=administrator, at=NOW)
    lines.append(line_of(at_desk, invited))
    invitation.accept(at=NOW)
    invited.set_password("x")
    invited.save()
    bound(invited)
    lines.append(line_of(at_desk, invited))
    Invitation.objects.make(invited, by=administrator, at=NOW)
    lines.append(line_of(at_desk, invited))

    expected = [
        "Nothing yet",
        "Nothing yet: invited on 14 December 2020",
        "Password and Microsoft (Anna Example, anna@example.org): accepted on 14 December 2020",
        "Password and Microsoft (Anna Example, anna@example.org): link sent on 14 December 2020",
    ]
    assert [words in line for words, line in zip(expected, lines, strict=True)] == [True] * 4


def test_the_list_says_what_ran_out_and_what_was_withdrawn(at_desk, invited, administrator):
    early = NOW - dt.timedelta(days=8)
    Invitation.objects.make(invited, by=administrator, at=early)
    ran_out = line_of(at_desk, invited)
    Invitation.objects.filter(user=invited).withdraw(at=NOW)

    assert "ran out, made on 6 December 2020" in ran_out
    assert "withdrawn on 14 December 2020" in line_of(at_desk, invited)


def test_the_list_of_people_costs_as_much_with_invitations(at_desk, administrator):
    counts = []
    for n in (1, 3):
        for i in range(n):
            user = user_in("Staff", name=f"Person {n} {i}")
            Invitation.objects.make(user, by=administrator, at=NOW)
            bound(user, f"{n}{i}000000-0000-0000-0000-000000000000")
        with CaptureQueriesContext(connection) as found:
            at_desk.get(reverse("admin:office_user_changelist"))
        counts.append(len(found))

    assert counts[0] == counts[1] <= 12
