"""What logs leave out, and that leaving it out never stops a request."""

import json
import logging
import sys

import pytest

from opcc.office.logs import formatter


def record(text, *args):
    return logging.LogRecord("django.request", logging.WARNING, "x.py", 1, text, args, None)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/calendar/secret.ics", "Not Found: /calendar/…"),
        ("/mail/stop/WzEsInJlbWluZGVycyJd.signature/", "Not Found: /mail/stop/…/"),
        ("/search/?q=somebody&kind=plan", "Not Found: /search/?…"),
        ("/password/new/2-cq5r9w-4f1d0e/", "Not Found: /password/new/…/"),
        ("/activities/", "Not Found: /activities/"),
    ],
)
def test_the_secret_of_an_address_is_left_out(path, shown):
    line = formatter("json").format(record("Not Found: %s", path))

    assert json.loads(line)["event"] == shown


def test_whoever_else_listens_is_given_the_record_as_it_was():
    line = record("Not Found: %s", "/calendar/secret.ics")

    formatter("json").format(line)

    assert (line.msg, line.args) == ("Not Found: %s", ("/calendar/secret.ics",))


def test_a_line_that_cannot_be_put_together_stops_nothing(monkeypatch, capsys):
    monkeypatch.setattr(logging, "raiseExceptions", True)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter("json"))

    handler.handle(record("%s and %s", "only one"))

    assert "--- Logging error ---" in capsys.readouterr().err
