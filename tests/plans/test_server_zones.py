"""Days are London days, whatever time zone the server keeps."""

import datetime as dt
import time

import pytest

from tests.factories import post, promised_activity
from tests.plans.test_position import LONDON_DAYS, standing_of


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def zone_of_the_server(request, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(("due_on", "on_time", "late"), LONDON_DAYS)
def test_days_are_london_days_wherever_the_server_stands(
    office, plan, finance_chief, zone_of_the_server, due_on, on_time, late
):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"), due_on=due_on)
    office.set_clock(late)

    assert office.today() == due_on + dt.timedelta(days=1)
    assert not standing_of(activity, on_time).is_overdue
    assert standing_of(activity, late).days_late == 1
