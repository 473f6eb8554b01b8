"""Reports of faults that leave the machine: without anybody's words, and never in a page's way."""

import json
import os
import subprocess
import sys
import time

import pytest

from opcc.office import error_reports
from tests.hardening.failing import CANARY as WORDS_OF_FAULTS
from tests.hardening.servers import served
from tests.hardening.test_metrics import read
from tests.legs import ROOT, TEST_ENVIRONMENT

CANARIES = ["canary-", WORDS_OF_FAULTS, "example.org", "secret", "127.0.0.1"]
ABOUT_THE_SENDER = ("sent_at", "dsn", "trace")


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """What would have been sent, line for line."""
    folder = tmp_path_factory.mktemp("reporting")
    done = subprocess.run(
        [sys.executable, "-m", "tests.hardening.reporting"],
        cwd=ROOT,
        env={
            **os.environ,
            **TEST_ENVIRONMENT,
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": f"sqlite:///{folder}/reporting.sqlite3",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def reports(sent):
    return [line for line in sent if "exception" in line]


def types(report):
    return [value["type"] for value in report["exception"]["values"]]


def test_each_fault_is_reported_once_with_its_causes(reports):
    assert [types(report) for report in reports] == [
        ["RuntimeError"],
        ["ValueError", "LookupError"],
        ["OperationalError"],
        ["IntegrityError"],
        ["IntegrityError", "IntegrityError"],
        [],
        [],
    ]


def test_a_report_says_where_and_which_request_and_who_by_number(reports):
    report = reports[0]

    last = report["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert (last["module"], last["function"]) == ("tests.hardening.failing", "broken")
    assert report["transaction"] == "fail-open-broken"
    assert report["tags"]["method"] == "POST"
    assert len(report["tags"]["request"]) == 16
    assert set(report["user"]) == {"id"}
    assert report["release"] == "a-release"


def test_nothing_that_a_person_typed_and_no_secret_leaves(sent):
    told = [
        {name: value for name, value in line.items() if name not in ABOUT_THE_SENDER}
        for line in sent
    ]

    text = without_code(json.dumps(told))
    assert len(told) > 7
    assert [canary for canary in CANARIES if canary in text] == []


def without_code(text):
    """The reports without the lines of code that they quote, which name canaries as ours never
    would; each such line is this test's own."""
    parts = text.split('"context_line": ')
    return parts[0] + "".join(part.partition('", "')[2] for part in parts[1:])


def test_no_value_of_a_variable_no_crumb_and_no_head_leaves(reports):
    for report in reports:
        assert set(report) <= {
            *("event_id", "timestamp", "level", "platform", "release", "environment"),
            *("server_name", "sdk", "exception", "logentry", "transaction", "tags", "user"),
        }
        for value in report["exception"]["values"]:
            assert value["value"] == error_reports.LEFT_OUT
            for frame in value["stacktrace"]["frames"]:
                assert "vars" not in frame


def test_of_what_is_logged_our_own_words_go_out_and_what_is_put_into_them_does_not(reports):
    logged = [report.get("logentry") for report in reports[-2:]]

    assert logged == [{"message": "A step failed: %s"}, None]


def test_a_server_that_swallows_reports_slows_no_page(tmp_path):
    """10.255.255.1 answers nobody; the package's own thread waits for it, and no page does."""
    dsn = {"SENTRY_DSN": "http://key@10.255.255.1:9/1"}
    broken = {"DJANGO_SETTINGS_MODULE": "tests.hardening.failing_settings"}
    with served(tmp_path, **dsn, **broken) as (url, _):
        began = time.monotonic()
        answers = [read(url, "/fail/open/broken/")[0] for _ in range(10)]
        took = time.monotonic() - began

    assert answers == [500] * 10
    assert took < 10
