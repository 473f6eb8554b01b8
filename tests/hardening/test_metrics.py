"""Figures for Prometheus: off by default, for whoever brings the token, without people in them."""

import datetime as dt
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from opcc.office.models import BackupMade, DueRun, OutgoingMail
from tests.access.addresses import GET, walk
from tests.access.conftest import path_of
from tests.conftest import NOW
from tests.hardening.servers import served
from tests.legs import ROOT, TEST_ENVIRONMENT
from tests.mail.conftest import put

TOKEN = "a-long-random-text-for-tests"
COUNTED = "django_http_responses_total_by_status_view_method_total"


@pytest.fixture
def on(settings):
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *settings.MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]


def ask(client, token=TOKEN):
    return client.get("/metrics", headers={"authorization": f"Bearer {token}"})


def figures(text):
    """[(name, labels, value)] as Prometheus reads them."""
    families = text_string_to_metric_families(text)
    return [(s.name, s.labels, s.value) for family in families for s in family.samples]


def figure(text, name):
    return next((value for found, _, value in figures(text) if found == name), None)


def test_it_is_off_unless_it_is_asked_for(client, office):
    assert ask(client, token="").status_code == 404
    assert ask(client).status_code == 404


def test_off_means_that_nothing_of_it_is_there():
    asks = (
        "import sys, django; django.setup(); from django.conf import settings;"
        "from django.test import Client;"
        "Client(raise_request_exception=False).get('/robots.txt');"
        "print([m for m in settings.MIDDLEWARE if 'rometheus' in m],"
        "[m for m in sys.modules if m.startswith(('django_prometheus', 'prometheus_client',"
        "'sentry_sdk'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=ROOT,
        env={**TEST_ENVIRONMENT, "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.stdout.strip() == "[] []", done.stderr


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN]
)
def test_nobody_else_finds_anything(client, office, on, header):
    response = client.get("/metrics", headers={"authorization": header} if header else {})

    assert response.status_code == 404
    assert "django_http" not in response.content.decode()


def test_not_even_an_administrator_reads_it_by_a_session(client, on, administrator):
    client.force_login(administrator)

    assert client.get("/metrics").status_code == 404


def test_it_tells_how_the_running_stands(client, office, on, panel_member):
    put(panel_member, "a cause", at=NOW - dt.timedelta(hours=2))
    run = DueRun.objects.begin(NOW - dt.timedelta(minutes=11))
    run.finish(NOW - dt.timedelta(minutes=10))
    at = NOW - dt.timedelta(hours=3)
    BackupMade.objects.create(made_at=at, name="2020-12-14T140000Z", bytes=2_000_000, seconds=3)

    response = ask(client)

    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert figure(text, "delivery_plan_mail_waiting") == 1
    assert figure(text, "delivery_plan_mail_given_up") == 0
    assert figure(text, "delivery_plan_mail_oldest_seconds") == pytest.approx(7200, abs=60)
    assert figure(text, "delivery_plan_due_run_age_seconds") == pytest.approx(600, abs=60)
    assert figure(text, "delivery_plan_backup_age_seconds") == pytest.approx(10_800, abs=60)


def test_where_nothing_waits_and_nothing_ran_it_claims_no_age(client, office, on):
    assert not OutgoingMail.objects.exists()

    text = ask(client).content.decode()

    assert figure(text, "delivery_plan_mail_waiting") == 0
    assert "oldest" not in text
    assert "due_run_age" not in text
    assert "backup_age" not in text


def test_labels_name_routes_and_nobody(client, cast, things, on):
    client.force_login(cast["owner"])
    for name in GET:
        client.get(path_of(name, things), {"q": "canary@example.org"}).getvalue()
    client.get("/nothing/here/canary/")
    client.generic("BREW", "/")

    found = figures(ask(client).content.decode())

    views = {labels["view"] for _, labels, _ in found if "view" in labels}
    methods = {labels["method"] for _, labels, _ in found if "method" in labels}
    assert views <= {name for name, _ in walk()} | {"<unnamed view>"}
    assert methods <= {"GET", "HEAD", "POST", "OPTIONS"}
    assert "canary" not in repr(found)
    assert things["secrets"] not in repr(found)
    assert {n for _, labels, _ in found for n in labels} <= {
        *("view", "method", "status", "transport", "le", "type", "templatename", "charset"),
        *("implementation", "major", "minor", "patchlevel", "version", "generation"),
    }


# --- A server of two processes ------------------------------------------------------------------
def read(url, path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}{path}", headers=headers)) as it:
            return it.status, dict(it.headers), it.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers), refused.read().decode()


@pytest.mark.parametrize("preload", ["off", "on"])
def test_any_process_tells_what_all_of_them_counted(tmp_path, preload):
    folder = tmp_path / "counts"
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"of a process that is long gone")
    environment = {"METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    environment["PRELOAD"] = preload

    with served(tmp_path, workers=2, **environment) as (url, _):
        for _ in range(40):
            assert read(url, "/robots.txt")[0] == 200
        told = {read(url, "/metrics", TOKEN)[2] for _ in range(6)}

    counts = [
        value
        for text in told
        for name, labels, value in figures(text)
        if name == COUNTED and labels["view"] == "office:robots-txt"
    ]
    assert counts == [40] * len(told)
    processes = {re.search(r"_(\d+)\.db", file.name)[1] for file in folder.glob("*.db")}
    assert len(processes) == 2


@pytest.mark.parametrize("preload", ["off", "on"])
def test_the_server_makes_the_folder_that_its_processes_count_in(tmp_path, preload):
    folder = tmp_path / "in memory" / "counts"
    environment = {"METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(folder)}

    with served(tmp_path, PRELOAD=preload, **environment) as (url, _):
        status, _, told = read(url, "/metrics", TOKEN)

    assert status == 200
    assert COUNTED in told
