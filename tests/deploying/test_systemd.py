"""The systemd units of an office without containers."""

import re

from tests.deploying.reading import ROOT, unit


def test_the_timer_starts_the_service_that_does_what_time_asks_for():
    service, timer = unit("delivery-plan-due.service"), unit("delivery-plan-due.timer")

    command = service["Service"]["ExecStart"].split()
    assert command == ["/srv/delivery-plan/.venv/bin/python", "manage.py", "run_due"]
    assert service["Service"]["WorkingDirectory"] == "/srv/delivery-plan"
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnUnitInactiveSec"] == "5min"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_logs_are_looked_for_in_the_journal_of_a_unit_that_there_is():
    told = (ROOT / "docs" / "operations.md").read_text()
    units = set(re.findall(r"journalctl -u (\S+)", told))

    assert units
    assert all((ROOT / "deploy" / f"{name}.service").exists() for name in units)
    assert "/var/log/" not in told
