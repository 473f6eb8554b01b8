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


def typed():
    """The command lines of the page for whoever runs the machines, in their order."""
    lines = (ROOT / "docs" / "operations.md").read_text().splitlines()
    return [line.strip() for line in lines if re.match(r" {4,}\S", line)]


def test_whoever_types_a_command_as_root_leaves_nothing_that_the_site_cannot_use():
    on_the_machine = [
        line for line in typed() if "manage.py" in line and not re.match("docker|kubectl", line)
    ]

    assert len(on_the_machine) > 10
    assert [
        line
        for line in on_the_machine
        if not line.startswith("runuser -u delivery-plan -- .venv/bin/python manage.py ")
    ] == []


def test_the_program_is_there_before_its_folder_is_gone_into():
    begins = [line.split()[0] for line in typed()[:5]]

    assert begins == ["umask", "apt", "useradd", "git", "cd"]
    assert typed()[3].split()[3] == "/srv/delivery-plan"


def test_logs_are_looked_for_in_the_journal_of_a_unit_that_there_is():
    told = (ROOT / "docs" / "operations.md").read_text()
    units = set(re.findall(r"journalctl -u (\S+)", told))

    assert units
    assert all((ROOT / "deploy" / f"{name}.service").exists() for name in units)
    assert "/var/log/" not in told
