"""Finding things with the reader's rights: 404 for what may not be seen, 403 for what may not
be done."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Activity, DeliveryPlan, Draft, Entry


def refuse_outsiders(request):
    """Raise Http404 for whoever may not see the office's own pages."""
    if not request.user.has_perm("plans.view_plans"):
        raise Http404


def demand(user, permission, thing=None):
    if not user.has_perm(permission, thing):
        raise PermissionDenied


def find_plan(request, pk):
    return get_object_or_404(DeliveryPlan.objects.visible_to(request.user), pk=pk)


def find_activity(request, pk):
    return get_object_or_404(Activity.objects.visible_to(request.user).for_form(), pk=pk)


def find_draft(request, pk):
    drafts = Draft.objects.visible_to(request.user)
    return get_object_or_404(drafts.for_list().select_related("corrects", "returned_by"), pk=pk)


def find_correctable_line(request, pk):
    return get_object_or_404(Entry.objects.visible_to(request.user).correctable(), pk=pk)
