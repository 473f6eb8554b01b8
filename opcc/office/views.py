"""Accepting a hand-over, and stopping mail."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt

from .faults import fault_page
from .kept_typing import keep_typing, sent_by_this_site
from .mail import stopping
from .models import Handover, MailPreference
from .uploads import was_too_large


def accept_handover(request, pk):
    """Let the person who takes over a post say that they have."""
    if not request.user.works_here:
        raise Http404
    if request.method != "POST":
        return redirect("portal:home")
    handover = get_object_or_404(
        Handover.objects.select_related("post"), pk=pk, to_user=request.user
    )
    if handover.accept(by=request.user, at=request.now):
        messages.success(request, f"You have accepted the hand-over of {handover.post}.")
    return redirect("portal:home")


@csrf_exempt
@login_not_required
def stop_mail(request, token):
    """Ask, and by POST stop, one kind of mail: for whoever has the signed link of a mail.

    Mail programs post to it on their own, with no cookie and no form of ours, and follow no
    redirect (RFC 8058, 3.1). What it answers is the same whoever the link was written for.
    """
    found = stopping.read(token)
    if found is None:
        return render(request, "office/mail_stop_unknown.html", status=404)
    key, what = found
    if request.method == "POST":
        MailPreference.objects.stop(key, what)
    context = {"what": what, "words": stopping.WORDS[what], "done": request.method == "POST"}
    return render(request, "office/mail_stop.html", context)


def csrf_failure(request, reason=""):
    """Say what to do when a form's token has run out, rather than "CSRF".

    A request that was too large to be read has lost its token with everything else.
    """
    request.refused_because = reason
    if was_too_large(request):
        return render(request, "413.html", status=413)
    kept = request.whoever_came.is_authenticated and sent_by_this_site(request)
    if kept:
        keep_typing(request)
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


def bad_request(request, exception):
    """Say of words that were too long to be read what to do; give back others, if they were."""
    if isinstance(exception, RequestDataTooBig) and hasattr(request, "office"):
        return render(request, "413.html", status=413)
    return fault_page(request, HTTPStatus.BAD_REQUEST)
