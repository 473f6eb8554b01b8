"""Somebody leaves: everything that let them in is shut at the next request, and stays shut."""

import datetime as dt

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from opcc.office.mail.letters import Letter
from opcc.office.mail.sending import send_waiting
from opcc.office.models import AccessKey, Invitation, OutgoingMail
from opcc.portal.digest import composing
from plans import record
from tests.admin_pages import as_shown
from tests.conftest import NOW
from tests.factories import PASSWORD, moment, supporter_of
from tests.sign_in.entra_provider import sign_in
from tests.sign_in.people import bound


@pytest.fixture
def leaver(activity, finance_chief):
    """Writes for the Chief Financial Officer, and said something in the record."""
    user = supporter_of("Chief Financial Officer")
    user.name = "Leaving Person"
    user.save()
    line = {"status": "on_track", "narrative": "Work goes on.", "said_on": dt.date(2020, 12, 1)}
    record.update(activity, **line, by=record.Voice.of(user, activity), at=moment(2020, 12, 1))
    return user


@pytest.fixture
def gone(leaver, client, administrator):
    """Let the administrator untick "Active"."""

    def close():
        client.force_login(administrator)
        url = reverse("admin:office_user_change", args=[leaver.pk])
        shown = as_shown(client.get(url))
        del shown["is_active"]
        client.post(url, shown)
        leaver.refresh_from_db()
        assert not leaver.is_active

    return close


def signed_in_by_password(user):
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert browser.get("/plans/").status_code == 200
    return browser


def test_they_are_out_at_the_next_request_and_their_sessions_are_gone(leaver, gone):
    browsers = [signed_in_by_password(leaver) for _ in range(2)]
    keys = [browser.session.session_key for browser in browsers]

    gone()

    answers = [browser.get("/plans/") for browser in browsers]
    assert [answer.url for answer in answers] == ["/sign-in/?next=/plans/"] * 2
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert not UserSession.objects.filter(user=leaver).exists()


def test_their_sessions_do_not_come_back_with_the_account(leaver, gone):
    browser = signed_in_by_password(leaver)
    gone()

    leaver.is_active = True
    leaver.save()

    assert browser.get("/plans/").status_code == 302


def test_their_password_and_microsoft_account_open_nothing(leaver, gone, entra):
    bound(leaver)
    gone()
    browser = Client()

    by_password = browser.post(
        reverse("account_login"), {"login": leaver.email, "password": PASSWORD}
    )
    by_microsoft = sign_in(browser, entra)

    assert by_password.status_code == 200
    assert by_microsoft.status_code == 403
    assert browser.get("/plans/").status_code == 302


def test_their_second_step_is_kept_and_lets_nobody_in(leaver, gone):
    TOTP.activate(leaver, generate_totp_secret())
    gone()
    browser = Client()

    browser.post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})

    assert leaver.authenticator_set.count() == 1
    assert browser.get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_their_feeds_and_tokens_are_dead_and_stay_so(leaver, gone, activity):
    _, feed = AccessKey.objects.issue(leaver, "calendar", name="Phone", at=NOW)
    _, token = AccessKey.objects.issue(leaver, "data", name="Sheet", at=NOW)
    program, bearer = Client(), {"Authorization": f"Bearer {token}"}
    address = reverse("portal:calendar-feed", args=[feed])
    data = reverse("api:plan-position", args=[activity.plan_id])
    before = [program.get(address).status_code, program.get(data, headers=bearer).status_code]

    gone()
    after = [program.get(address).status_code, program.get(data, headers=bearer).status_code]
    leaver.is_active = True
    leaver.save()
    again = [program.get(address).status_code, program.get(data, headers=bearer).status_code]

    assert (before, after, again) == ([200, 200], [404, 401], [404, 401])


def test_mail_that_waits_for_them_is_not_sent_and_no_digest_is_made(leaver, gone, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letter = Letter("Subject", "Text", "<p>Text</p>")
    for kind in ("returned", "handover", "pack", "offered"):
        OutgoingMail.objects.put(to=leaver, kind=kind, cause=kind, letter=letter, at=NOW)

    gone()
    composing.make(now=NOW, is_weekly=True)
    send_waiting(lambda: NOW)

    assert leaver.email not in [to for sent in mail.outbox for to in sent.to]
    assert set(leaver.outgoing_mail.values_list("state", flat=True)) == {"dropped"}


def test_their_invitation_and_reset_links_are_dead(leaver, gone, administrator):
    invitation = Invitation.objects.make(leaver, by=administrator, at=NOW)
    key = default_token_generator.make_token(leaver)
    reset = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(leaver), key])
    path = reverse("invitation_open", args=[invitation.url.split("/")[-2]])
    assert default_token_generator.check_token(leaver, key)

    gone()

    assert Client().get(path).status_code == 404
    assert not default_token_generator.check_token(leaver, key)
    assert b"password1" not in Client().get(reset, follow=True).content


def test_a_reset_link_is_for_nobody_who_has_no_password_here(leaver):
    """Whoever comes by Microsoft alone gets no weaker door beside it."""
    key = default_token_generator.make_token(leaver)
    leaver.set_unusable_password()
    leaver.save()

    assert not default_token_generator.check_token(leaver, key)
    assert not default_token_generator.check_token(
        leaver, default_token_generator.make_token(leaver)
    )


def test_what_they_said_keeps_their_name(leaver, gone, activity, client, chief_executive):
    gone()
    client.force_login(chief_executive)

    page = client.get(reverse("plans:activity-detail", args=[activity.pk])).content.decode()

    assert "Leaving Person" in page
    assert activity.entries.last().made_by_name == "Leaving Person"
