"""What people read when something fails: what happened to what they typed, and what to do."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import psycopg
import psycopg_pool
import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from opcc.office import faults
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.admin_pages import words
from tests.hardening.failing import CANARY
from tests.hardening.test_headers import lacks

ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
    "broken": (500, "There is a problem with the service"),
    "caused": (500, "There is a problem with the service"),
    "unlike": (500, "There is a problem with the service"),
    "of-ours": (500, "There is a problem with the service"),
    "away": (503, "Service unavailable"),
    "missing": (503, "Service unavailable"),
    "clash": (409, "Somebody was quicker"),
    "often": (429, "Too many tries"),
    "bad": (400, "That request did not make sense"),
    "large": (413, "That is too large"),
    "forbidden": (403, "You cannot do this"),
    "nothing": (404, "Page not found"),
}
"""{what a view does: (the answer's status, its heading)}"""

WORDS = {
    400: ("so nothing was changed, and what you typed is lost", "open the page again"),
    403: ("Nothing was changed", "ask an administrator"),
    404: ("it was not saved", "check that it is right"),
    409: ("Yours was not saved", "load the page again"),
    413: ("It was not read, so nothing was changed, and what you typed is lost", "shorten it"),
    429: ("was not read, and nothing was changed", "Wait 1 minute, then try again"),
    500: ("either all of it was saved or none of it", "Try again in a few minutes"),
    503: ("most likely not saved", "Wait a minute and load this page again"),
}
"""{status: (what its page says of what was typed, what to do)}"""

NARRATIVE = "The steel has come, and the roof is on."


@pytest.fixture
def failing(settings, client, finance_chief):
    """A browser in which somebody is signed in, on a site that fails in every way."""
    settings.ROOT_URLCONF = "tests.hardening.failing"
    client.raise_request_exception = False
    client.force_login(finance_chief)
    return client


@pytest.mark.parametrize("where", ["fail", "fail/open"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.django_db(transaction=True)
def test_a_fault_has_its_own_page_and_every_header(failing, where, fault):
    status, heading = FAULTS[fault]

    response = failing.get(f"/{where}/{fault}/")

    page = words(response)
    assert response.status_code == status
    assert f"{heading} - Delivery plan" in page
    assert lacks(response) == set()
    assert CANARY not in page
    assert "Traceback" not in page


@pytest.mark.parametrize("fault", ["broken", "away", "clash", "often"])
@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_fault_shows_the_number_of_the_request(failing, fault):
    response = failing.get(f"/fail/{fault}/")

    assert f"Number of this request: {response.headers['X-Request-ID']}" in words(response)


@pytest.mark.parametrize(("fault", "seconds"), [("away", "60"), ("often", "150")])
def test_who_is_to_come_back_is_told_when(failing, fault, seconds):
    response = failing.get(f"/fail/{fault}/")

    assert response.headers["Retry-After"] == seconds


def test_a_longer_wait_is_told_in_whole_minutes(failing):
    assert "Wait 3 minutes, then try again" in words(failing.get("/fail/often/"))


@pytest.mark.parametrize("status", WORDS)
def test_each_page_says_what_happened_to_what_was_typed_and_what_to_do(status):
    page = " ".join(re.sub(r"<[^>]+>", " ", render_to_string(f"{status}.html")).split())

    happened, to_do = WORDS[status]
    assert happened in page
    assert to_do in page


# --- Without a database -------------------------------------------------------------------------
@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_the_page_of_a_fault_asks_no_database(status):
    """There is none: this test was given no database, and asking for one would fail it."""
    request = RequestFactory().get("/")
    request.id = "0123456789abcdef"

    page = faults.fault_page(request, status)

    assert page.status_code == status
    assert "0123456789abcdef" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_where_not_even_the_page_can_be_drawn_plain_words_are_left(monkeypatch):
    monkeypatch.setattr(faults, "render_to_string", lambda *given: 1 / 0)
    request = RequestFactory().get("/")
    request.id = "0123456789abcdef"

    page = faults.fault_page(request, 500)

    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert "this number: 0123456789abcdef" in page.content.decode()


ASK = """
import json, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
found = {}
for path in %r:
    response = client.get(path, headers={"host": "127.0.0.1"})
    names = ("X-Request-ID", "Retry-After", "Content-Type")
    head = {name: response.headers.get(name) for name in names}
    found[path] = [response.status_code, head, b"".join(response).decode(errors="replace")]
print(json.dumps(found))
"""


def ask_without_a_database(paths, folder, **variables):
    """{path: [status, headers, content]} of a site whose database nobody answers for; what it
    logged."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "DATABASE_URL": "postgres://nobody:secret-of-the-database@127.0.0.1:1/nothing",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "INFO",
        "STATIC_ROOT": str(folder),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK % paths],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), [json.loads(line) for line in done.stderr.splitlines()]


class Anything(dict):
    """A key for everything: what it names is not there, and nobody comes so far as to ask."""

    def get(self, kind, default=None):
        return UUID(int=1) if str(kind).endswith(("intakes", "imports", "files")) else 1


def test_without_its_database_every_address_says_that_it_cannot_answer(tmp_path):
    # Machines that ask how the site is are answered in one word, whatever stands still.
    pages = [name for name in GET if name not in {"portal:health-live", "portal:health-ready"}]
    paths = {name: path_of(name, Anything()) for name in pages}

    found, lines = ask_without_a_database([*paths.values(), "/admin/", "/nothing/"], tmp_path)

    assert {status for status, _, _ in found.values()} == {503}
    for path, (_, head, content) in found.items():
        assert head["Retry-After"] == "60"
        assert head["X-Request-ID"]
        is_page = head["Content-Type"].startswith("text/html")
        assert is_page is not path.startswith("/api/")
        assert ("Service unavailable" if is_page else "unavailable") in content
        assert "Traceback" not in content
        assert "secret-of-the-database" not in content
    assert {line["event"] for line in lines} == {"failed"}
    assert [line for line in lines if "fault" not in line] == []
    assert {line["fault"]["type"] for line in lines} == {"django.db.utils.OperationalError"}
    ids = {head["X-Request-ID"] for _, head, _ in found.values()}
    assert {line["request"] for line in lines} == ids
    assert "secret-of-the-database" not in json.dumps(lines)


def test_without_its_database_a_style_sheet_is_still_sent(tmp_path):
    found, lines = ask_without_a_database(["/static/build/app.css"], tmp_path)

    assert found["/static/build/app.css"][0] == 200
    assert lines == []


def test_in_earnest_and_without_collected_files_it_still_speaks(tmp_path):
    found, _ = ask_without_a_database(["/"], tmp_path, DEVELOPMENT="off")

    status, head, content = found["/"]
    assert (status, head["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert f"this number: {head['X-Request-ID']}" in content


def test_a_pool_that_gives_no_connection_counts_as_a_database_that_is_away():
    assert issubclass(psycopg_pool.PoolTimeout, psycopg.OperationalError)
    assert faults.is_out_of_reach(OperationalError())


def test_a_shared_cache_that_is_away_counts_as_well():
    from redis.exceptions import ConnectionError as Away

    assert faults.is_out_of_reach(Away())
    assert not faults.is_out_of_reach(ConnectionError())


# --- Programs -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "status", "kind", "wait"),
    [("/api/v1/away", 503, "unavailable", "60"), ("/api/v1/broken", 500, "our-fault", None)],
)
def test_programs_are_told_in_their_own_way(failing, path, status, kind, wait):
    response = failing.get(path)

    told = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, told["status"]) == (status, status)
    assert told["type"].endswith(f"#{kind}")
    assert response.headers.get("Retry-After") == wait


# --- What was typed -----------------------------------------------------------------------------
TYPED = {
    "narrative": NARRATIVE,
    "status": "on_track",
    "password": "not to be shown",
    "csrfmiddlewaretoken": "nor this one",
}


@pytest.mark.parametrize("fault", ["bad", "broken", "away", "clash", "forbidden", "nothing"])
@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_given_back(failing, fault):
    page = words(failing.post(f"/fail/{fault}/", TYPED, headers={"origin": "http://testserver"}))

    assert f"Narrative {NARRATIVE}" in page
    assert "not to be shown" not in page
    assert "nor this one" not in page
    assert "on_track" not in page


def test_what_is_given_back_is_not_called_lost(failing):
    page = words(failing.post("/fail/bad/", TYPED, headers={"origin": "http://testserver"}))

    assert "What you typed is below" in page
    assert "lost" not in page


def test_of_what_was_too_large_nothing_is_promised(failing, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    failing.handler.enforce_csrf_checks = True

    response = failing.post("/fail/form/", TYPED, headers={"origin": "http://testserver"})

    page = words(response)
    assert response.status_code == 413
    assert "what you typed is lost" in page
    assert "Go back" not in page


def test_markup_that_was_typed_is_given_back_as_words(failing):
    typed = {"narrative": "<script>alert(1)</script> was typed"}

    page = failing.post("/fail/broken/", typed, headers={"origin": "http://testserver"})

    assert "&lt;script&gt;alert(1)&lt;/script&gt; was typed" in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}])
def test_another_sites_words_are_not_shown_under_our_name(failing, headers):
    page = words(failing.post("/fail/broken/", TYPED, headers=headers))

    assert NARRATIVE not in page


def test_a_request_that_cannot_be_read_still_gets_its_page(settings, office):
    settings.ROOT_URLCONF = "tests.hardening.failing"
    client = Client(raise_request_exception=False)

    response = client.generic(
        "POST",
        "/fail/open/broken/",
        b"no part of anything",
        content_type="multipart/form-data; boundary=",
        headers={"origin": "http://testserver"},
    )

    assert response.status_code in (400, 500)
    assert lacks(response) == set()
