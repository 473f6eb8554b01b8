"""What was brought and is named by nothing goes after a day, and nothing else does."""

import os
import time

import pytest
from django.urls import reverse

from opcc.portal import due
from plans.evidence import keeping
from plans.models import Draft, EvidenceFile
from tests.conftest import NOW
from tests.evidence.files import kept
from tests.factories import said

TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture
def file(activity, finance_officer, folder):
    return kept(activity, finance_officer)


def make_old(folder):
    for path in folder.iterdir():
        os.utime(path, (time.time() - TWO_DAYS,) * 2)


def draft_with(file, **more):
    return Draft.objects.create(
        activity=file.activity,
        kind="update",
        author=file.added_by,
        proposal={"files": [str(file.pk)]},
        activity_version=1,
        saved_at=NOW,
        **more,
    )


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_nothing_names_goes_after_a_day_and_not_before(file, folder):
    new = keeping.clear_out()
    make_old(folder)

    old = keeping.clear_out()

    assert (new, old) == (0, 1)
    assert not EvidenceFile.objects.exists()
    assert left(folder) == []


def test_what_a_line_names_stays(activity, file, folder):
    said(activity, on=NOW.date(), files=[str(file.pk)])
    make_old(folder)

    assert keeping.clear_out() == 0
    assert left(folder) == [file.pk.hex]


def test_what_an_open_draft_names_stays_and_goes_when_it_is_discarded(
    client, finance_chief, file, folder
):
    draft = draft_with(file)
    make_old(folder)
    kept_for_it = keeping.clear_out()
    client.force_login(finance_chief)
    client.post(reverse("plans:draft-discard", args=[draft.pk]), {"version": "1"})

    gone = keeping.clear_out()

    assert (kept_for_it, gone) == (0, 1)
    assert left(folder) == []


def test_what_a_draft_named_that_went_in_without_it_goes(file, folder):
    draft_with(file, state="done")
    make_old(folder)

    assert keeping.clear_out() == 1


def test_what_was_interrupted_leaves_bytes_without_a_row_which_go(file, folder):
    (folder / ("ab" * 16)).write_bytes(b"%PDF")
    (folder / "readme.txt").write_bytes(b"An administrator's own.")
    make_old(folder)
    draft_with(file)

    assert keeping.clear_out() == 1
    assert left(folder) == sorted([file.pk.hex, "readme.txt"])


def test_a_row_whose_bytes_are_gone_goes(file, folder):
    (folder / file.pk.hex).unlink()

    assert keeping.clear_out() == 1
    assert not EvidenceFile.objects.exists()


def test_nothing_was_ever_brought(db, folder):
    assert keeping.clear_out() == 0


def test_a_file_that_was_named_meanwhile_stays(activity, file, folder, monkeypatch):
    """Between the look at what nothing names and the look at one of them, a line names it."""
    make_old(folder)
    let_go = keeping.let_go

    def name_it_first(key):
        said(activity, on=NOW.date(), files=[str(key)])
        return let_go(key)

    monkeypatch.setattr(keeping, "let_go", name_it_first)

    assert keeping.clear_out() == 0
    assert left(folder) == [file.pk.hex]


def test_run_due_clears_out_and_says_so(office, file, folder):
    make_old(folder)
    told = []

    due.run(clock=office.now, tell=told.append)

    assert "Evidence: 1 file was removed that no line and no draft names." in told
    assert left(folder) == []


def test_many_files_cost_a_constant_number_of_looks(
    activity, finance_officer, folder, django_assert_max_num_queries
):
    named = [str(kept(activity, finance_officer, f"{n}.pdf").pk) for n in range(5)]
    said(activity, on=NOW.date(), files=named)
    make_old(folder)

    with django_assert_max_num_queries(3):
        keeping.clear_out()
