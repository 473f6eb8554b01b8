"""The scorecard of a Police and Crime Plan: every measure in words, by the priority it tells of."""

from django.http import Http404
from django.shortcuts import redirect, render

from ..measures import counted, readings
from ..models import Measure, PoliceAndCrimePlan
from .access import refuse_outsiders
from .plans import current_plan


def scorecard_list(request):
    """Open the scorecard of the plan that this year's serves, or say that there is none."""
    refuse_outsiders(request)
    plan = current_plan(request)
    served = plan and plan.police_and_crime_plan_id
    newest = served or PoliceAndCrimePlan.objects.values_list("pk", flat=True).first()
    if newest is None:
        return render(request, "plans/scorecard_detail.html", {"plan": None})
    return redirect("plans:scorecard-detail", newest)


def scorecard_detail(request, pk):
    refuse_outsiders(request)
    plans = {plan.pk: plan for plan in PoliceAndCrimePlan.objects.prefetch_related("priorities")}
    plan = plans.pop(pk, None)
    if plan is None:
        raise Http404
    measures = Measure.objects.visible_to(request.user).filter(plan=plan)
    every = readings(measures.reported().select_related("owner"))
    context = {
        "plan": plan,
        "others": list(plans.values()),
        "counted": counted(every),
        "groups": by_priority(plan, every),
        "total": len(every),
        "ended": measures.exclude(ended_on=None).count(),
        "can_add": request.user.has_perm("plans.add"),
    }
    return render(request, "plans/scorecard_detail.html", context)


def by_priority(plan, every):
    """[(Priority, [MeasureReading])] of each priority, and at last those that tell of none."""
    groups = {priority.pk: (priority, []) for priority in plan.priorities.all()}
    alone = (None, [])
    for each in every:
        groups.get(each.measure.priority_id, alone)[1].append(each)
    return [*groups.values(), *([alone] if alone[1] else [])]
