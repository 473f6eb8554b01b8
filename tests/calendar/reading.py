"""A strict reader of iCalendar, written from RFC 5545, not from the library that writes."""

import re

NAME = r"[A-Z][A-Z0-9-]*"
QUIET = '"[^"\x00-\x08\x0a-\x1f\x7f]*"'
CONTENT = re.compile(rf"({NAME})((?:;{NAME}=(?:[^;:,\"\x00-\x1f\x7f]*|{QUIET}))*):(.*)", re.DOTALL)
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"}
TEXT = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")
DAY, MOMENT = re.compile(r"\d{8}"), re.compile(r"\d{8}T\d{6}Z")
ONCE = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED", "URL"}
LONGEST = 75
"""Octets of a line, its end not counted."""


def unfolded(content):
    """The content lines of a file. Fails where an end of a line is not CRLF or a line too long."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= LONGEST
    for line in lines:
        line.decode("utf-8")  # No letter is torn in two by folding.
    return (b"\r\n".join(lines)).decode().replace("\r\n ", "").split("\r\n")


def read(content):
    """Return (the calendar's own properties, [properties of each event]), each {name: value}.

    A value is (parameters, text with its escapes taken back). Fails where anything is not as the
    standard asks.
    """
    stack, calendar, events = [], {}, []
    for line in unfolded(content):
        name, parameters, value = CONTENT.fullmatch(line).groups()
        assert not CONTROL.search(value), line
        if name == "BEGIN":
            assert value == ("VEVENT" if stack else "VCALENDAR"), line
            stack.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert stack.pop() == value
        else:
            owner = events[-1] if stack[-1] == "VEVENT" else calendar
            assert name not in owner, f"{name} stands twice"
            owner[name] = (parameters, plain(name, value))
    assert stack == []
    judge(calendar, events)
    return calendar, events


def plain(name, value):
    if name not in TEXTS:
        return value
    assert TEXT.fullmatch(value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def judge(calendar, events):
    assert calendar["VERSION"] == ("", "2.0")
    assert calendar["PRODID"][1]
    for event in events:
        assert set(event) >= ONCE
        for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
            if name in event:
                parameters, value = event[name]
                is_day = parameters == ";VALUE=DATE"
                assert is_day or parameters == ""
                assert (DAY if is_day else MOMENT).fullmatch(value), (name, value)
        assert event["DTSTAMP"] == ("", event["DTSTAMP"][1])
    uids = [event["UID"][1] for event in events]
    assert len(uids) == len(set(uids))


def texts(content, name="SUMMARY"):
    """[that property of each event], in the order of the file."""
    return [event[name][1] if name in event else "" for event in read(content)[1]]


def by_name(content):
    """{what comes before the @ of its UID: {property: text}} of each event."""
    return {
        event["UID"][1].partition("@")[0]: {name: text for name, (_, text) in event.items()}
        for event in read(content)[1]
    }
