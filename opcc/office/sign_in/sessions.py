"""Where a person is signed in: how long it lasts, and ending it elsewhere.

The database's own clock measures it, as it does what becomes of sessions: the office's may stand
still in a demonstration.
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models.functions import Now


def fix_the_end(session):
    """Let the session end when it would if nothing were done in it any more.

    Without it every message that waits and every form that is kept makes it last longer.
    """
    session.set_expiry(session.get_expiry_date())


def lasting(user):
    """The person's UserSessions that may still last, newest first. One query.

    Those that were signed out of, or ended from elsewhere, are gone from the table at once.
    """
    newest_first = UserSession.objects.order_by("-created_at", "-pk")
    return newest_first.filter(user=user, created_at__gt=Now() - longest())


def longest():
    """How long a session lasts at most."""
    return dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def forget(key):
    """Take a session off the list whose person signs out."""
    UserSession.objects.filter(session_key=key).delete()


def tidy():
    """Forget sessions that are over, and where they were listed. Return how many."""
    ended = Session.objects.filter(expire_date__lt=Now()).delete()[0]
    UserSession.objects.filter(created_at__lte=Now() - longest()).delete()
    return ended
