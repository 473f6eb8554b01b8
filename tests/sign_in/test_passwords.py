"""A forgotten password, a changed one, and what nobody finds out on the way."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opcc.office.mail.sending import message_of
from opcc.office.models import OutgoingMail, User
from tests.factories import PASSWORD, user_in
from tests.sign_in.doing import code_of, kinds_of, link_in, mails_to, sign_in, who_is_in, with_app
from tests.sign_in.people import grow_old

FORGOTTEN = "/password/"
NEW = "three words at random"


def ask(client, address, **headers):
    return client.post(FORGOTTEN, {"email": address}, headers=headers)


def choose(client, link, password=NEW):
    """Follow the link and type the new password twice, as the page asks."""
    page = client.get(link, follow=True)
    typed = {"password1": password, "password2": password}
    return client.post(page.request["PATH_INFO"], typed, follow=True)


# --- Forgotten ----------------------------------------------------------------------------------
def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(client, colleague):
    asked = ask(client, colleague.email)
    (mail,) = mails_to(colleague)

    done = choose(client, link_in(mail))

    assert asked.url == "/password/sent/"
    assert "Your password is changed" in done.content.decode()
    assert (mail.kind, mail.state) == ("account", "waiting")
    assert sign_in(Client(), colleague).status_code == 200
    assert sign_in(client, colleague, NEW).status_code == 302
    assert who_is_in(client) == colleague.pk


def test_the_link_alone_signs_nobody_in(client, colleague):
    ask(client, colleague.email)

    choose(client, link_in(mails_to(colleague)[0]))

    assert who_is_in(client) is None


def test_the_link_works_once(client, colleague):
    ask(client, colleague.email)
    link = link_in(mails_to(colleague)[0])
    choose(client, link)

    again = Client().get(link, follow=True).content.decode()

    assert "This link does not work any more" in again


def test_the_link_ends_after_two_hours(client, colleague, monkeypatch):
    ask(client, colleague.email)
    link = link_in(mails_to(colleague)[0])
    asked_at = PasswordResetTokenGenerator()._now()
    answers = []
    for later in (dt.timedelta(hours=1, minutes=59), dt.timedelta(hours=2, minutes=1)):
        monkeypatch.setattr(
            PasswordResetTokenGenerator, "_now", lambda self, at=asked_at + later: at
        )
        answers.append("Choose a new password" in Client().get(link, follow=True).content.decode())

    assert answers == [True, False]


def test_signing_in_ends_a_link_that_is_under_way(client, colleague):
    ask(client, colleague.email)
    link = link_in(mails_to(colleague)[0])
    sign_in(Client(), colleague)

    assert "does not work any more" in client.get(link, follow=True).content.decode()


def test_an_address_is_found_in_any_case_and_the_mail_goes_where_the_account_says(client, office):
    user = user_in("Staff", email="Mary.Smith@example.org")

    ask(client, "mary.SMITH@Example.ORG")

    assert [mail.user for mail in mails_to(user)] == [user]


@pytest.mark.parametrize("typed", ["nobody@example.org", "colleague@example.org.evil.example"])
def test_nobody_finds_out_whether_an_address_has_an_account(client, colleague, typed):
    known = ask(client, colleague.email)
    page_for_known = client.get(known.url).content
    before = OutgoingMail.objects.count()

    unknown = ask(client, typed)

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert client.get(unknown.url).content == page_for_known
    assert OutgoingMail.objects.count() == before


def test_the_same_is_done_in_the_database_whether_there_is_an_account(client, colleague):
    client.get(FORGOTTEN)

    with CaptureQueriesContext(connection) as known:
        ask(client, colleague.email)
    with CaptureQueriesContext(connection) as unknown:
        ask(client, "nobody@example.org")

    assert tables_of(known) == tables_of(unknown)
    assert tables_of(known)[-1] == ("INSERT", "office_outgoingmail")


def tables_of(queries):
    """[(verb, table)] of what was asked, in order."""
    asked = [re.search(r'^(SELECT|INSERT).*?(?:FROM|INTO) "(\w+)"', q["sql"]) for q in queries]
    return [found.groups() for found in asked if found]


def test_an_account_that_is_closed_gets_no_link(client, office):
    leaver = user_in("Staff", is_active=False)

    ask(client, leaver.email)

    assert mails_to(leaver) == []


def test_who_has_no_password_is_told_so_and_gets_no_link(client, colleague):
    colleague.set_unusable_password()
    colleague.save()

    ask(client, colleague.email)

    (mail,) = mails_to(colleague)
    assert "Your account has none" in mail.text
    sent = message_of(mail, None)
    assert "/password/new/" not in sent.body + sent.alternatives[0].content


def test_a_letter_that_only_looks_alike_finds_no_account(client, office):
    user = user_in("Staff", email="kim.sims@example.org")

    ask(client, "kim.ſims@example.org")
    ask(client, "kım.sims@example.org")

    assert mails_to(user) == []


def test_a_link_never_names_the_host_that_a_visitor_sent(client, colleague, settings):
    settings.ALLOWED_HOSTS = ["plan.example.org", "intranet.example.org"]

    refused = ask(client, colleague.email, host="evil.example")
    allowed = ask(client, colleague.email, host="intranet.example.org")

    (mail,) = mails_to(colleague)
    sent = message_of(mail, None)
    assert (refused.status_code, allowed.status_code) == (400, 302)
    assert "https://plan.example.org/password/new/" in sent.body
    assert "intranet" not in sent.body + sent.alternatives[0].content


def test_a_new_password_has_to_be_a_good_one_and_typed_twice(client, colleague):
    ask(client, colleague.email)
    page = client.get(link_in(mails_to(colleague)[0]), follow=True)
    url = page.request["PATH_INFO"]

    short = client.post(url, {"password1": "short", "password2": "short"}).content.decode()
    unlike = client.post(url, {"password1": NEW, "password2": "other"}).content.decode()

    assert "at least 12 characters" in short
    assert "Enter the same password in both fields" in unlike


def test_the_hint_names_the_length_that_is_asked_for(client, colleague, settings):
    (length,) = [v["OPTIONS"] for v in settings.AUTH_PASSWORD_VALIDATORS if "OPTIONS" in v]
    client.force_login(colleague)

    page = client.get(reverse("account_change_password")).content.decode()

    assert f"At least {length['min_length']} characters" in page


# --- Changed and set ----------------------------------------------------------------------------
def change(client, old=PASSWORD, new=NEW):
    url = reverse("account_change_password")
    return client.post(url, {"oldpassword": old, "password1": new, "password2": new})


def test_changing_the_password_ends_the_sign_in_elsewhere_and_tells_by_mail(client, colleague):
    elsewhere = Client()
    sign_in(elsewhere, colleague)
    sign_in(client, colleague)

    change(client)

    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert [mail.subject for mail in mails_to(colleague)] == [
        "Demonstration: Your password was changed"
    ]


def test_a_wrong_password_changes_nothing_and_is_counted(client, colleague):
    client.force_login(colleague)

    pages = [change(client, old="wrong").content.decode() for _ in range(6)]
    right = change(client)

    assert "That is not your password now" in pages[0]
    assert "too many wrong attempts" in pages[5]
    assert right.status_code == 200
    assert User.objects.get(pk=colleague.pk).check_password(PASSWORD)


def test_who_has_no_password_sets_none_without_anything_to_confirm_by(client, colleague):
    colleague.set_unusable_password()
    colleague.save()
    client.force_login(colleague)
    grow_old(client)

    led = client.get(reverse("account_change_password"))
    refused = client.post(led.url, {"password1": NEW, "password2": NEW})

    assert led.url == reverse("account_set_password")
    assert refused.status_code == 403
    assert not User.objects.get(pk=colleague.pk).has_usable_password()


def way(name, url):
    return f"{reverse(name)}?{urlencode({'next': url})}"


def test_who_sets_a_first_password_is_asked_before_they_type_it(client, colleague):
    colleague.set_unusable_password()
    colleague.save()
    client.force_login(with_app(colleague))
    grow_old(client)
    url = reverse("account_set_password")

    asked = client.get(url)
    client.post(asked.url, {"code": code_of()})
    client.post(url, {"password1": NEW, "password2": NEW})

    assert asked.url == way("mfa_reauthenticate", url)
    assert User.objects.get(pk=colleague.pk).check_password(NEW)


ASKING = [
    "account_set_password",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
]


@pytest.mark.parametrize("name", ASKING)
def test_nothing_that_was_sent_is_kept_where_a_page_asks_who_is_at_the_keyboard(
    client, colleague, name
):
    colleague.set_unusable_password()
    colleague.save()
    client.force_login(with_app(colleague))
    grow_old(client)
    secrets = ("password1", "password2", "code", "credential")

    asked = client.post(reverse(name), dict.fromkeys(secrets, NEW))
    kept = dict(client.session)
    landed = client.post(asked.url, {"code": code_of(), "next": reverse(name)})

    assert asked.url == way("mfa_reauthenticate", reverse(name))
    assert NEW not in str(kept)
    assert landed.url == reverse(name)
    assert not User.objects.get(pk=colleague.pk).has_usable_password()
    assert kinds_of(colleague) == ["totp"]


def test_a_code_that_was_sent_late_is_not_kept_either(client, colleague):
    client.force_login(colleague)
    grow_old(client)

    asked = client.post(reverse("mfa_activate_totp"), {"code": "123456"})

    assert asked.url == way("account_reauthenticate", reverse("mfa_activate_totp"))
    assert "123456" not in str(dict(client.session))


# --- One address ---------------------------------------------------------------------------------
def test_allauths_table_of_addresses_stays_empty(client, colleague):
    sign_in(client, colleague)
    change(client)
    client.post(reverse("account_logout"))
    ask(client, colleague.email)
    choose(client, link_in(mails_to(colleague)[-1]))
    sign_in(client, colleague, NEW)

    assert who_is_in(client) == colleague.pk
    assert EmailAddress.objects.count() == 0


def test_an_address_put_there_by_hand_opens_no_account(client, colleague):
    EmailAddress.objects.create(
        user=colleague, email="evil@example.org", verified=True, primary=True
    )

    ask(client, "evil@example.org")
    answer = client.post("/sign-in/", {"login": "evil@example.org", "password": PASSWORD})

    assert OutgoingMail.objects.count() == 0
    assert answer.status_code == 200
    assert who_is_in(client) is None
