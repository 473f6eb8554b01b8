"""A story tells its events, and a confirmation in each fortnight that has none."""

import datetime as dt

from plans.sample import Event, Story


def told(*events, silences=()):
    written = {
        "reports_from": "2020-04-01",
        "starts_on": "2020-04-01",
        "silences": list(silences),
        "events": list(events),
    }
    return Story.read("9.9", written).told(dt.date(2020, 5, 31))


def said(on, verb="update"):
    return {"on": on, "verb": verb, "narrative": "Words."}


def test_fortnights_without_words_are_confirmed():
    events = told(said("2020-04-01"), said("2020-04-29"))

    assert [(str(event.on), event.verb) for event in events] == [
        ("2020-04-01", "update"),
        ("2020-04-15", "confirm"),
        ("2020-04-29", "update"),
        ("2020-05-13", "confirm"),
        ("2020-05-27", "confirm"),
    ]


def test_a_silence_is_not_confirmed():
    events = told(said("2020-04-01"), silences=[{"from": "2020-04-10", "to": "2020-05-20"}])

    assert [str(event.on) for event in events] == ["2020-04-01", "2020-05-27"]


def test_a_silence_without_an_end_lasts():
    events = told(said("2020-04-01"), silences=[{"from": "2020-04-10", "to": None}])

    assert [str(event.on) for event in events] == ["2020-04-01"]


def test_nothing_is_confirmed_after_completion():
    events = told(said("2020-04-01"), said("2020-04-15", verb="complete"))

    assert [event.verb for event in events] == ["update", "complete"]


def test_what_was_asked_for_happens_once_it_is_accepted():
    move = {"on": "2020-04-14", "verb": "move_date", "accepted_on": "2020-04-16"}

    events = told(said("2020-04-01"), move)

    assert [event.verb for event in events[:3]] == ["update", "confirm", "move_date"]
    assert events[2] == Event(events[2].on, "move_date", {"accepted_on": dt.date(2020, 4, 16)})
    assert events[2].happens_on == dt.date(2020, 4, 16)
