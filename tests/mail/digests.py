"""Days of digests, and what a run of such a day makes for a person."""

import datetime as dt

from opcc.office.models import OutgoingMail
from opcc.portal.digest import composing
from tests.factories import LONDON

MONDAY = dt.date(2020, 12, 14)


TUESDAY = dt.date(2020, 12, 15)


def on(day, hour=9):
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def digest_of(user, day):
    """The text of the digest that a run of that day makes for a user and sends, or None."""
    text = unsent_digest_of(user, day)
    OutgoingMail.objects.waiting().update(state="sent", sent_at=on(day))
    return text


def unsent_digest_of(user, day):
    """The same while no mail leaves the house."""
    composing.make(now=on(day), is_weekly=day.weekday() == 0)
    mail = OutgoingMail.objects.filter(cause=f"digest {user.pk} {day}").first()
    return mail and mail.text


def headings(text):
    """The headings of a digest's parts."""
    return [line for line in (text or "").splitlines() if line.endswith(")") and line[:2].isupper()]
