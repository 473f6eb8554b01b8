"""How the running of the site stands, for administrators: facts, each with its word."""

import datetime as dt

from django.conf import settings
from django.db import connection

from opcc.office.mail.sending import has_a_way_out
from opcc.office.models import DueRun, OutgoingMail
from opcc.office.papers.keeping import can_be_written
from opcc.office.release import RELEASE

AHEAD = dt.timedelta(minutes=15)
"""How far the clock of another machine may be before this one's."""

USUAL, LATE = dt.timedelta(hours=1), dt.timedelta(days=1)
"""Up to how long ago the last run is as it should be; and from when it has stopped."""

GIVEN_UP_AT_MOST = 50


def health(now):
    """Everything the page shows. Six queries and the database's own version."""
    runs, state = DueRun.objects, OutgoingMail.State
    newest, verified = runs.newest(), runs.newest_verification()
    standing = OutgoingMail.objects.standing()
    given_up = OutgoingMail.objects.given_up().select_related("user").order_by("made_at", "pk")
    return {
        "run": newest,
        "run_word": word_of(newest, now),
        "run_age": now - newest.finished_at if newest else None,
        "waiting": standing.get(state.WAITING, 0),
        "oldest": standing["oldest"],
        "given_up": list(given_up[:GIVEN_UP_AT_MOST]),
        "given_up_total": standing.get(state.GIVEN_UP, 0),
        "sent": standing.get(state.SENT, 0),
        "sends_mail": settings.SENDS_MAIL,
        "prints_mail": not settings.SENDS_MAIL and has_a_way_out(),
        "verified": verified,
        "release": RELEASE[:12],
        "database": database(),
        "keeps_papers": can_be_written(settings.PAPERS_ROOT),
    }


def word_of(run, now):
    """How the last run stands, in a word that a tag shows."""
    if run is None:
        return "Never ran"
    age = now - run.finished_at
    if age > LATE:
        return "Stopped"
    if age > USUAL:
        return "Late"
    return "Needs you" if run.error or age < -AHEAD else "Running"


def database():
    """The database's name and version in words."""
    version = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, version))}"
