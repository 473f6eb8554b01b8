"""A small office in use, on a database of its own that is not a test's to roll back."""

import contextlib
import io
import os

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from opcc.office.storages import kept_apart
from opcc.portal.backups.writing import back_up
from plans import record
from tests import factories
from tests.archive.databases import Databases, settings_of, standing_on
from tests.conftest import NOW


@pytest.fixture(scope="module", autouse=True)
def evidence_of_its_own(tmp_path_factory):
    """What other tests brought is in no backup of these."""
    folder = kept_apart(tmp_path_factory.mktemp("evidence"), {"bucket_name": ""})
    with override_settings(STORAGES={**settings.STORAGES, "evidence": folder}):
        yield


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        databases = Databases(tmp_path_factory.mktemp("databases"))
        yield databases
        databases.remove()


@pytest.fixture(scope="module")
def in_use(databases):
    """The settings of a database with an office, two people, a plan and three lines of record."""
    database = databases.empty()
    with standing_on(database):
        fill()
    return database


def fill():
    office = factories.OfficeFactory(is_demonstration=True)
    office.set_clock(NOW)
    office.save()
    factories.user_in("Administrators", name="Administrator")
    factories.holder_of("Chief Financial Officer", is_elt=True)
    plan, lead = factories.DeliveryPlanFactory(), factories.post("Chief Financial Officer")
    for number in range(3):
        activity = factories.promised_activity(plan, lead=lead, number=number + 1)
    record.reword(
        activity,
        title="Open a second refuge",
        detail="",
        reason="Clearer.",
        by=factories.voice(),
        at=NOW,
    )


@pytest.fixture(scope="module")
def made(in_use, tmp_path_factory):
    """The folder of a backup of that office."""
    root = tmp_path_factory.mktemp("made")
    with standing_on(in_use):
        return back_up(root, at=NOW, keep=14, tell=lambda line: None)[0]


@pytest.fixture
def site(in_use, django_db_blocker):
    """Let this test stand on that office's database."""
    with django_db_blocker.unblock(), standing_on(in_use):
        yield in_use


@pytest.fixture
def blank(databases, django_db_blocker, tmp_path):
    """A maker of databases with nothing in them: the settings of each."""

    def make(name):
        if databases.kind == "sqlite":
            return settings_of(tmp_path / f"{name}.sqlite3")
        name = f"{name}_{os.getpid()}_{len(databases.made)}"
        databases.run(f'CREATE DATABASE "{name}"')
        databases.made.append({**connection.settings_dict, "NAME": name})
        return databases.made[-1]

    with django_db_blocker.unblock():
        yield make


def run(command, *arguments):
    """Run a command; return whether it ended well, and what it printed."""
    printed = io.StringIO()
    ended = True
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(SystemExit))
        ended = False
        call_command(command, *arguments, stdout=printed)
        ended = True
    return ended, printed.getvalue()
