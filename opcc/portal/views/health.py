"""How the running of the site stands. For administrators; nobody else finds these pages."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from opcc.office.keys import is_key
from opcc.office.models import OutgoingMail

from .. import health as standing


def health(request):
    refuse_others(request)
    return render(request, "portal/health.html", standing.health(request.now))


def try_again(request):
    """Let mails that were given up wait to be sent again: one that is named, or all."""
    refuse_others(request)
    if request.method == "POST":
        named = request.POST.get("mail", "")
        keys = [int(named)] if is_key(named) else None if named == "all" else []
        count = OutgoingMail.objects.try_again(request.now, keys)
        say_how_many(request, count)
    return redirect("portal:health")


def say_how_many(request, count):
    if count:
        mails = "1 mail waits" if count == 1 else f"{count} mails wait"
        messages.success(request, f"{mails} to be sent by the next run.")
    else:
        messages.info(request, "Nothing was waiting for that: it may have been tried already.")


def refuse_others(request):
    """Raise Http404 for whoever does not administer the office."""
    if not request.user.is_staff:
        raise Http404
