"""The systemd units of an office without containers."""

import configparser

from tests.deploying.reading import ROOT


def unit(name):
    """The settings of a systemd unit: {section: {name: value}}, the last of a name."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "deploy" / name)
    return {section: dict(parser[section]) for section in parser.sections()}


def test_the_timer_starts_the_service_that_does_what_time_asks_for():
    service, timer = unit("delivery-plan-due.service"), unit("delivery-plan-due.timer")

    command = service["Service"]["ExecStart"].split()
    assert command == ["/srv/delivery-plan/.venv/bin/python", "manage.py", "run_due"]
    assert service["Service"]["WorkingDirectory"] == "/srv/delivery-plan"
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnUnitInactiveSec"] == "5min"
    assert timer["Install"]["WantedBy"] == "timers.target"
