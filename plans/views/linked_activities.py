"""The activities that a row of a register is linked to, as they stand."""

from .plans import Standpoint, current_plan
from .showing import rows


def linked_activities(request, activities):
    """What `plans/includes/linked_activities.html` shows of a queryset of activities.

    Those of this year's plan with their status, those of other years' plans by name.
    """
    linked = {a.pk: a for a in activities.select_related("objective", "plan")}
    plan = current_plan(request) if linked else None
    if plan is None:
        return {"other_activities": list(linked.values())}
    stand = Standpoint(request, plan, asks_day=False)
    position = stand.whole.only(lambda standing: standing.pk in linked)
    shown = {standing.pk for standing in position.standings}
    return {
        "plan": plan,
        "position": position,
        "standings": rows(position.standings, stand.posts),
        "other_activities": [a for pk, a in linked.items() if pk not in shown],
    }
