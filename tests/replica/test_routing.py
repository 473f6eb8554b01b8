"""What is read from a copy of the database, and what is not."""

import pytest
from django.db import connections, router, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from governance.models import Pack, PackOpening, PackPart
from opcc.office.models import Office, OutgoingMail, User
from opcc.office.replica import REPLICA, REST_SECONDS, replica
from opcc.office.routing import (
    WROTE,
    Reading,
    ReplicaMiddleware,
    current,
    reading_from,
    replica_settings,
)
from plans.models import Activity
from tests.commissioning.factories import ProviderFactory


@pytest.fixture
def page(activity):
    return activity.get_absolute_url()


@pytest.fixture
def copied(page, chief_executive, administrator, old_copy, activity):
    """The activity's page, after the copy was made and the title changed in the primary alone."""
    old_copy()
    Activity.objects.filter(pk=activity.pk).update(title="As it is now")
    return page


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shows_the_present(client, page):
    return "As it is now" in client.get(page).text


def test_a_page_that_only_reads_asks_the_copy(copied, chief_executive):
    assert not shows_the_present(signed_in(chief_executive), copied)


def test_without_a_copy_nothing_is_different(page, chief_executive, activity):
    Activity.objects.filter(pk=activity.pk).update(title="As it is now")
    client = signed_in(chief_executive)

    assert shows_the_present(client, page)
    assert WROTE not in client.cookies


def test_whoever_wrote_reads_what_they_wrote(copied, chief_executive, finance_chief):
    writer, reader = signed_in(chief_executive), signed_in(finance_chief)

    writer.post(reverse("portal:account"), {})

    cookie = writer.cookies[WROTE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (10, True, "Lax")
    assert shows_the_present(writer, copied)
    assert not shows_the_present(reader, copied)


@pytest.mark.parametrize(
    ("method", "path", "cookies", "alias"),
    [
        ("get", "/plans/", {}, REPLICA),
        ("head", "/plans/", {}, REPLICA),
        ("post", "/plans/", {}, "default"),
        ("get", "/plans/", {WROTE: "1"}, "default"),
        ("get", "/admin/plans/activity/", {}, "default"),
    ],
)
def test_a_request_says_whether_it_reads_from_the_copy(copied, rf, method, path, cookies, alias):
    rf.cookies.load(cookies)
    seen = []

    ReplicaMiddleware(lambda request: seen.append(reading_from()) or HttpResponse())(
        getattr(rf, method)(path)
    )

    assert seen == [alias]
    assert reading_from() == "default"


def test_administrators_read_the_primary(copied, administrator):
    address = reverse("admin:plans_activity_changelist")

    assert shows_the_present(signed_in(administrator), address)


def test_a_leaver_is_out_at_the_next_request(copied, chief_executive):
    client = signed_in(chief_executive)
    User.objects.filter(pk=chief_executive.pk).update(is_active=False)

    response = client.get(copied)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("method", "wrote"), [("post", True), ("options", False), ("get", False)])
def test_only_who_may_have_written_is_remembered(copied, rf, method, wrote):
    middleware = ReplicaMiddleware(lambda request: HttpResponse())

    response = middleware(getattr(rf, method)("/plans/"))

    assert (WROTE in response.cookies) is wrote


# --- One question at a time ---------------------------------------------------------------------
@pytest.fixture
def reading(copied):
    """In the middle of a page that may read from the copy."""
    token = current.set(Reading())
    yield
    current.reset(token)


def test_what_pages_show_is_read_from_the_copy(reading):
    assert router.db_for_read(Activity) == REPLICA
    assert Activity.objects.get().title != "As it is now"


@pytest.mark.parametrize("model", [User, Office, OutgoingMail, Pack, PackPart, PackOpening])
def test_who_asks_what_waits_and_what_was_published_is_read_from_the_primary(reading, model):
    assert router.db_for_read(model) == "default"


def test_a_transaction_reads_the_primary(reading):
    with transaction.atomic():
        assert Activity.objects.get().title == "As it is now"


def test_a_row_that_is_locked_is_the_primarys(reading):
    with transaction.atomic():
        assert Activity.objects.select_for_update().get().title == "As it is now"


def test_a_page_that_writes_reads_the_primary_from_then_on(reading):
    ProviderFactory()

    assert Activity.objects.get().title == "As it is now"


def test_a_row_from_the_copy_is_saved_to_the_primary(reading):
    activity = Activity.objects.get()
    provider = ProviderFactory()

    provider.name = "Another name"
    provider.save()

    assert activity._state.db == REPLICA
    assert type(provider).objects.using("default").get().name == "Another name"
    assert not type(provider).objects.using(REPLICA).exists()


def test_no_migration_is_applied_to_the_copy(copied):
    assert not router.allow_migrate(REPLICA, "plans")
    assert router.allow_migrate("default", "plans")


# --- Without the copy ---------------------------------------------------------------------------
def lose(copy):
    """Close the connection to the copy, and let no other be made."""
    copy.close()
    copy.settings_dict["NAME"] = "/nowhere/at/all/copy"


def test_a_copy_that_is_away_costs_no_page(copied, chief_executive, caplog):
    client = signed_in(chief_executive)
    client.get(copied)

    lose(connections[REPLICA])

    assert shows_the_present(client, copied)
    assert shows_the_present(client, copied)
    assert caplog.text.count("The database's copy cannot be reached (OperationalError)") == 1


def test_a_copy_that_is_back_is_read_again_after_a_rest(copied, chief_executive, monkeypatch):
    client, name = signed_in(chief_executive), connections[REPLICA].settings_dict["NAME"]
    lose(connections[REPLICA])
    client.get(copied)
    connections[REPLICA].settings_dict["NAME"] = name

    assert shows_the_present(client, copied)
    replica.rests_until -= REST_SECONDS
    assert not shows_the_present(client, copied)


# --- Settings -----------------------------------------------------------------------------------
def test_the_copy_is_reached_like_the_primary_and_only_read():
    primary = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "plan",
        "HOST": "primary",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c statement_timeout=30000"},
    }
    address = {"ENGINE": primary["ENGINE"], "NAME": "plan", "HOST": "copy", "PORT": 5433}

    found = replica_settings(primary, address)

    assert (found["HOST"], found["PORT"], found["CONN_MAX_AGE"]) == ("copy", 5433, 600)
    assert found["OPTIONS"] == {
        "connect_timeout": 2,
        "options": "-c statement_timeout=30000 -c default_transaction_read_only=on",
    }
