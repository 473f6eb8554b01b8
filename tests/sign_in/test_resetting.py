"""An administrator takes away the second step of somebody who has lost theirs."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from opcc.office.models import OutgoingMail
from tests.admin_pages import words
from tests.sign_in.doing import code_of, kinds_of, mails_to, sign_in, who_is_in, with_app

WHY = {"reason": "Lost telephone, spoke to her in person"}


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def address(user):
    return reverse("admin:office_user_reset-second-step", args=[user.pk])


def test_the_page_of_a_person_leads_there_and_it_asks_first(at_desk, colleague):
    with_app(colleague)
    of_person = at_desk.get(reverse("admin:office_user_change", args=[colleague.pk]))

    asked = words(at_desk.get(address(colleague)))

    assert address(colleague) in of_person.content.decode()
    assert "recovery codes of Colleague open nothing from now on." in asked
    assert kinds_of(colleague) == ["totp"]


def test_the_steps_are_gone_the_person_is_out_and_told_and_it_is_logged(
    at_desk, colleague, administrator
):
    with_app(colleague)
    browser = Client()
    sign_in(browser, colleague)
    browser.post("/sign-in/second-step/", {"code": code_of()})

    done = at_desk.post(address(colleague), WHY, follow=True)

    assert "The second step of Colleague is reset." in words(done)
    assert kinds_of(colleague) == []
    assert browser.get("/account/").status_code == 302
    assert "Your second step was reset" in mails_to(colleague)[0].subject
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(colleague.pk))
    assert "Reset the second step: Lost telephone" in entry.get_change_message()


def test_they_set_up_another_when_they_next_sign_in(at_desk, colleague, required):
    with_app(colleague)
    with_app(at_desk.get("/account/").wsgi_request.user)
    at_desk.post(address(colleague), WHY)
    browser = Client()

    sign_in(browser, colleague)

    assert who_is_in(browser) == colleague.pk
    assert browser.get("/plans/").url == "/account/second-step/"


def test_a_reason_is_asked_for(at_desk, colleague):
    with_app(colleague)

    page = words(at_desk.post(address(colleague), {"reason": " "}))

    assert "Say why, and how you know that it is they who ask." in page
    assert kinds_of(colleague) == ["totp"]


def test_one_does_not_reset_ones_own(at_desk, administrator):
    with_app(administrator)

    page = words(at_desk.post(address(administrator), WHY))

    assert "Change your own second step under Your account." in page
    assert kinds_of(administrator) == ["totp"]


def test_of_somebody_who_has_none_there_is_nothing_to_reset(at_desk, colleague):
    page = words(at_desk.post(address(colleague), WHY))

    assert "Colleague has no second step." in page
    assert OutgoingMail.objects.count() == 0


def test_nobody_else_resets_a_step(client, colleague, outsider):
    with_app(colleague)
    client.force_login(outsider)

    answer = client.post(address(colleague), WHY)

    assert answer.url == f"/admin/login/?next={address(colleague)}"
    assert kinds_of(colleague) == ["totp"]


def test_an_administrator_reads_no_link_of_somebody_elses(at_desk, colleague):
    Client().post("/password/", {"email": colleague.email})
    (mail,) = mails_to(colleague)

    page = at_desk.get(reverse("admin:office_outgoingmail_change", args=[mail.pk]))

    assert "A new password for the delivery plan" in words(page)
    assert "/password/new/" not in page.content.decode()
    assert "it may hold a link that opens the account" in words(page)


@pytest.mark.parametrize(
    "asked",
    [
        {"text__contains": "/password/"},
        {"text__regex": "[0-9a-f]"},
        {"html__contains": "/password/"},
        {"subject__startswith": "A"},
        {"cause__contains": "1"},
        {"stamp__startswith": "0"},
        {"claim__isnull": "True"},
        {"last_error__contains": "a"},
    ],
)
def test_the_address_of_the_list_asks_for_nothing_that_a_mail_says(at_desk, colleague, asked):
    Client().post("/password/", {"email": colleague.email})
    url = reverse("admin:office_outgoingmail_changelist")

    answer = at_desk.get(url, {**asked, "user__id__exact": colleague.pk})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"state__exact": "waiting"},
        {"kind__exact": "account"},
        {"made_at__year": "2020"},
        {"q": "A"},
    ],
)
def test_the_list_is_still_filtered_by_what_it_shows(at_desk, colleague, asked):
    url = reverse("admin:office_outgoingmail_changelist")

    assert at_desk.get(url, asked).status_code == 200
