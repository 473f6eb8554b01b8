"""Backups and drills are started by systemd as the other regular work is."""

import pytest
from django.core.management import get_commands

from tests.deploying.reading import unit


@pytest.mark.parametrize(
    ("name", "command", "when"),
    [
        ("backup", "backup", "*-*-* 01:30:00"),
        ("drill", "restore_drill", "*-*-01 02:30:00"),
    ],
)
def test_a_timer_starts_the_service_that_does_it(name, command, when):
    service = unit(f"delivery-plan-{name}.service")
    timer = unit(f"delivery-plan-{name}.timer")

    started = service["Service"]["ExecStart"].split()
    assert started == ["/srv/delivery-plan/.venv/bin/python", "manage.py", command]
    assert command in get_commands()
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnCalendar"] == when
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("name", ["backup", "drill"])
def test_they_may_do_no_more_than_the_other_regular_work(name):
    due, service = unit("delivery-plan-due.service"), unit(f"delivery-plan-{name}.service")

    same = {key: value for key, value in due["Service"].items() if key not in OWN}

    assert {key: service["Service"][key] for key in same} == same


OWN = {"ExecStart", "TimeoutStartSec"}


def test_the_site_is_reloaded_without_losing_a_request():
    service = unit("delivery-plan.service")["Service"]

    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert int(service["TimeoutStopSec"]) > 10
