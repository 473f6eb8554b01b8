"""Caddy with our Caddyfile before the site, both running: what passes and what does not."""

import contextlib
import http.client
import json
import shutil
import ssl
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.archive.databases import Databases, environment_on
from tests.deploying.reading import ROOT
from tests.servers import child, free_port, running_site, wait_until

CADDY = shutil.which("caddy")
CADDYFILE = ROOT / "deploy" / "Caddyfile"
ASKED = "/api/v1/statuses"
SECRET = "a-secret-that-no-log-may-hold"

pytestmark = [
    pytest.mark.skipif(not CADDY, reason="no Caddy: install caddy"),
    pytest.mark.django_db,  # The site's database is a copy of the tests' own.
]


def settings_of_caddy(folder, **more):
    """Everything that the Caddyfile asks of the environment, on ports that anybody may use."""
    return {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "SITE_ADDRESS": "localhost",
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(free_port()),
        "ALIVE_PORT": str(free_port()),
        **more,
    }


class Proxy:
    """Caddy as it answers on this machine. Its certificate is its own, and nobody asks for more."""

    def __init__(self, settings, log):
        self.settings, self.log = settings, log

    def ask(self, path, method="GET", body=None, **headers):
        port = int(self.settings["HTTPS_PORT"])
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def ask_without_tls(self, path, port="HTTP_PORT"):
        connection = http.client.HTTPConnection("127.0.0.1", int(self.settings[port]), timeout=10)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            return answer.status, answer.headers
        finally:
            connection.close()

    def logged(self):
        """Every line of its log, read as JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture(scope="module")
def behind(django_db_setup, django_db_blocker, tmp_path_factory):
    """(environment, folder) of a site behind Caddy, on a database of its own."""
    folder = tmp_path_factory.mktemp("caddy")
    with django_db_blocker.unblock():
        databases = Databases(folder)
        environment = environment_on(databases.empty()) | {
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "HTTPS": "on",
            "BEHIND_PROXY": "on",
            "CACHE_URL": "database",
            "API_RATE": "40/day",
        }
        yield environment, folder
        databases.remove()


@pytest.fixture(scope="module")
def site(behind):
    environment, folder = behind
    with running_site(environment, folder / "site.log") as found:
        yield found


@pytest.fixture(scope="module")
def proxy(behind, site):
    _, folder = behind
    with running_caddy(folder, SITE_UPSTREAM=f"127.0.0.1:{site.port}") as found:
        yield found


@contextlib.contextmanager
def running_caddy(folder, **more):
    """Yield a Proxy. more: what the Caddyfile is told besides."""
    settings, log = settings_of_caddy(folder, **more), folder / "caddy.log"
    command = [CADDY, "run", "--config", CADDYFILE, "--adapter", "caddyfile"]
    with child(command, log, env=settings, cwd=folder) as process:
        found = Proxy(settings, log)
        wait_until(lambda: found.ask_without_tls("/", "ALIVE_PORT"), process, log)
        yield found


def test_the_file_is_valid_and_in_its_one_format(tmp_path):
    for command in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        done = subprocess.run(
            [CADDY, *command, CADDYFILE],
            env=settings_of_caddy(tmp_path, SITE_ADDRESS="plan.example.org"),
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stderr
    assert done.stdout == CADDYFILE.read_text()


def test_people_reach_the_site_over_https(proxy):
    status, headers, body = proxy.ask("/data/")

    assert status == 200
    assert "Strict-Transport-Security" in headers
    assert b"</h1>" in body


def test_the_links_of_an_answer_are_of_the_address_that_was_asked(proxy):
    body = json.loads(proxy.ask("/api/v1/")[2])

    assert "https://localhost" in json.dumps(body)
    assert "http://" not in json.dumps(body).replace("http://www.", "")


def test_http_3_is_offered(proxy):
    port = proxy.settings["HTTPS_PORT"]

    assert f'h3=":{port}"' in proxy.ask("/data/")[1]["Alt-Svc"]


def test_who_comes_without_tls_is_sent_to_https(proxy):
    status, headers = proxy.ask_without_tls("/data/")

    assert (status, headers["Location"]) == (308, "https://localhost/data/")


def test_its_own_health_check_asks_nothing_of_the_site(proxy):
    assert proxy.ask_without_tls("/", "ALIVE_PORT")[0] == 200


def test_a_forged_address_is_counted_as_the_one_that_sent_it(proxy):
    found = [
        proxy.ask(ASKED, X_Forwarded_For=f"192.0.2.{n}", X_Real_IP=f"192.0.2.{n}")[0]
        for n in range(60)
    ]

    assert found.count(429) >= 20
    assert found[-1] == 429


@contextlib.contextmanager
def counting_bodies():
    """Yield (a port, [bytes of each body that came]): it answers once it has read what it was sent,
    as the site does not always."""
    came = []

    class Counting(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(len(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, came
    finally:
        server.shutdown()
        server.server_close()


def test_a_body_that_is_too_large_is_not_passed_on(tmp_path):
    with (
        counting_bodies() as (port, came),
        running_caddy(
            tmp_path, REQUEST_BODY_MOST="1MB", SITE_UPSTREAM=f"127.0.0.1:{port}"
        ) as small,
    ):
        small_enough, *_ = small.ask("/sign-in/", "POST", b"x" * 900_000)
        try:
            too_large, *_ = small.ask("/sign-in/", "POST", b"x" * 2_000_000)
        except OSError:  # It hung up on who was still sending, before its answer could be read.
            too_large = 413

    assert small_enough == 204
    assert too_large in (413, 502)  # The second is an older Caddy's word for it.
    assert [length for length in came if length > 1_000_000] == []


def test_secrets_in_addresses_are_in_no_log(proxy):
    for path in (f"/calendar/{SECRET}.ics", f"/mail/stop/{SECRET}/?x=1"):
        proxy.ask(path, Referer=f"https://localhost{path}", Cookie=f"sessionid={SECRET}")

    asked = [line["request"]["uri"] for line in proxy.logged() if "request" in line]
    assert "/calendar/…" in asked
    assert SECRET not in proxy.log.read_text()


def test_a_site_that_is_away_says_so_and_no_secret(tmp_path):
    with running_caddy(tmp_path, SITE_UPSTREAM=f"127.0.0.1:{free_port()}") as alone:
        status, *_ = alone.ask(f"/calendar/{SECRET}.ics")

        assert status == 502
        assert "connection refused" in alone.log.read_text()
        assert SECRET not in alone.log.read_text()


def test_a_site_that_restarts_costs_a_wait_and_no_request(behind, tmp_path):
    environment, _ = behind
    port = free_port()
    with running_caddy(tmp_path, SITE_UPSTREAM=f"127.0.0.1:{port}") as proxy:
        with running_site(environment, tmp_path / "site.log", port=port):
            assert proxy.ask("/data/")[0] == 200
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(proxy.ask, "/data/")
            with running_site(environment, tmp_path / "site.log", port=port):
                assert asked.result()[0] == 200
