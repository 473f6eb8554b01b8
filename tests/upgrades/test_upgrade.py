"""A year of rows from the release that landed goes to the newest schema, back, and there again;
and the program that landed goes on working while the new schema is already there."""

import pytest
from django.core.management import call_command
from django.test import Client

from opcc.office.models import User
from plans.models import DeliveryPlan, Entry
from tests.archive.databases import standing_on
from tests.upgrades.landed import (
    counts,
    facts,
    fill_as_the_old_release,
    go_back_to_what_landed,
    go_to_what_landed,
    landed_keys,
    migrate,
    new_migrations,
    rows_as_the_old_release_reads_them,
)

pytestmark = pytest.mark.django_db

PAGES = (
    *("/", "/elt/", "/plans/", "/packs/", "/measures/", "/meetings/", "/questions/", "/risks/"),
    *("/actions/", "/decisions/", "/contracts/", "/grants/", "/services/", "/search/?q=refuge"),
)
"""What the Chief Executive opens after an upgrade: a page of each register that has rows."""

SYSTEM_TABLES = {"auth.permission", "contenttypes.contenttype"}
"""What `migrate` itself adds to as models are added."""


def verify():
    call_command("verify_record", verbosity=0)


def pages_that_do_not_open():
    browser = Client()
    browser.force_login(User.objects.get(email="chief.executive@demonstration.example"))
    answers = {path: browser.get(path).status_code for path in PAGES}
    return {path: status for path, status in answers.items() if status != 200}


def kept(found):
    return {label: rows for label, rows in found.items() if label not in SYSTEM_TABLES}


def test_the_landed_release_is_pinned_by_a_migration_of_every_app():
    assert len(landed_keys()) > 30
    assert set(facts()["migrations"]) >= {"commissioning", "governance", "office", "plans"}


def test_a_year_of_rows_goes_to_the_newest_schema_back_and_there_again(blank, tmp_path, capsys):
    with standing_on(blank("upgrade")):
        go_to_what_landed()
        fill_as_the_old_release(tmp_path)
        before, written = kept(counts()), kept(rows_as_the_old_release_reads_them())
        migrate()
        verify()
        after, broken = kept(counts()), pages_that_do_not_open()
        length = DeliveryPlan.objects.get().record_length
        go_back_to_what_landed()
        back = kept(rows_as_the_old_release_reads_them())
        migrate()
        verify()
        lines, broken_again = Entry.objects.count(), pages_that_do_not_open()

    assert (length, lines) == (1263, 1263)
    assert after == before
    assert (broken, broken_again) == ({}, {})
    assert without_sign_ins(back) == without_sign_ins(written)
    assert "all 1263 lines stand as they were written" in capsys.readouterr().out


def without_sign_ins(found):
    """Whoever opened the pages signed in, which is kept too."""
    people = [{**row, "last_login": None} for row in found["office.user"]]
    return {**found, "office.user": people, "sessions.session": []}


def test_the_program_that_landed_reads_and_writes_the_new_schema(databases, tmp_path):
    """During a rolling upgrade it still runs: every INSERT and SELECT it makes names its own
    columns, so that those of the new release need to be empty or have a default in the database."""
    with standing_on(databases.empty()):
        fill_as_the_old_release(tmp_path)
        found = rows_as_the_old_release_reads_them()
        verify()

    assert len(found["plans.entry"]) == 1263
    assert len(found["governance.pack"]) == 4


def test_there_is_something_new_to_try_or_the_pin_is_of_this_release():
    """Where nothing is new the tests above say nothing of migrations: landing.py was just run."""
    names = {f"{migration.app_label}.{migration.name}" for migration in new_migrations()}

    assert set(facts()["contractions"]) <= names
