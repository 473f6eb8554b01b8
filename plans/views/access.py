"""Finding things with the reader's rights: 404 for what may not be seen, 403 for what may not
be done."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from opcc.office.composed import composed_once

from ..models import Activity, DeliveryPlan, Draft, Entry


def refuse_outsiders(request):
    """Raise Http404 for whoever may not see the office's own pages."""
    if not request.user.has_perm("plans.view_plans"):
        raise Http404


def demand(user, permission, thing=None):
    if not user.has_perm(permission, thing):
        raise PermissionDenied


def find_plan(request, pk):
    return find(request, plan_of, pk)


def find_activity(request, pk):
    return find(request, activity_for_form, pk)


def find_whole_activity(request, pk):
    """The activity with what its own page shows as well, and with its newest line."""
    return find(request, activity_for_page, pk)


def find(request, ask, pk):
    """The row that a composed query has for the key, for whoever sees every plan."""
    refuse_outsiders(request)
    if not (rows := ask(pk)):
        raise Http404
    return rows[0]


@composed_once
def plan_of(pk):
    return DeliveryPlan.objects.filter(pk=pk)


@composed_once
def activity_for_form(pk):
    return Activity.objects.for_form().filter(pk=pk)


@composed_once
def activity_for_page(pk):
    return Activity.objects.for_page().with_newest_line().filter(pk=pk)


def find_draft(request, pk):
    drafts = Draft.objects.visible_to(request.user)
    return get_object_or_404(drafts.for_list().select_related("corrects", "returned_by"), pk=pk)


def find_correctable_line(request, pk):
    return get_object_or_404(Entry.objects.visible_to(request.user).correctable(), pk=pk)
