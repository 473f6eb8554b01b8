"""How often who may try what: by account first, and nobody shut out by somebody else."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from opcc.office.sign_in import rates
from tests.factories import PASSWORD, user_in
from tests.sign_in.doing import code_of, mails_to, sign_in, who_is_in, with_app

STEP = "/sign-in/second-step/"
TOO_MANY = "There were too many wrong attempts. Wait 5 minutes, then try again."


@pytest.fixture
def few_by_address(settings):
    """An address of the network may try ten wrong passwords in an hour, not a hundred."""
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {**limits, "wrong_from_address": "10/h/ip"}


def try_to(client, address, password="wrong", **headers):
    form = {"login": address, "password": password}
    return client.post("/sign-in/", form, headers=headers).content.decode()


def test_after_five_wrong_passwords_an_account_waits_five_minutes(client, colleague):
    pages = [try_to(client, colleague.email) for _ in range(6)]
    right = try_to(client, colleague.email, PASSWORD)

    assert "do not match an active account" in pages[4]
    assert TOO_MANY in pages[5]
    assert TOO_MANY in right
    assert who_is_in(client) is None


def test_after_five_minutes_the_right_password_lets_in(client, colleague, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_700_000_000.0)
    for _ in range(5):
        try_to(client, colleague.email)
    monkeypatch.setattr("time.time", lambda: 1_700_000_301.0)

    try_to(client, colleague.email, PASSWORD)

    assert who_is_in(client) == colleague.pk


def test_right_passwords_are_not_counted(client, colleague):
    for _ in range(12):
        sign_in(client, colleague)
        client.post(reverse("account_logout"))

    sign_in(client, colleague)

    assert who_is_in(client) == colleague.pk


@pytest.mark.parametrize(
    "typed",
    ["COLLEAGUE@example.org", " colleague@example.org ", "Colleague@EXAMPLE.org"],
)
def test_an_account_is_the_same_however_its_address_is_typed(client, colleague, typed):
    for _ in range(5):
        try_to(client, colleague.email)

    assert TOO_MANY in try_to(client, typed, PASSWORD)


@pytest.mark.parametrize("typed", ["kim.ſims@example.org", "kım.sims@example.org"])
def test_a_letter_that_a_database_takes_for_another_is_no_way_round(client, office, typed):
    user_in("Staff", email="kim.sims@example.org")
    for _ in range(5):
        try_to(client, "kim.sims@example.org")

    assert TOO_MANY in try_to(client, typed, PASSWORD)


def test_another_name_of_the_site_is_no_way_round(client, colleague, settings):
    settings.ALLOWED_HOSTS = [".example.org"]
    for number in range(5):
        try_to(client, colleague.email, host=f"a{number}.example.org")

    assert TOO_MANY in try_to(client, colleague.email, PASSWORD, host="b.example.org")


def test_another_address_of_the_network_is_no_way_round(client, colleague, settings):
    settings.PROXIES = 1
    for number in range(5):
        headers = {"x-forwarded-for": f"192.0.2.{number}"}
        try_to(client, colleague.email, **headers)

    assert TOO_MANY in try_to(client, colleague.email, PASSWORD, **{"x-forwarded-for": "192.0.2.9"})


def test_one_bad_user_shuts_out_nobody_else_behind_the_same_address(
    client, colleague, outsider, settings, few_by_address
):
    settings.PROXIES = 1
    council = {"x-forwarded-for": "198.51.100.7"}
    for _ in range(20):
        try_to(client, colleague.email, **council)

    try_to(client, outsider.email, PASSWORD, **council)

    assert who_is_in(client) == outsider.pk


def test_a_hundred_wrong_accounts_in_an_hour_shut_an_address_out_and_no_other(
    client, colleague, settings
):
    settings.PROXIES = 1
    for number in range(100):
        try_to(client, f"nobody{number}@example.org", **{"x-forwarded-for": "203.0.113.5"})

    there = try_to(client, colleague.email, PASSWORD, **{"x-forwarded-for": "203.0.113.5"})
    elsewhere = Client()
    try_to(elsewhere, colleague.email, PASSWORD, **{"x-forwarded-for": "203.0.113.6"})

    assert "too many wrong attempts from your network. Wait an hour" in there
    assert who_is_in(client) is None
    assert who_is_in(elsewhere) == colleague.pk


@pytest.mark.parametrize("proxies", [0, 1])
def test_what_a_visitor_says_of_their_own_address_changes_nothing(
    client, colleague, settings, few_by_address, proxies
):
    settings.PROXIES = proxies
    for number in range(10):
        forged = f"10.0.0.{number}" if not proxies else f"10.0.0.{number}, 203.0.113.5"
        try_to(client, f"nobody{number}@example.org", **{"x-forwarded-for": forged})
    forged = "10.9.9.9" if not proxies else "10.9.9.9, 203.0.113.5"

    page = try_to(client, colleague.email, PASSWORD, **{"x-forwarded-for": forged})

    assert "from your network" in page


def test_where_fewer_proxies_came_than_are_named_the_machine_that_asked_counts(
    client, colleague, settings, few_by_address
):
    settings.PROXIES = 2
    for number in range(10):
        try_to(client, f"nobody{number}@example.org", **{"x-forwarded-for": f"10.0.0.{number}"})

    there = try_to(client, colleague.email, PASSWORD, **{"x-forwarded-for": "10.9.9.9"})
    elsewhere = Client(REMOTE_ADDR="203.0.113.6")
    try_to(elsewhere, colleague.email, PASSWORD, **{"x-forwarded-for": "10.9.9.9"})

    assert "from your network" in there
    assert who_is_in(elsewhere) == colleague.pk


@pytest.mark.parametrize("proxies", [0, 1])
def test_an_ipv4_address_in_ipv6_is_counted_by_itself(
    client, colleague, settings, few_by_address, proxies
):
    settings.PROXIES = proxies
    there, elsewhere = (browser_at(f"::ffff:203.0.113.{last}", proxies) for last in (5, 6))
    for number in range(10):
        try_to(there, f"nobody{number}@example.org")

    page = try_to(there, colleague.email, PASSWORD)
    try_to(elsewhere, colleague.email, PASSWORD)

    assert "from your network" in page
    assert who_is_in(elsewhere) == colleague.pk


def browser_at(address, proxies):
    came = {"HTTP_X_FORWARDED_FOR": address} if proxies else {"REMOTE_ADDR": address}
    return Client(**came)


def test_a_new_password_by_the_link_lets_in_at_once(client, colleague):
    from tests.sign_in.test_passwords import NEW, choose, link_in

    for _ in range(5):
        try_to(client, colleague.email)
    client.post("/password/", {"email": colleague.email})
    choose(client, link_in(mails_to(colleague)[0]))

    sign_in(client, colleague, NEW)

    assert who_is_in(client) == colleague.pk


def test_after_five_wrong_codes_the_account_waits(client, colleague, outsider):
    with_app(colleague)
    with_app(outsider)
    sign_in(client, colleague)
    pages = [client.post(STEP, {"code": "000000"}).content.decode() for _ in range(6)]

    client.post(STEP, {"code": code_of()})
    other = Client()
    sign_in(other, outsider)
    other.post(STEP, {"code": code_of()})

    assert "That code does not match" in pages[4]
    assert TOO_MANY in pages[5]
    assert who_is_in(client) is None
    assert who_is_in(other) == outsider.pk


@pytest.mark.parametrize("page", [STEP, "/confirm/code/"])
def test_a_right_code_makes_nobody_forget_what_was_wrong_from_its_network(
    client, colleague, outsider, few_by_address, page
):
    for number in range(9):
        try_to(Client(), f"nobody{number}@example.org")
    sign_in(client, with_app(outsider))
    if page != STEP:
        client.force_login(outsider)
    client.post(page, {"code": code_of()})
    assert who_is_in(client) == outsider.pk
    try_to(Client(), "nobody10@example.org")

    assert "from your network" in try_to(Client(), colleague.email, PASSWORD)


def test_wrong_codes_count_for_their_network_address(client, colleague, few_by_address):
    sign_in(client, with_app(colleague))
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    for number in range(5):
        try_to(Client(), f"nobody{number}@example.org")

    assert "from your network" in client.post(STEP, {"code": code_of()}).text
    assert who_is_in(client) is None


def test_wrong_passkeys_count_for_their_network_address_in_the_second_step(
    client, colleague, few_by_address
):
    sign_in(client, with_app(colleague))
    for _ in range(5):
        client.post(STEP, {"credential": '{"id": "made up"}'})
    for number in range(5):
        try_to(Client(), f"nobody{number}@example.org")

    assert "from your network" in try_to(Client(), colleague.email, PASSWORD)


def test_what_an_account_refuses_is_not_counted_for_its_network_address(
    client, colleague, outsider, few_by_address
):
    sign_in(client, with_app(colleague))
    for _ in range(20):
        client.post(STEP, {"code": "000000"})

    other = Client()
    sign_in(other, with_app(outsider))
    other.post(STEP, {"code": code_of()})

    assert who_is_in(other) == outsider.pk


def test_right_passwords_and_codes_are_not_counted_for_their_network_address(
    client, colleague, outsider, settings
):
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {**limits, "wrong_from_address": "1/h/ip"}
    for person in (colleague, outsider):
        browser = Client()
        sign_in(browser, with_app(person))
        browser.post(STEP, {"code": code_of()})

        assert who_is_in(browser) == person.pk


def test_strangers_wrong_guesses_keep_nobody_from_confirming(client, colleague, few_by_address):
    client.force_login(colleague)
    for number in range(20):
        try_to(Client(), colleague.email if number < 6 else f"nobody{number}@example.org")

    answer = client.post("/confirm/", {"password": PASSWORD, "next": "/plans/"})

    assert answer.url == "/plans/"


def test_right_passwords_are_not_counted_where_one_confirms(client, colleague):
    client.force_login(colleague)

    answers = [client.post("/confirm/", {"password": PASSWORD}).status_code for _ in range(7)]

    assert answers == [302] * 7


def test_a_session_left_open_is_no_way_to_guess_a_password(client, colleague):
    client.force_login(colleague)
    for _ in range(5):
        client.post("/confirm/", {"password": "wrong"})

    page = client.post("/confirm/", {"password": PASSWORD}).content.decode()

    assert TOO_MANY in page


def test_an_address_gets_three_mails_in_a_quarter_of_an_hour(client, colleague, outsider):
    asked = [client.post("/password/", {"email": colleague.email}) for _ in range(5)]
    for_other = client.post("/password/", {"email": outsider.email})

    assert [answer.status_code for answer in asked] == [302, 302, 302, 429, 429]
    assert len(mails_to(colleague)) == 3
    assert for_other.status_code == 302


def test_whoever_tries_too_often_is_told_how_long_to_wait(client, colleague):
    for _ in range(3):
        client.post("/password/", {"email": colleague.email})

    answer = client.post("/password/", {"email": colleague.email})

    page = answer.content.decode()
    assert "Wait 15 minutes, then try again." in page
    assert 'class="govuk-template__body app-body"' in page
    assert answer.headers["Retry-After"] == "900"


def test_an_address_of_the_network_is_sent_to_microsoft_so_often_and_leaves_no_session_then(
    office, entra, monkeypatch
):
    monkeypatch.setitem(rates.OF_MICROSOFT, "microsoft_sign_in", "3/m/ip")
    url = reverse("microsoft_sign_in")

    answers = [Client().get(url).status_code for _ in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert Session.objects.count() == 3


def test_an_address_of_the_network_is_asked_for_a_passkey_so_often_and_leaves_no_session_then(
    office, monkeypatch
):
    monkeypatch.setitem(rates.OF_PASSKEYS, "webauthn_login", "3/m/ip")
    url, by_script = reverse("mfa_login_webauthn"), {"accept": "application/json"}

    answers = [Client().get(url, headers=by_script).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]
    assert Session.objects.count() == 3


def test_what_a_passkey_answered_is_counted_once(client, office, monkeypatch):
    monkeypatch.setitem(rates.OF_PASSKEYS, "webauthn_login", "3/m/ip")
    url = reverse("mfa_login_webauthn")

    answers = [client.post(url, {"credential": "{}"}).status_code for _ in range(5)]

    assert answers == [302, 302, 302, 429, 429]


def test_the_administration_has_no_door_of_its_own(client, administrator):
    for name in ("username", "login"):
        form = {name: administrator.email, "password": PASSWORD}
        answer = client.post("/admin/login/", form)
        assert answer.url == "/sign-in/?next=/admin/"

    assert who_is_in(client) is None


def test_the_log_says_that_somebody_tried_and_neither_who_nor_what(client, colleague, caplog):
    caplog.set_level("INFO", "opcc.office.sign_in")
    for _ in range(6):
        try_to(client, colleague.email, "a-guess")

    said = [record.getMessage() for record in caplog.records]

    assert said[-1] == "Too many wrong attempts from 127.0.0.1"
    assert not any("colleague" in words or "a-guess" in words for words in said)
