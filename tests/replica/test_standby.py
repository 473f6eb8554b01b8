"""A real streaming copy of PostgreSQL: read from while it keeps up, and not longer."""

import subprocess
import time

import pytest
from django.db import InternalError, connection, connections
from django.test import Client

from opcc.office.replica import REPLICA, REST_SECONDS, has_replayed, replica
from plans.models import Activity
from tests.replica.standby import following

LAG_SECONDS = 600
"""Long, so that a slow machine does not end a verdict of itself."""


@pytest.fixture
def standby(settings, activity, chief_executive, reading_from_a_copy):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no streaming copies")
    if not connection.get_connection_params().get("host", "").startswith("/"):
        pytest.skip("the PostgreSQL that was given is not on this machine")
    settings.REPLICA_LAG_SECONDS = LAG_SECONDS
    try:
        with following() as found:
            reading_from_a_copy(found.settings)
            yield found
            connections[REPLICA].close()
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"this server can have no streaming copy: {error}")


@pytest.fixture
def reader(chief_executive):
    client = Client()
    client.force_login(chief_executive)
    return client


def run_on_the_copy(statement):
    """Not through the settings of pages, which allow only reading."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(statement)


def retitle(activity, title):
    Activity.objects.filter(pk=activity.pk).update(title=title)


def shows(reader, activity, title):
    return title in reader.get(activity.get_absolute_url()).text


def wait_until_the_copy_has(title):
    for _ in range(900):
        if Activity.objects.using(REPLICA).filter(title=title).exists():
            return
        time.sleep(0.1)
    raise TimeoutError("The copy does not follow.")


def wait_until_the_copy_has_what_was_noted():
    """Other tests write to the same server meanwhile, and the copy follows them as well."""
    replica.noted = None
    replica.keeps_up()
    for _ in range(900):
        if has_replayed(replica.noted[1]):
            return
        time.sleep(0.1)
    raise TimeoutError("The copy does not follow.")


def test_pages_read_a_copy_that_follows_and_never_one_that_lags(standby, reader, activity, caplog):
    retitle(activity, "First")
    wait_until_the_copy_has("First")
    assert shows(reader, activity, "First")
    wait_until_the_copy_has_what_was_noted()

    # The copy stops following: it has all that there was when it was last asked, and may be read.
    run_on_the_copy("SELECT pg_wal_replay_pause()")
    retitle(activity, "Second")
    replica.fit_until = 0
    assert shows(reader, activity, "First")

    # It has not what there was when it was asked then, and may not.
    replica.fit_until = 0
    assert shows(reader, activity, "Second")
    assert "The database's copy is more than 300 seconds behind" in caplog.text

    # It follows again, and is read again after its rest.
    run_on_the_copy("SELECT pg_wal_replay_resume()")
    wait_until_the_copy_has("Second")
    replica.rests_until -= REST_SECONDS
    retitle(activity, "Third")
    wait_until_the_copy_has("Third")
    wait_until_the_copy_has_what_was_noted()
    assert shows(reader, activity, "Third")
    assert replica.fit_until > 0

    # It stops altogether: no page notices.
    standby.stop()
    assert shows(reader, activity, "Third")
    assert "The database's copy cannot be reached" in caplog.text


def test_nothing_can_be_written_to_the_copy(standby, activity):
    with pytest.raises(InternalError, match="read-only transaction"):
        Activity.objects.using(REPLICA).filter(pk=activity.pk).update(title="Forged")


def test_a_copy_of_another_database_of_the_same_server_is_not_read(standby, caplog):
    """As after a restore into a new database, while the copy's address still names the old one."""
    connections[REPLICA].close()
    connections[REPLICA].settings_dict["NAME"] = "postgres"
    replica.forget()

    assert replica.is_fit() is False
    assert replica.is_fit() is False
    assert "The database's copy is of another database" in caplog.text


def test_a_server_that_is_no_copy_is_not_read(
    reader, activity, reading_from_a_copy, caplog, settings
):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no streaming copies")
    reading_from_a_copy(dict(connection.settings_dict))

    assert replica.is_fit() is False
    assert replica.is_fit() is False
    assert "The database's copy is more than 5 seconds behind" in caplog.text
