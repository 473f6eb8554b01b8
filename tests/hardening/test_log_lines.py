"""The log: a line an event, with who, what and where, and without anybody's words."""

import json
import logging

import pytest
from django.core.management import call_command
from django.db import DataError, IntegrityError
from django.urls import reverse

from opcc.office.logs import configuration, formatter
from opcc.office.logs.faults import told
from opcc.office.logs.requests import id_of
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.factories import PASSWORD
from tests.hardening.failing import CANARY

SIGN_IN = reverse("account_login")
HOSTILE = 'Mozilla\r\n{"event": "answered", "user": 1}\n\x1b[31mred\x1b[0m\x00\u2028end'


class Kept(logging.Handler):
    """Keeps what it is told, as the console would show it."""

    def __init__(self, form):
        super().__init__()
        self.setFormatter(formatter(form))
        self.text = []

    def emit(self, record):
        self.text.append(self.format(record))

    def read(self):
        """Every line as the values it holds."""
        return [json.loads(line) for text in self.text for line in text.split("\n")]


@pytest.fixture
def listen(settings):
    """A maker of logs that are kept, with everything in them that an office keeps."""
    kept, levels = [], {name: logging.getLogger(name).level for name in ("opcc", "")}

    def listen(form="json"):
        kept.append(Kept(form))
        logging.getLogger().addHandler(kept[-1])
        logging.getLogger("opcc").setLevel("INFO")
        logging.getLogger("").setLevel("WARNING")
        return kept[-1]

    yield listen
    for handler in kept:
        logging.getLogger().removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def log(listen):
    return listen()


@pytest.fixture
def failing(settings, client):
    settings.ROOT_URLCONF = "tests.hardening.failing"
    client.raise_request_exception = False
    return client


# --- Requests -----------------------------------------------------------------------------------
def test_an_answer_is_one_line_with_who_what_and_where(client, log, activity, finance_chief):
    client.force_login(finance_chief)
    log.text.clear()

    response = client.get(f"/activities/{activity.pk}/?all=1&q={CANARY}")

    (line,) = log.read()
    assert line.pop("time").endswith("Z")
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "opcc.office.logs.requests",
        "event": "answered",
        "request": response.headers["X-Request-ID"],
        "user": finance_chief.pk,
        "method": "GET",
        "route": "plans:activity-detail",
        "about": {"pk": activity.pk},
        "status": 200,
    }


def test_a_refused_permission_is_one_quiet_line_with_who_and_which_request(
    client, log, activity, outsider
):
    client.force_login(outsider)
    log.text.clear()

    response = client.get(f"/activities/{activity.pk}/update/", headers={"user-agent": "A tablet"})

    (line,) = log.read()
    assert response.status_code == 403
    assert (line["level"], line["event"], line["status"]) == ("warning", "refused", 403)
    assert (line["user"], line["request"]) == (outsider.pk, response.headers["X-Request-ID"])
    assert (line["route"], line["about"]) == ("plans:activity-update", {"pk": activity.pk})
    assert (line["address"], line["agent"]) == ("127.0.0.1", "A tablet")
    assert "fault" not in line


def test_what_is_not_there_for_a_reader_is_a_line_with_who_asked(
    client, log, activity, panel_member
):
    client.force_login(panel_member)
    log.text.clear()

    client.get(f"/activities/{activity.pk}/")

    (line,) = log.read()
    assert (line["status"], line["user"]) == (404, panel_member.pk)
    assert (line["route"], line["about"]) == ("plans:activity-detail", {"pk": activity.pk})


def test_a_form_without_its_token_says_why_it_was_refused(log, office):
    from django.test import Client

    Client(enforce_csrf_checks=True).post(SIGN_IN, {})

    (line,) = log.read()
    assert (line["event"], line["reason"]) == ("refused", "CSRF cookie not set.")


def test_a_wrong_token_of_a_program_is_a_refusal(client, log, office):
    client.get("/api/v1/packs", headers={"authorization": f"Bearer {CANARY}"})

    (line,) = log.read()
    assert (line["event"], line["status"], line["route"]) == ("refused", 401, "api:pack-list")


def test_a_style_sheet_is_no_line(client, log, office):
    client.get("/static/build/app.css").close()

    assert log.read() == []


def test_a_page_that_is_open_to_everybody_asks_nobody_who_they_are_for_its_line(
    client, log, office, panel_member, django_assert_num_queries
):
    client.force_login(panel_member)
    client.get("/robots.txt")
    log.text.clear()

    with django_assert_num_queries(0):
        client.get("/robots.txt")

    (line,) = log.read()
    assert line["user"] is None


def test_a_failure_is_one_line_that_says_where_and_not_what(failing, log, finance_chief):
    failing.force_login(finance_chief)
    log.text.clear()

    response = failing.post("/fail/caused/", {"narrative": CANARY})

    (line,) = log.read()
    assert (line["level"], line["event"], line["status"]) == ("error", "failed", 500)
    assert line["request"] == response.headers["X-Request-ID"]
    assert line["user"] == finance_chief.pk
    assert line["fault"]["type"] == "LookupError"
    assert line["fault"]["at"][-1].startswith("tests/hardening/failing.py:")
    assert line["fault"]["at"][-1].endswith(" caused")
    assert line["fault"]["cause"]["type"] == "ValueError"
    assert CANARY not in log.text[0]


# --- Who is who ---------------------------------------------------------------------------------
def test_a_proxy_may_name_the_request(rf, settings):
    settings.BEHIND_PROXY = True

    request = rf.get("/", headers={"x-request-id": "0f8fad5b-d9cb-469f-a165-70867728950e"})

    assert id_of(request) == "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, 'a"b\r\nSet-Cookie: x', "<script>alert(1)</script>", ""]
)
def test_a_name_that_is_not_sane_is_not_taken(rf, settings, given):
    settings.BEHIND_PROXY = True

    assert len(id_of(rf.get("/", headers={"x-request-id": given}))) == 16


def test_without_a_proxy_nobody_names_a_request(rf, settings):
    settings.BEHIND_PROXY = False

    assert id_of(rf.get("/", headers={"x-request-id": "a-name-of-theirs"})) != "a-name-of-theirs"


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "", "127.0.0.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (3, "198.51.100.1, 203.0.113.9", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::9]:4711", "2001:db8::9"),
        (1, " 2001:DB8::9 ", "2001:db8::9"),
        (1, "[", "127.0.0.1"),
    ],
)
def test_a_refusal_names_the_address_that_our_own_proxy_saw(
    client, log, office, settings, proxies, passed_on, address
):
    settings.PROXIES = proxies

    client.post(SIGN_IN, {"login": "a@example.org", "password": "b"},
                headers={"x-forwarded-for": passed_on} if passed_on else {})  # fmt: skip

    assert next(line["address"] for line in log.read() if "address" in line) == address


# --- Signing in ---------------------------------------------------------------------------------
def test_a_sign_in_that_fails_names_the_account_and_not_the_address(client, log, finance_chief):
    client.post(SIGN_IN, {"login": finance_chief.email, "password": CANARY})

    failed, answered = log.read()
    assert (failed["event"], failed["level"]) == ("sign-in failed", "warning")
    assert failed["account"] == finance_chief.pk
    assert failed["request"] == answered["request"]
    assert finance_chief.email not in "".join(log.text)
    assert CANARY not in "".join(log.text)


def test_an_address_that_nobody_has_is_no_account(client, log, office):
    client.post(SIGN_IN, {"login": f"{CANARY}@example.org", "password": CANARY})

    assert log.read()[0]["account"] is None
    assert CANARY not in "".join(log.text)


def test_who_comes_and_goes_is_told(client, log, finance_chief):
    client.post(SIGN_IN, {"login": finance_chief.email, "password": PASSWORD})
    client.post(reverse("account_logout"))

    told = [(line["event"], line["account"]) for line in log.read() if "account" in line]
    assert told == [("signed in", finance_chief.pk), ("signed out", finance_chief.pk)]


# --- What is never in it ------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["json", "lines"])
def test_a_hostile_browser_begins_no_line_of_its_own(client, listen, activity, outsider, form):
    log = listen(form)
    client.force_login(outsider)
    log.text.clear()

    client.get(f"/activities/{activity.pk}/update/", headers={"user-agent": HOSTILE})

    (text,) = log.text
    assert len(text.splitlines()) == 1
    assert not [sign for sign in text if ord(sign) < 32 or ord(sign) == 127]
    if form == "json":
        assert json.loads(text)["agent"] == HOSTILE


@pytest.mark.parametrize("form", ["json", "lines"])
def test_no_secret_and_nobodys_words_reach_the_log(
    client, listen, cast, things, finance_chief, form
):
    log = listen(form)
    client.raise_request_exception = False
    client.cookies["writer"] = CANARY
    hidden = {"authorization": f"Bearer {CANARY}", "cookie": f"sessionid={CANARY}"}
    typed = {
        "login": f"{CANARY}@example.org",
        "password": CANARY,
        "narrative": f"{CANARY} in words",
    }

    for name in GET:
        path = path_of(name, things)
        client.get(path, {"q": CANARY}, headers=hidden)
        client.post(f"{path}?next={CANARY}", typed)
    client.get(f"/calendar/{CANARY}.ics")
    client.get(f"/mail/stop/{CANARY}/")
    client.get(f"/{CANARY}/")
    client.force_login(finance_chief)
    client.post(f"/activities/{things['activities']}/update/", typed)

    text = "\n".join(log.text)
    assert len(log.text) > 2 * len(GET)
    assert CANARY not in text
    assert things["secrets"] not in text
    assert things["stops"] not in text
    assert "@" not in text.replace("…@…", "")


@pytest.mark.parametrize("fault", ["broken", "caused", "away", "of-ours"])
def test_what_a_fault_says_of_a_persons_words_is_left_out(failing, listen, finance_chief, fault):
    log, lines = listen(), listen("lines")
    failing.force_login(finance_chief)

    failing.post(f"/fail/{fault}/", {"narrative": CANARY})

    first_words = {"of-ours": f"CHECK constraint failed: {CANARY}"}.get(fault, "")
    said = "".join(log.text + lines.text).replace(first_words or "nothing", "")
    assert CANARY not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(f"invalid literal for int() with base 10: '{CANARY}'"), None),
        (KeyError(CANARY), None),
        (DataError(f"invalid input syntax for type date: '{CANARY}'"), None),
        (
            IntegrityError(f'violates check constraint "a"\nDETAIL: Failing row has ({CANARY})'),
            'violates check constraint "a"',
        ),
        (
            AttributeError("'Plan' object has no attribute 'x'"),
            "'Plan' object has no attribute 'x'",
        ),
        (
            FileNotFoundError(2, "No such file or directory", f"/{CANARY}"),
            "No such file or directory",
        ),
    ],
)
def test_only_what_cannot_quote_anybody_is_told_of_a_fault(error, said):
    assert told(error).get("said") == said
    assert CANARY not in json.dumps(told(error))


def test_causes_are_told_and_come_to_an_end():
    error = KeyError(0)
    for number in range(1, 9):
        cause, error = error, KeyError(number)
        error.__cause__ = cause

    fault, depth = told(error), 0
    while fault := fault.get("cause"):
        depth += 1

    assert depth == 3


def test_other_packages_speak_in_the_same_line_without_addresses_and_questions(log):
    logging.getLogger("urllib3").warning(
        "Retrying %s for %s", f"/token?code={CANARY}", "a@b.example"
    )

    (line,) = log.read()
    assert line["event"] == "Retrying /token?… for …@…"
    assert line["logger"] == "urllib3"


# --- Commands and forms -------------------------------------------------------------------------
def test_what_time_asks_for_is_logged_in_lines_of_json(log, office, settings, capsys):
    settings.LOG_FORMAT, settings.SENDS_MAIL = "json", False

    call_command("run_due")

    lines = log.read()
    assert {line["command"] for line in lines} == {"run_due"}
    assert len({line["run"] for line in lines}) == 1
    assert [line["event"] for line in lines][-1].startswith("Record: intact")
    assert capsys.readouterr().out == ""


def test_for_people_it_still_says_so_in_sentences(log, office, settings, capsys):
    settings.LOG_FORMAT = "lines"

    call_command("run_due")

    assert log.read() == []
    assert "Record: intact" in capsys.readouterr().out


@pytest.mark.parametrize(("form", "level"), [("xml", "INFO"), ("json", "LOUD")])
def test_a_form_that_there_is_not_is_refused(form, level):
    with pytest.raises(ValueError, match="Logs are json or lines"):
        configuration(form, level)


def test_an_office_that_wants_errors_alone_gets_no_warning_of_a_package():
    assert configuration("json", "ERROR")["root"]["level"] == "ERROR"
    assert configuration("json", "INFO")["root"]["level"] == "WARNING"
