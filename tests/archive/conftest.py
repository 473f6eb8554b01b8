"""An archive of everything, made once for a worker, and databases to bring it into."""

import io
import re

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from opcc.office.models import User
from plans.models import DeliveryPlan
from tests.archive import filling
from tests.archive.databases import Databases, standing_on

HEADLINE = re.compile(r'<p class="app-lede">([^<]*activit[^<]*)</p>')


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        databases = Databases(tmp_path_factory.mktemp("databases"))
        yield databases
        databases.remove()


@pytest.fixture(scope="module")
def source():
    """{"headline": what the plan's page said where the archive was made}, once it was made."""
    return {}


@pytest.fixture(scope="module")
def archive(databases, tmp_path_factory, source):
    """The folder of an archive of the tests' own kind of database, with a row in every table."""
    place = tmp_path_factory.mktemp("archives") / "first"
    with transaction.atomic():
        filling.fill()
        take_out(place)
        browser = Client()
        browser.force_login(User.objects.get(email="chief.executive@demonstration.example"))
        source["headline"] = headline(browser)
        transaction.set_rollback(True)
    return place


@pytest.fixture(scope="module")
def equal(databases, archive):
    """The settings of a database of the same kind into which the archive was brought."""
    settings = databases.empty()
    with standing_on(settings):
        bring_in(archive)
    return settings


def headline(browser):
    """The sentence that sums the plan up on its page."""
    page = browser.get(reverse("plans:plan-detail", args=[DeliveryPlan.objects.get().pk]))
    return HEADLINE.search(page.text)[1]


def take_out(place, **options):
    """Run the command; return what it printed."""
    printed = io.StringIO()
    call_command("export_everything", str(place), stdout=printed, **options)
    return printed.getvalue()


def bring_in(place, stdout=None, **options):
    printed = stdout or io.StringIO()
    call_command("import_everything", str(place), stdout=printed, **options)
    return printed.getvalue()


def rows_in(place):
    """{file: its bytes} of what must be the same wherever it comes from."""
    files = [*sorted((place / "tables").iterdir()), place / "schema.json"]
    return {file.name: file.read_bytes() for file in files}
