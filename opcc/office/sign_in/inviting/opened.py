"""The invitation that was opened in a browser: its link is in the session, not in the address."""

from django.shortcuts import render

from ...models import Invitation

SESSION_KEY = "invitation"


def remember(request, token):
    request.session[SESSION_KEY] = token


def opened(request):
    """Return the Invitation opened in this browser, with its user, if it still opens; or None."""
    token = request.session.get(SESSION_KEY, "")
    return Invitation.objects.opened_by(token, request.now)


def forget(request):
    request.session.pop(SESSION_KEY, None)


def gone(request):
    """Say what to do about a link that opens nothing, whatever the reason."""
    return render(request, "inviting/gone.html", status=404)
