"""Packs for tests: a draft for a meeting of the panel, and its publication."""

import datetime as dt
from contextlib import contextmanager

from django.db import connection

from governance import packs
from governance.guards import GUARDS
from governance.models import Meeting, PackDraft
from plans.guards import MEASURES
from tests.factories import LONDON, UserFactory, voice
from tests.governance.factories import MeetingFactory, the_panel

CUT_OFF = dt.datetime(2020, 12, 10, 17, tzinfo=LONDON)
PUBLISHED_AT = dt.datetime(2020, 12, 12, 10, tzinfo=LONDON)


def meeting(on=dt.date(2020, 12, 17)):
    return Meeting.objects.filter(on=on).first() or MeetingFactory(body=the_panel(), on=on)


def draft_for(plan, *, on=dt.date(2020, 12, 17), cut_off=CUT_OFF, measures=(), **words):
    draft = PackDraft.objects.create(
        meeting=meeting(on), plan=plan, cut_off=cut_off, saved_by=UserFactory(),
        saved_at=cut_off, **words,
    )  # fmt: skip
    draft.measures.set(measures)
    return draft


def published(plan, *, at=PUBLISHED_AT, public_from=None, **facts):
    """The Pack made from `draft_for` with these facts."""
    draft = draft_for(plan, **facts)
    return packs.publish(draft, by=voice("Chief Executive"), at=at, public_from=public_from)


@contextmanager
def unguarded():
    """Let somebody who rules the database change what the application never does."""
    for guard in [*GUARDS, *MEASURES]:
        guard.drop(connection)
    yield
    for guard in [*GUARDS, *MEASURES]:
        guard.create(connection)


def force(rows, **values):
    """Change rows, of a model or a queryset, behind the triggers' back."""
    with unguarded():
        getattr(rows, "objects", rows).update(**values)
