"""The pages of one's own keys: made once, shown once, revoked for good."""

import datetime as dt
import re
import threading
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from opcc.office.models import AccessKey, TooManyKeys
from opcc.office.models.keys import digest_of
from opcc.portal.forms.keys import OPEN_FOR_SECONDS
from tests.admin_pages import said, words
from tests.calendar.conftest import secret_of
from tests.calendar.reading import by_name
from tests.conftest import NOW
from tests.factories import user_in
from tests.governance.factories import MeetingFactory, the_panel
from tests.office.test_kept_typing import signed_in_last

LIST, MAKE = "/account/keys/", "/account/keys/make/"
SECRET = re.compile(r'<code class="app-secret" translate="no">([^<]+)</code>')


def opened(client):
    """What the form of a new key sends untouched."""
    form = client.get(MAKE).context["form"]
    return {field.name: field.value() or "" for field in form}


def made(client, **typed):
    return client.post(MAKE, opened(client) | {"opens": "posts", "name": "My phone"} | typed)


def shown_on(response):
    return SECRET.search(response.content.decode())[1].replace("&amp;", "&")


def everything_kept():
    rows = [list(model._base_manager.values_list()) for model in apps.get_models()]
    return repr(rows)


# --- Making one ---------------------------------------------------------------------------------
def test_the_address_is_shown_once_and_kept_nowhere(client, finance_chief):
    client.force_login(finance_chief)

    response = made(client)

    address = shown_on(response)
    secret = urlsplit(address).path.removeprefix("/calendar/").removesuffix(".ics")
    key = AccessKey.objects.get()
    assert address.startswith("http://127.0.0.1:8000/calendar/")
    assert (key.user, key.purpose, key.name) == (finance_chief, "calendar", "My phone")
    assert (key.made_at.date(), key.last_used_on) == (NOW.date(), None)
    assert key.digest == digest_of(secret)
    assert secret not in everything_kept()
    assert secret not in str(dict(client.session))
    assert secret not in client.get(LIST).content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_address_opens_the_calendar(client, finance_chief):
    meeting = MeetingFactory()
    client.force_login(finance_chief)
    address = shown_on(made(client))

    answer = Client().get(urlsplit(address).path)

    assert set(by_name(answer.content)) == {f"meeting-{meeting.pk}"}


def test_the_whole_plan_is_a_choice_in_the_address(client, finance_chief):
    client.force_login(finance_chief)

    assert shown_on(made(client, opens="plan")).endswith(".ics?dates=plan")
    assert shown_on(made(client, opens="posts")).endswith(".ics")


def test_a_data_key_is_shown_as_it_is(client, finance_chief):
    client.force_login(finance_chief)

    response = made(client, opens="data", name="The spreadsheet")

    key = AccessKey.objects.opened_by(shown_on(response), "data")
    assert (key.name, key.user) == ("The spreadsheet", finance_chief)
    assert "Authorization: Bearer" in response.content.decode()


def test_a_panel_member_makes_calendar_keys_and_no_data_keys(client, panel_member):
    MeetingFactory(body=the_panel())
    client.force_login(panel_member)

    refused = made(client, opens="data")
    response = made(client, opens="plan")

    assert "opens" in refused.context["form"].errors
    assert "Data:" not in words(client.get(MAKE))
    assert shown_on(response).endswith("?dates=plan")
    assert [key.purpose for key in AccessKey.objects.all()] == ["calendar"]


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, finance_chief):
    client.force_login(finance_chief)

    response = made(client, opens="", name="My tablet")

    assert "Select what the key is for" in words(response)
    assert 'value="My tablet"' in response.content.decode()
    assert AccessKey.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "\x00\x07", "x" * 101])
def test_a_key_has_a_name_that_can_be_read(client, finance_chief, name):
    client.force_login(finance_chief)

    response = made(client, name=name)

    assert "name" in response.context["form"].errors
    assert AccessKey.objects.count() == 0


def test_a_hostile_name_is_text(client, finance_chief):
    client.force_login(finance_chief)

    page = made(client, name="<script>alert(1)</script>").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- The form sent twice ------------------------------------------------------------------------
def test_a_form_sent_twice_makes_one_key_and_shows_it_twice(client, finance_chief):
    client.force_login(finance_chief)
    sent = opened(client) | {"opens": "posts", "name": "My phone"}

    first, second = client.post(MAKE, sent), client.post(MAKE, sent)

    assert shown_on(first) == shown_on(second)
    assert AccessKey.objects.count() == 1


def test_a_form_gone_back_to_for_another_key_says_so_and_makes_it_when_sent_again(
    client, finance_chief
):
    client.force_login(finance_chief)
    sent = opened(client) | {"opens": "posts", "name": "My phone"}
    client.post(MAKE, sent)

    response = client.post(MAKE, sent | {"name": "My tablet"})
    form = response.context["form"]
    again = client.post(MAKE, {field.name: field.value() for field in form})

    assert "This form made the key “My phone” before" in words(response)
    assert shown_on(again)
    assert {key.name for key in AccessKey.objects.all()} == {"My phone", "My tablet"}


def test_a_form_of_a_revoked_key_does_not_open_it_again(client, finance_chief):
    client.force_login(finance_chief)
    sent = opened(client) | {"opens": "posts", "name": "My phone"}
    client.post(MAKE, sent)
    AccessKey.objects.get().revoke(at=NOW)

    response = client.post(MAKE, sent)

    assert "app-secret" not in response.content.decode()
    assert AccessKey.objects.standing().count() == 0


@pytest.mark.parametrize("secret", ["", "guessed", "guessed:1abc:def"])
def test_a_secret_that_is_not_ours_makes_no_key(client, finance_chief, secret):
    client.force_login(finance_chief)

    response = made(client, secret=secret)

    assert "open for too long" in words(response)
    assert AccessKey.objects.count() == 0


def test_the_form_of_another_makes_no_key(client, finance_chief, panel_member):
    client.force_login(panel_member)
    theirs = opened(client)["secret"]
    client.force_login(finance_chief)

    made(client, secret=theirs)

    assert AccessKey.objects.count() == 0


def test_a_form_left_open_too_long_is_sent_again(client, finance_chief, time_machine):
    time_machine.move_to(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC))
    client.force_login(finance_chief)
    sent = opened(client) | {"opens": "posts", "name": "My phone"}
    time_machine.shift(OPEN_FOR_SECONDS + 5)

    response = client.post(MAKE, sent)
    again = client.post(MAKE, {f.name: f.value() for f in response.context["form"]})

    assert "open for too long" in words(response)
    assert shown_on(again)


def test_what_was_typed_when_a_session_ended_is_given_back_without_a_secret(client, finance_chief):
    client.force_login(finance_chief)
    sent = opened(client) | {"opens": "plan", "name": "My phone"}
    client.logout()
    client.cookies["writer"] = signed_in_last(finance_chief)

    client.post(MAKE, sent)
    kept = str(dict(client.session))
    client.force_login(finance_chief)
    form = client.get(MAKE).context["form"]

    assert "My phone" in kept
    assert sent["secret"] not in kept
    assert (form["name"].value(), form["opens"].value()) == ("My phone", "plan")
    assert form["secret"].value() != sent["secret"]


# --- How many -----------------------------------------------------------------------------------
def test_a_person_has_twenty_keys_at_most(client, finance_chief):
    client.force_login(finance_chief)
    for _ in range(20):
        secret_of(finance_chief)

    response = made(client)

    assert "You have 20 keys, and can have no more" in words(response)
    assert AccessKey.objects.count() == 20
    assert "Make a key" not in words(client.get(LIST))
    AccessKey.objects.first().revoke(at=NOW)
    assert shown_on(made(client))


def test_the_keys_of_others_leave_mine_alone(finance_chief, panel_member):
    for _ in range(20):
        secret_of(finance_chief)

    with pytest.raises(TooManyKeys):
        secret_of(finance_chief)

    assert secret_of(panel_member)


@pytest.mark.django_db(transaction=True)
def test_two_last_keys_at_once_are_one(finance_chief):
    for _ in range(19):
        secret_of(finance_chief)
    found, start = [], threading.Barrier(2)

    def make():
        start.wait()
        try:
            found.append(bool(secret_of(finance_chief)))
        except TooManyKeys:
            found.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [False, True]
    assert AccessKey.objects.count() == 20


# --- The list, and revoking ---------------------------------------------------------------------
def test_a_person_sees_their_own_keys_alone(client, finance_chief, panel_member):
    secret_of(panel_member)
    client.force_login(finance_chief)

    assert "You have no keys" in words(client.get(LIST))


def test_a_key_says_when_it_was_made_and_last_used(client, finance_chief):
    secret_of(finance_chief)
    client.force_login(finance_chief)
    before = words(client.get(LIST))

    AccessKey.objects.get().note_use(dt.date(2020, 12, 14))

    assert "Not used yet" in before
    assert "Not used yet" not in words(client.get(LIST))


def test_revoking_asks_first_and_is_for_good(client, finance_chief, feed):
    secret = secret_of(finance_chief)
    key = AccessKey.objects.get()
    client.force_login(finance_chief)
    address = reverse("portal:key-revoke", args=[key.pk])

    asked = client.get(address)
    assert feed(secret).status_code == 200
    done = client.post(address)

    assert "Revoke “My phone”?" in words(asked)
    assert said(done) == "“My phone” is revoked. It opens nothing any more."
    assert feed(secret).status_code == 404
    assert "Revoked last" in words(client.get(LIST))


def test_revoking_twice_keeps_the_first_moment(client, finance_chief):
    secret_of(finance_chief)
    key = AccessKey.objects.get()
    client.force_login(finance_chief)
    key.revoke(at=NOW - dt.timedelta(days=2))

    done = client.post(reverse("portal:key-revoke", args=[key.pk]))
    looked = client.get(reverse("portal:key-revoke", args=[key.pk]))

    assert said(done) == "“My phone” was revoked before."
    assert looked.status_code == 302
    assert AccessKey.objects.get().revoked_at == NOW - dt.timedelta(days=2)


def test_of_two_who_revoke_at_once_one_did_it(finance_chief):
    secret_of(finance_chief)
    one, other = AccessKey.objects.get(), AccessKey.objects.get()

    assert [one.revoke(at=NOW), other.revoke(at=NOW)] == [True, False]


def test_whoever_has_no_role_has_no_keys(client, office):
    nobody = user_in("Staff")
    nobody.groups.clear()
    client.force_login(nobody)

    assert [client.get(path).status_code for path in (LIST, MAKE)] == [404, 404]


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_asks_three_queries_for_any_number(
    client, finance_chief, django_assert_num_queries, count
):
    for number in range(count):
        secret_of(finance_chief)
        if number % 2:
            AccessKey.objects.first().revoke(at=NOW)
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))

    with django_assert_num_queries(4):  # session, user, keys, revoked keys
        client.get(LIST)


@pytest.mark.parametrize("page", ["/", "/meetings/"])
@pytest.mark.parametrize("reader", ["finance_chief", "panel_member"])
def test_pages_lead_to_the_keys_where_a_calendar_is_looked_for(request, client, plan, page, reader):
    client.force_login(request.getfixturevalue(reader))

    assert f'href="{LIST}"' in client.get(page).content.decode()
