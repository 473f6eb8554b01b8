"""The address by which a calendar program reads for a person."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.views.decorators.http import require_safe

from opcc.office.backends import RoleBackend
from opcc.office.calendar.answers import as_feed
from opcc.office.models import AccessKey

from ..calendar.feed import events_for

WHOLE = {"dates": "plan"}
"""What is added to the address of a calendar for the dates of the whole plan."""


@login_not_required
@require_safe
def feed(request, secret):
    """The calendar of the person whose key it is; 404 where the key opens nothing any more.

    Who asks is known by the key alone: a session that comes along is not looked at.
    """
    key = AccessKey.objects.opened_by(secret, AccessKey.Purpose.CALENDAR)
    reader = key and RoleBackend().get_user(key.user_id)
    if not reader:
        raise Http404
    key.note_use(request.today)
    events = events_for(
        reader,
        now=request.now,
        today=request.today,
        whole=request.GET.get("dates") == WHOLE["dates"],
    )
    return as_feed(request, events, title=f"{request.office.short_name} delivery plan")
