"""The cast, the clock and the database that every test shares."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

# Settings refuse to load without these; a real environment's values win.
os.environ.setdefault("DEVELOPMENT", "true")
os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "0123456789" * 4)
os.environ.setdefault("SECOND_FACTOR_REQUIRED", "off")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opcc.settings")
os.environ.setdefault("CACHE_URL", "locmemcache://")

import django

django.setup()

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase

from governance.models import RiskBand
from opcc.office.models import GROUPS
from opcc.portal import readiness
from plans import kept_positions
from plans.record import verifying
from tests import factories

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2020, 12, 14, 17, 0, tzinfo=LONDON)
"""The moment at which the tests' office lives."""


def flush_with_the_triggers_away(flush):
    """Tests that commit must empty the record afterwards, which the database refuses."""

    def teardown(self):
        bands = list(RiskBand.objects.values("name", "lowest", "tone"))
        for guard in verifying.guards:
            guard.drop(connection)
        try:
            flush(self)
        finally:
            for guard in verifying.guards:
                guard.create(connection)
        for name in GROUPS:
            Group.objects.get_or_create(name=name)
        for band in bands:
            RiskBand.objects.get_or_create(lowest=band["lowest"], defaults=band)

    return teardown


TransactionTestCase._fixture_teardown = flush_with_the_triggers_away(
    TransactionTestCase._fixture_teardown
)


def as_by_signing_in(force_login):
    """Who is signed in by a test has, as by the page, proved who they are at that moment."""

    def force_login_and_note_it(self, user, backend=None):
        force_login(self, user, backend)
        session = self.session
        proof = {"method": "password", "at": time.time()}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()

    return force_login_and_note_it


Client.force_login = as_by_signing_in(Client.force_login)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite in a file, as it is in use: writers do not queue for a database in memory."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def nothing_cached():
    """A test starts with nothing remembered from the one before."""
    cache.clear()
    kept_positions.shelf.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def papers_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(autouse=True)
def papers_kept_apart(settings, papers_folder):
    """Files of packs that tests make are not those of this machine."""
    settings.PAPERS_ROOT = papers_folder


@pytest.fixture(autouse=True)
def backups_kept_apart(settings, tmp_path):
    """Nor are backups; and what a test finds out of the site's health is forgotten."""
    settings.BACKUP_ROOT = tmp_path / "backups"
    readiness.watch.forget()


@pytest.fixture(scope="session", autouse=True)
def evidence_kept_apart(tmp_path_factory):
    """Files that tests bring are not those of this machine."""
    kept = django_settings.STORAGES["evidence"]["OPTIONS"]
    kept["location"] = str(tmp_path_factory.mktemp("evidence"))


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def office(db):
    """An office whose clock stands at NOW."""
    office = factories.OfficeFactory(is_demonstration=True)
    office.set_clock(NOW)
    office.save()
    return office


@pytest.fixture
def plan(office):
    return factories.DeliveryPlanFactory()


@pytest.fixture
def chief_executive(office):
    """Holds the post that answers for the whole plan."""
    return factories.holder_of("Chief Executive", is_accountable=True, is_elt=True)


@pytest.fixture
def finance_chief(office):
    """Holds the post that leads the tests' activities."""
    return factories.holder_of("Chief Financial Officer", is_elt=True)


@pytest.fixture
def finance_officer(finance_chief):
    """Writes for the Chief Financial Officer."""
    return factories.supporter_of("Chief Financial Officer")


@pytest.fixture
def outsider(office):
    """Works for the office, in a post that owns nothing here."""
    return factories.holder_of("Head of Communications", is_elt=True)


@pytest.fixture
def panel_member(office):
    return factories.user_in("Panel", name="Panel member")


@pytest.fixture
def administrator(office):
    return factories.user_in("Administrators", name="Administrator")


@pytest.fixture
def activity(plan, finance_chief):
    """Promised on 1 April 2020 for 31 March 2021, led by the Chief Financial Officer."""
    return factories.promised_activity(plan, lead=factories.post("Chief Financial Officer"))
