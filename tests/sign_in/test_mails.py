"""Mails of signing in: to whom they go, what they say, and what stays out of logs."""

import datetime as dt
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from opcc.office.logs import covered
from opcc.office.mail.letters import LINK, Letter
from opcc.office.mail.sending import send_waiting
from opcc.office.models import OutgoingMail
from opcc.office.sign_in import notices
from tests.conftest import NOW
from tests.factories import user_in
from tests.sign_in.doing import kinds_of, link_in, mails_to, sign_in, with_app

LATER = NOW + dt.timedelta(hours=1)


def test_a_panel_member_gets_the_link_too(client, panel_member, mailoutbox):
    client.post("/password/", {"email": panel_member.email})

    send_waiting(lambda: LATER)

    (mail,) = mailoutbox
    assert mail.to == [panel_member.email]
    assert mail.subject == "Demonstration: A new password for the delivery plan"


def test_who_has_left_meanwhile_gets_none(client, colleague, mailoutbox):
    client.post("/password/", {"email": colleague.email})
    colleague.is_active = False
    colleague.save()

    tally = send_waiting(lambda: LATER)

    assert (tally.sent, tally.dropped) == (0, 1)
    assert mailoutbox == []


def test_the_mail_that_is_sent_holds_the_link_and_the_row_does_not(client, colleague, mailoutbox):
    client.post("/password/", {"email": colleague.email})
    (row,) = mails_to(colleague)

    send_waiting(lambda: LATER)

    (sent,) = mailoutbox
    link = re.search(r"https://plan\.example\.org(/password/new/\S+)", sent.body)
    page = client.get(link[1], follow=True).content.decode()
    assert "Choose a new password" in page
    assert link[0] in sent.alternatives[0].content
    assert LINK not in sent.body + sent.alternatives[0].content
    assert "/password/new/" not in row.text + row.html + row.subject


def sign_in_meanwhile(user):
    sign_in(Client(), user)


def set_another_password(user):
    user.set_password("three words at random")
    user.save()


def change_the_address(user):
    user.email = "other@example.org"
    user.save()


@pytest.mark.parametrize("change", [sign_in_meanwhile, set_another_password, change_the_address])
def test_who_changed_meanwhile_gets_no_link(client, colleague, mailoutbox, change):
    client.post("/password/", {"email": colleague.email})
    change(colleague)

    tally = send_waiting(lambda: LATER)

    assert (tally.sent, tally.dropped) == (0, 1)
    assert mailoutbox == []


@pytest.mark.parametrize(("minutes", "sent"), [(119, 1), (120, 0)])
def test_a_link_that_was_asked_for_long_ago_is_not_sent_any_more(
    client, colleague, mailoutbox, minutes, sent
):
    client.post("/password/", {"email": colleague.email})
    asked_at = mails_to(colleague)[0].made_at

    tally = send_waiting(lambda: asked_at + dt.timedelta(minutes=minutes))

    assert (tally.sent, tally.dropped) == (sent, 1 - sent)


def test_a_mail_that_held_its_link_before_rows_held_none_is_sent_as_it_is(colleague, mailoutbox):
    link = "https://plan.example.org/password/new/1-c-0/"
    letter = Letter("A new password", f"Here: {link}", f"<a>{link}</a>")
    facts = {"kind": OutgoingMail.Kind.ACCOUNT, "cause": "account 1", "at": NOW}
    OutgoingMail.objects.put(to=colleague, letter=letter, **facts)

    send_waiting(lambda: LATER)

    assert mailoutbox[0].body == f"Here: {link}"


def test_no_link_stops_these_mails(client, colleague, mailoutbox):
    client.post("/password/", {"email": colleague.email})

    send_waiting(lambda: LATER)

    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers
    assert "so this comes whatever mail you have chosen" in mailoutbox[0].body


def test_a_page_does_not_wait_for_the_mail_server(client, colleague, mailoutbox):
    client.post("/password/", {"email": colleague.email})

    assert mailoutbox == []
    assert mails_to(colleague)[0].state == "waiting"


@pytest.mark.parametrize("what", notices.NOTICES)
def test_each_notice_says_in_both_parts_what_was_done_and_when(colleague, what):
    subject, done = notices.NOTICES[what]

    notices.tell(what, colleague, at=NOW, user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/133.0")

    (mail,) = mails_to(colleague)
    assert mail.subject == f"Demonstration: {subject}"
    for part in (mail.text, mail.html):
        assert done in part
        assert "14 December 2020, 17:00, with Firefox on Windows" in part
        assert "https://plan.example.org/password/" in part


def test_what_a_browser_says_of_itself_is_not_repeated(colleague):
    notices.tell(
        "account/email/password_set", colleague, at=NOW, user_agent="<b>evil</b>\r\nBcc: x"
    )

    (mail,) = mails_to(colleague)
    assert "evil" not in mail.text + mail.html
    assert "with a browser" in mail.text


def test_two_changes_in_the_same_moment_are_two_mails(colleague):
    for _ in range(2):
        notices.tell("account/email/password_changed", colleague, at=NOW, user_agent="")

    assert len(mails_to(colleague)) == 2


def test_a_log_never_holds_a_link(client, colleague):
    client.post("/password/", {"email": colleague.email})
    link = link_in(mails_to(colleague)[0])

    assert covered(f"Not Found: {link}") == "Not Found: /password/new/…/"
    assert covered(f'"GET {link} HTTP/1.1"') == '"GET /password/new/…/ HTTP/1.1"'


# --- By the command line ------------------------------------------------------------------------
def test_who_runs_the_machine_resets_a_second_step(colleague, capsys):
    with_app(colleague)

    call_command("reset_second_step", " Colleague@example.org")

    assert capsys.readouterr().out == "The second step of Colleague is reset.\n"
    assert kinds_of(colleague) == []
    assert "ring an administrator at once" in mails_to(colleague)[0].text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nobody@example.org", "No account has the address nobody@example.org."),
        ("plain@example.org", "Plain has no second step."),
    ],
)
def test_the_command_says_why_it_did_nothing(office, address, said):
    user_in("Staff", name="Plain", email="plain@example.org")

    with pytest.raises(CommandError, match=said):
        call_command("reset_second_step", address)
