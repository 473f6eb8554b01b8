"""Where one is signed in, for how long, and ending it."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.urls import reverse

from opcc.office.kept_typing import WRITER
from opcc.office.sign_in import sessions
from opcc.office.sign_in.devices import in_words
from opcc.office.sign_in.sessions import fix_the_end
from tests.sign_in.doing import code_of, sign_in, who_is_in, with_app

LIST = "/account/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


def test_signing_in_takes_another_key(client, colleague):
    client.get("/sign-in/")
    session = client.session
    session["before"] = "kept"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, colleague)

    assert client.session.session_key != before
    assert client.session["before"] == "kept"
    assert not Session.objects.filter(session_key=before).exists()


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(client, colleague):
    elsewhere = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.5")
    sign_in(elsewhere, colleague)
    sign_in(client, colleague)
    page = client.get(LIST).content.decode()

    done = client.post(LIST, follow=True).content.decode()

    assert "Chrome on Windows" in page
    assert "203.0.113.5" in page
    assert page.count("Here, now") == 1
    assert "You are signed out everywhere but here." in done
    assert "You are signed in nowhere else." in done
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_nobody_sees_where_others_are_signed_in(client, colleague, outsider):
    sign_in(Client(REMOTE_ADDR="203.0.113.5"), outsider)
    sign_in(client, colleague)

    page = client.get(LIST).content.decode()
    client.post(LIST)

    assert "203.0.113.5" not in page
    assert UserSession.objects.filter(user=outsider).count() == 1


def test_what_was_signed_out_of_is_listed_no_more(client, colleague):
    elsewhere = Client()
    sign_in(elsewhere, colleague)
    sign_in(client, colleague)

    elsewhere.post(reverse("account_logout"))

    assert "You are signed in nowhere else." in client.get(LIST).content.decode()


def test_signing_out_in_django_admin_is_the_same_signing_out(client, administrator):
    sign_in(client, administrator)
    writer = client.cookies[WRITER].value

    page = client.post(reverse("admin:logout"))

    assert writer
    assert not UserSession.objects.exists()
    assert client.cookies[WRITER].value == ""
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert who_is_in(client) is None


def test_what_has_ended_by_itself_is_listed_no_more(client, colleague):
    sign_in(Client(), colleague)
    UserSession.objects.update(created_at=F("created_at") - dt.timedelta(hours=8, minutes=1))
    sign_in(client, colleague)

    assert "You are signed in nowhere else." in client.get(LIST).content.decode()


def test_a_session_from_before_the_list_was_kept_sees_an_empty_one(client, colleague):
    client.force_login(colleague)

    assert "Nothing is listed yet" in client.get(LIST).content.decode()


@pytest.mark.parametrize("others", [0, 12])
def test_the_list_costs_the_same_however_long_it_is(
    client, colleague, others, django_assert_num_queries
):
    sign_in(client, colleague)
    for number in range(others):
        UserSession.objects.create(
            user=colleague, ip="203.0.113.5", session_key=f"k{number}", user_agent=CHROME
        )

    with django_assert_num_queries(3):
        page = client.get(LIST).content.decode()

    assert page.count("203.0.113.5") == others


def test_what_is_over_is_forgotten_in_time(client, colleague):
    sign_in(client, colleague)
    sign_in(Client(), colleague)
    over = UserSession.objects.exclude(session_key=client.session.session_key)
    day = dt.timedelta(days=1)
    Session.objects.filter(session_key__in=over.values("session_key")).update(
        expire_date=F("expire_date") - day
    )
    over.update(created_at=F("created_at") - day)

    sessions.tidy()

    assert list(Session.objects.values_list("session_key", flat=True)) == [
        client.session.session_key
    ]
    assert UserSession.objects.count() == 1
    assert client.get("/account/").status_code == 200


# --- How long -----------------------------------------------------------------------------------
def ends_at(client):
    return Session.objects.get(session_key=client.session.session_key).expire_date


@pytest.mark.parametrize("has_app", [False, True])
def test_a_sign_in_ends_after_its_hours_whatever_is_done_meanwhile(client, colleague, has_app):
    if has_app:
        with_app(colleague)
    sign_in(client, colleague)
    client.post("/sign-in/second-step/", {"code": code_of()})
    end, left = ends_at(client), client.session.get_expiry_age()

    session = client.session
    session["something"] = "new"
    session.save()

    assert 8 * 3600 - 60 < left <= 8 * 3600
    assert ends_at(client) == end
    assert who_is_in(client) == colleague.pk


def test_signing_in_again_begins_another_day(client, colleague):
    sign_in(client, colleague)
    session = client.session
    session.set_expiry(300)
    fix_the_end(session)
    session.save()
    before = client.session.get_expiry_age()

    client.post(reverse("account_logout"))
    sign_in(client, colleague)

    assert before <= 300
    assert client.session.get_expiry_age() > 8 * 3600 - 60


# --- In words -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
         "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1",
         "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1",
         "Safari on Mac"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "a browser"),
        ("", "a browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(said, meant):
    assert in_words(said) == meant
