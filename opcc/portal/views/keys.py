"""A person's own keys, by which programs read for them: seen, made and revoked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import FormView

from opcc.office.addresses import absolute
from opcc.office.kept_typing import take_kept_typing
from opcc.office.models import AccessKey
from opcc.office.models.keys import STANDING_AT_MOST

from ..forms.keys import PLAN, KeyForm
from .calendar import WHOLE

REVOKED_SHOWN = 10


def refuse_strangers(user):
    """Raise Http404 for whoever has no pages here to read, and so none for a program."""
    if not (user.works_here or (user.is_active and user.is_panel)):
        raise Http404


def key_list(request):
    """The reader's keys: those that open something, and those revoked last."""
    refuse_strangers(request.user)
    keys = AccessKey.objects.visible_to(request.user)
    context = {
        "keys": keys.filter(revoked_at=None),
        "revoked": keys.revoked().order_by("-revoked_at", "-pk")[:REVOKED_SHOWN],
        "at_most": STANDING_AT_MOST,
    }
    return render(request, "portal/key_list.html", context)


class KeyMake(FormView):
    """Asks what the key is for, and answers with its secret: the one page that ever shows it.

    The secret is in no address and in no session, so this page follows the form without being
    led to; the form sent again shows the same key.
    """

    form_class = KeyForm
    template_name = "portal/key_form.html"

    def dispatch(self, request, *args, **kwargs):
        refuse_strangers(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        kept = take_kept_typing(self.request) or {}
        return {name: kept[name][0] for name in ("opens", "name") if kept.get(name)}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        made = form.issue(at=self.request.now)
        if made is None:
            return self.form_invalid(form)
        key, secret = made
        is_calendar = key.purpose == AccessKey.Purpose.CALENDAR
        shown = calendar_address(secret, form.cleaned_data["opens"]) if is_calendar else secret
        context = {"key": key, "is_calendar": is_calendar, "shown": shown}
        return render(self.request, "portal/key_made.html", context)


def calendar_address(secret, opens):
    query = WHOLE if opens == PLAN else None
    return absolute(reverse("portal:calendar-feed", args=[secret], query=query))


def key_revoke(request, pk):
    """Ask, and then close the key for good."""
    refuse_strangers(request.user)
    key = get_object_or_404(AccessKey.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and key.revoke(at=request.now):
        messages.success(request, f"“{key}” is revoked. It opens nothing any more.")
        return redirect("portal:key-list")
    if request.method == "POST" or key.revoked_at:
        messages.info(request, f"“{key}” was revoked before.")
        return redirect("portal:key-list")
    return render(request, "portal/key_revoke.html", {"key": key})
