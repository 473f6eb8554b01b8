"""The bench measures a record like any other: filled in bulk, it has to verify all the same."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from bench import filling, leaving
from bench.load import Posts
from bench.table import COLUMNS, PAGES, heading, line, measured, reached
from opcc.office.models import Office
from plans.models import DeliveryPlan
from plans.record.verifying import verify


@pytest.fixture
def filled(db):
    """The addresses of a plan of twelve activities."""
    user, leads = filling.people()
    return filling.fill_plan(12, user, leads, filling.make_panel(leads[0]))


def test_a_plan_filled_in_bulk_verifies(filled):
    plan = DeliveryPlan.objects.get()

    assert plan.record_length == 12 * (1 + 26)
    assert verify(plan) == []


def test_the_filled_activities_end_in_mixed_statuses(filled):
    statuses = DeliveryPlan.objects.get().activities.values_list("status", flat=True)

    assert Counter(statuses) == {"on_track": 8, "at_risk": 2, "off_track": 1, "complete": 1}


def test_every_page_of_the_table_has_an_address(filled):
    assert {page.address for page in PAGES} == set(filled)


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "json"])
def test_the_newest_pack_of_a_plan_is_measured_in_each_format(filled, name):
    assert leaving.paper("12", name)["seconds"] > 0


def test_digests_are_made_for_everybody_and_sent(filled, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    office = Office(is_demonstration=True)
    office.set_clock(filling.CLOCK)
    office.save()

    found = leaving.digests()

    assert found["digests"] == found["sent"] >= leaving.PEOPLE


def test_each_connection_posts_to_activities_of_its_own_with_the_version_they_are_on():
    posts = [[f"/activities/{n}/update/", 27] for n in range(4)]
    job = {"connections": 2, "posts": posts, "csrf": "c", "cookies": {}, "port": 8000}
    requests = Posts(json.loads(json.dumps(job)))

    sent = []
    for place in (0, 1, 0, 0):
        text = requests.next(place).decode()
        sent.append((re.search(r"activities/(\d)", text)[1], re.search(r"base=(\d+)", text)[1]))
        requests.answered(place, True)

    assert sent == [("0", "27"), ("1", "27"), ("2", "27"), ("0", "28")]


def test_a_figure_says_which_target_it_reaches():
    found = [reached(share, 0.6, 0.85) for share in (0.59, 0.6, 0.9)]

    assert found == ["NOT YET", "must", "very good"]
    assert measured("Memory, MB", "150", 150, (180, 140)).endswith("very good 140): must")


def test_an_update_counts_as_saved_only_where_it_leads_on_to_its_activity():
    posts = [["/activities/4/update/", 27]]
    requests = Posts({"connections": 1, "posts": posts, "csrf": "c", "cookies": {}, "port": 8000})
    requests.next(0)

    to_its_activity = b"HTTP/1.1 302 Found\r\nLocation: /activities/4/\r\n\r\n"
    to_second_step = b"HTTP/1.1 302 Found\r\nLocation: /account/second-step/\r\n\r\n"

    assert requests.is_right(0, to_its_activity)
    assert not requests.is_right(0, to_second_step)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it measures on PostgreSQL")
def test_a_short_run_measures_everything_and_is_answered_as_it_asked():
    """It asks the real server as a real office, and ends with 1 where an answer was another."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--short"],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        timeout=900,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert [page.title for page in PAGES if page.title not in done.stdout] == []
    assert "Digests of 200 people" in done.stdout


def test_a_row_says_how_many_answers_were_wrong():
    floor = {"rate": 800, "cpu": 1.2, "database": 0.3}
    times = {"p50": 80, "p95": 96, "p99": 120}
    spent = {"cpu": 6, "database": 1.5}
    result = {"rate": 200, "bytes": 5_600, "failures": 3} | times | spent

    row = line("Plan dashboard", "48", 8, result, floor, PAGES[0], is_smallest=True)

    assert row.endswith("3 answers were not as expected")
    assert "0.25" in row
    assert "5.0" in row
    assert "NOT YET" in row
    assert len(heading()) == sum(int(width[1:]) for _, width in COLUMNS)
