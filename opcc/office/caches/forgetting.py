"""What the database still holds of sessions and counts that are over."""

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from ..models import SharedCount


def forget_what_is_over():
    """Return how many sessions and how many counts went.

    They live by the machine's clock, whatever a demonstration's says: Django wrote them.
    """
    sessions = Session.objects.filter(expire_date__lt=Now()).delete()[0]
    return sessions, SharedCount.objects.tidy(Now())
