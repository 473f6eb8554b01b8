"""What logs leave out, and that leaving it out never stops a request."""

import logging

import pytest

from opcc.office.logs import WithoutSecrets


def record(text, *args):
    return logging.LogRecord("django.request", logging.WARNING, "x.py", 1, text, args, None)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/calendar/secret.ics", "Not Found: /calendar/…"),
        ("/mail/stop/WzEsInJlbWluZGVycyJd.signature/", "Not Found: /mail/stop/…/"),
        ("/password/new/2-cq5r9w-4f1d0e/", "Not Found: /password/new/…/"),
        ("/activities/", "Not Found: /activities/"),
    ],
)
def test_the_secret_of_an_address_is_left_out(path, shown):
    line = record("Not Found: %s", path)

    assert WithoutSecrets().filter(line)

    assert line.getMessage() == shown


def test_a_line_that_cannot_be_put_together_passes_and_stops_nothing():
    line = record("%s and %s", "only one")

    assert WithoutSecrets().filter(line)
