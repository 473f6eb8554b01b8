"""The load test holds a small meeting, and finds out when something was lost in one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections

from bench.meeting.table import lines, losses

ROOT = Path(__file__).resolve().parent.parent
BEFORE = {"lines": 100, "drafts": 7, "scores": 12}
AFTER = {"lines": 103, "drafts": 10, "scores": 13, "lost": [], "is_intact": True}
SAVED = {"update": 2, "approval": 1, "submission": 1, "draft": 1, "score": 1}


def test_what_was_answered_as_saved_is_there():
    assert list(losses(BEFORE, AFTER, SAVED)) == []


def test_a_line_that_is_missing_is_found():
    assert list(losses(BEFORE, AFTER | {"lines": 102}, SAVED)) == [
        "3 lines of the record were answered as saved, and 2 are there."
    ]


def test_a_draft_that_was_undone_by_another_is_found():
    assert list(losses(BEFORE, AFTER | {"drafts": 9}, SAVED)) == [
        "3 savings of drafts were answered as saved, and 2 are there."
    ]


def test_a_record_that_does_not_verify_is_found():
    after = AFTER | {"is_intact": False}

    assert list(losses(BEFORE, after, SAVED)) == ["The record does not verify."]


def test_the_table_counts_errors_and_percentiles_of_each_page():
    pages = {"Pack": {"times": list(range(1, 101)), "errors": 2}}

    _, pack, everything, *_ = lines({"pages": pages, "saved": SAVED, "clashes": 0})

    assert pack.split() == ["Pack", "100", "2", "51", "96", "100"]
    assert everything.split() == ["All", "100", "2", "51", "96", "100"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a meeting is held on PostgreSQL")
def test_a_small_meeting_goes_without_an_error_and_loses_nothing():
    command = "bench.meeting --seconds 5 --staff 3 --members 10"
    # A database is copied while nobody is in it.
    connections.close_all()
    begin_from = [
        "--server",
        os.environ["DATABASE_URL"],
        "--like",
        connection.settings_dict["NAME"],
    ]

    held = subprocess.run(
        [sys.executable, "-m", *command.split(), *begin_from],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert held.returncode == 0, held.stdout + held.stderr
    assert "as they were written" in held.stdout
