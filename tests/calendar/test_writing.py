"""Events as iCalendar: times, texts of every kind, and lines that every program can read."""

import datetime as dt

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opcc.office.calendar.event import Event, beginning_of, moment_of
from opcc.office.calendar.writing import write
from tests.calendar.reading import read, texts

CHANGED_AT = dt.datetime(2020, 12, 1, 9, 30, 15, 250_000, tzinfo=dt.UTC)


def event(**facts):
    standard = {
        "name": "meeting-1", "starts": dt.date(2021, 1, 14), "title": "Police and Crime Panel",
        "changed_at": CHANGED_AT, "path": "/meetings/1/",
    }  # fmt: skip
    return Event(**{**standard, **facts})


def written(**facts):
    return read(write([event(**facts)], title="OPCC delivery plan"))[1][0]


def test_a_day_is_written_as_a_whole_day_that_takes_nobody_time():
    found = written()

    assert found["DTSTART"] == (";VALUE=DATE", "20210114")
    assert found["DTEND"] == (";VALUE=DATE", "20210115")
    assert found["TRANSP"] == ("", "TRANSPARENT")


@pytest.mark.parametrize(
    ("day", "time", "in_utc"),
    [
        (dt.date(2020, 7, 1), dt.time(10), "20200701T090000Z"),
        (dt.date(2020, 12, 1), dt.time(10), "20201201T100000Z"),
        # Clocks go forward at 1am on 28 March 2021, and back at 2am on 25 October 2020.
        (dt.date(2021, 3, 27), dt.time(23, 59), "20210327T235900Z"),
        (dt.date(2021, 3, 28), dt.time(0, 59), "20210328T005900Z"),
        (dt.date(2021, 3, 28), dt.time(1, 30), "20210328T013000Z"),
        (dt.date(2021, 3, 28), dt.time(2), "20210328T010000Z"),
        (dt.date(2020, 10, 25), dt.time(0, 30), "20201024T233000Z"),
        (dt.date(2020, 10, 25), dt.time(1, 30), "20201025T003000Z"),
        (dt.date(2020, 10, 25), dt.time(2), "20201025T020000Z"),
        # The financial year ends and begins in summer time.
        (dt.date(2021, 3, 31), dt.time(23, 30), "20210331T223000Z"),
        (dt.date(2021, 4, 1), dt.time(0, 15), "20210331T231500Z"),
    ],
)
def test_a_time_in_london_is_written_in_utc(day, time, in_utc):
    found = written(starts=moment_of(day, time))

    assert found["DTSTART"] == ("", in_utc)
    assert "DTEND" not in found
    assert found["TRANSP"] == ("", "OPAQUE")


def test_a_day_without_a_time_stays_a_day_across_the_change_of_clocks():
    assert moment_of(dt.date(2021, 3, 28), None) == dt.date(2021, 3, 28)
    assert beginning_of(dt.date(2020, 7, 1)) == dt.datetime(2020, 6, 30, 23, tzinfo=dt.UTC)


def test_no_file_says_anything_of_time_zones():
    content = write([event(starts=moment_of(dt.date(2020, 7, 1), dt.time(10)))], title="Plan")

    assert b"TZ" not in content


def test_what_was_called_off_is_cancelled_and_takes_no_time():
    found = written(starts=moment_of(dt.date(2020, 7, 1), dt.time(10)), is_cancelled=True)

    assert found["STATUS"] == ("", "CANCELLED")
    assert found["TRANSP"] == ("", "TRANSPARENT")


def test_every_moment_comes_from_the_event_and_none_from_a_clock():
    found = written(version=3)

    assert found["DTSTAMP"] == found["LAST-MODIFIED"] == ("", "20201201T093015Z")
    assert found["SEQUENCE"] == ("", "3")
    assert write([event()], title="Plan") == write([event()], title="Plan")


def test_links_and_names_are_those_of_the_site(settings):
    settings.SITE_URL = "https://plan.example.org"

    found = written(lines=("Papers due 7 January 2021",))

    assert found["URL"] == ("", "https://plan.example.org/meetings/1/")
    assert found["UID"] == ("", "meeting-1@plan.example.org")
    assert found["DESCRIPTION"] == (
        "", "Papers due 7 January 2021\nhttps://plan.example.org/meetings/1/"
    )  # fmt: skip


def test_events_stand_by_day_whole_days_first():
    events = [
        event(name="c", title="Later", starts=dt.date(2021, 1, 15)),
        event(name="b", title="At ten", starts=moment_of(dt.date(2021, 1, 14), dt.time(10))),
        event(name="a", title="All day", starts=dt.date(2021, 1, 14)),
    ]

    assert texts(write(events, title="Plan")) == ["All day", "At ten", "Later"]


def test_only_a_feed_asks_to_be_looked_at_again():
    feed, _ = read(write([event()], title="OPCC delivery plan", is_feed=True))
    file, _ = read(write([event()], title="OPCC delivery plan"))

    assert feed["REFRESH-INTERVAL"] == (";VALUE=DURATION", "PT6H")
    assert feed["X-PUBLISHED-TTL"] == ("", "PT6H")
    assert feed["NAME"] == feed["X-WR-CALNAME"] == ("", "OPCC delivery plan")
    assert "REFRESH-INTERVAL" not in file


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One, two; three\\four", "One, two; three\\four"),
        ('"Quoted": and a colon', '"Quoted": and a colon'),
        ("Ends\r\nATTENDEE:mailto:evil@example.org", "Ends ATTENDEE:mailto:evil@example.org"),
        ("Ends\rBEGIN:VALARM", "Ends BEGIN:VALARM"),
        ("Ends\nEND:VEVENT\nEND:VCALENDAR", "Ends END:VEVENT END:VCALENDAR"),
        ("Ends\u2028X:1\u2029X:2\x85X:3\x0bX:4\x1cX:5", "Ends X:1 X:2 X:3 X:4 X:5"),
        ("\x00Nul\x07 bell\x1b[31m and delete\x7f", "Nul bell[31m and delete"),
        ("\u202egnp.exe\u202c and \u2066inside\u2069", "gnp.exe and inside"),
        ("Marks of עברית\u200f stay", "Marks of עברית\u200f stay"),
        ("\\n is two letters", "\\n is two letters"),
        ("Émigré 👩‍👩‍👧 ﷽", "Émigré 👩‍👩‍👧 ﷽"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
@pytest.mark.parametrize("part", ["title", "place", "lines"])
def test_hostile_text_is_text_and_nothing_else(typed, shown, part):
    value = (typed,) if part == "lines" else typed
    name = {"title": "SUMMARY", "place": "LOCATION", "lines": "DESCRIPTION"}[part]

    found = written(**{part: value})

    assert found[name][1].split("\nhttp")[0] == shown
    assert "ATTENDEE" not in found


def test_a_word_of_ten_thousand_letters_is_folded_and_whole():
    word = "é" * 10_000

    content = write([event(title=word)], title="Plan")

    assert texts(content) == [word]
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_makes_one_event_that_the_library_reads_as_we_do(text):
    content = write([event(title=text, place=text, lines=(text,))], title=text)

    [strict] = read(content)[1]
    [theirs] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert strict["SUMMARY"][1] == str(theirs["SUMMARY"])
    assert strict["DESCRIPTION"][1] == str(theirs["DESCRIPTION"])
    assert set(strict) == set(theirs)
