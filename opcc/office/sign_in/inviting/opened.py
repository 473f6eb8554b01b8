"""The invitation that was opened in a browser: neither its address nor its session holds the link.

The session names the invitation by what stands in its row: nobody makes a link of that without the
key of the site.
"""

from django.shortcuts import render

from ...models import Invitation

SESSION_KEY = "opened_invitation"


def remember(request, invitation):
    request.session[SESSION_KEY] = [invitation.pk, str(invitation.nonce)]


def opened(request):
    """Return the Invitation opened in this browser, with its user, if it still opens; or None."""
    key, nonce = request.session.get(SESSION_KEY, (None, ""))
    return Invitation.objects.that_opens(key, nonce, request.now)


def forget(request):
    request.session.pop(SESSION_KEY, None)


def gone(request):
    """Say what to do about a link that opens nothing, whatever the reason."""
    return render(request, "inviting/gone.html", status=404)
