"""Writing events as iCalendar.

Times are in UTC and everything else is a whole day, so that no VTIMEZONE is needed: Outlook
misreads the shape in which the library writes one. Nothing in the text depends on when it is
written, so that the same events are the same bytes.
"""

import datetime as dt

import icalendar

from ..addresses import absolute, host
from ..text import one_line

PRODUCT = "-//Delivery plan tracker//Calendar//EN"
REFRESH = dt.timedelta(hours=6)
"""How often a calendar is asked to look again. Many look less often, whatever they are told."""

DAY = dt.timedelta(days=1)


def write(events, *, title, is_feed=False):
    """Return an iCalendar file of these Events as bytes.

    title: what the calendar is called. is_feed: whether it asks to be looked at again.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        # The library takes neither for a text by itself, and would not escape it.
        calendar.add(name, icalendar.vText(one_line(title)))
    if is_feed:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for event in sorted(events, key=lambda event: event.order):
        calendar.add_component(component(event))
    return calendar.to_ical()


def component(event):
    """Return the VEVENT of an Event. A whole day takes nobody's time."""
    written = icalendar.Event()
    written.add("uid", f"{event.name}@{host()}")
    written.add("dtstamp", in_utc(event.changed_at))
    written.add("last-modified", in_utc(event.changed_at))
    written.add("sequence", event.version)
    add_time(written, event)
    written.add("summary", one_line(event.title))
    if event.place:
        written.add("location", one_line(event.place))
    url = absolute(event.path)
    written.add("description", "\n".join([*map(one_line, event.lines), url]))
    written.add("url", url)
    written.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return written


def add_time(written, event):
    """A meeting's end is not known, so none is written: a made-up one would take people's time."""
    if event.has_time:
        written.add("dtstart", in_utc(event.starts))
    else:
        written.add("dtstart", event.starts)
        written.add("dtend", event.starts + DAY)
    is_busy = event.has_time and not event.is_cancelled
    written.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")


def in_utc(moment):
    """The library writes microseconds nowhere, so two moments of one second are the same."""
    return moment.astimezone(dt.UTC).replace(microsecond=0)
