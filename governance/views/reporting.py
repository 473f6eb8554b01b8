"""How we report: where the plan's own record could mislead a reader, to staff first."""

from django.http import Http404
from django.views.generic import TemplateView

from plans.models import DeliveryPlan
from plans.names import Names
from plans.registers.views import ForReaders
from plans.views.plans import current_plan
from plans.views.showing import activity_url

from ..forms.reporting import SignalFilter
from ..signals import Given, cut_offs_of, histories, lines_of

SHOWN_AT_FIRST = 25


class HowWeReport(ForReaders, TemplateView):
    """Facts with links to their lines, signal by signal; no score."""

    template_name = "governance/how_we_report.html"

    def get_context_data(self, **kwargs):
        current = current_plan(self.request)
        if current is None:
            return super().get_context_data(**kwargs)
        plans = list(DeliveryPlan.objects.visible_to(self.request.user))
        plan = chosen_plan(self.request.GET.get("plan"), plans, current)
        return super().get_context_data(**kwargs) | self.look_at(plan, plans, current)

    def look_at(self, plan, plans, current):
        names = Names.beside(plan)
        form = SignalFilter(
            query_about(self.request.GET, current),
            plans=plans,
            current=current,
            objectives=names.objectives,
            posts=names.posts.values(),
        )
        activities = form.narrow(histories(lines_of(plan), names.numbers))
        given = Given(cut_offs_of(plan), day_of(plan, self.request.today), plan.update_every)
        shown_whole = self.request.GET.get("show")
        return {
            "plan": plan,
            "filter_form": form,
            "activities_total": len(activities),
            "given": given,
            "two_cycles": 2 * plan.update_every,
            "sections": [
                section(one, one.findings(activities, given), names.posts, one.code == shown_whole)
                for one in form.signals()
            ],
        }


def chosen_plan(asked, plans, current):
    """The plan whose key is asked for, else the current one. Raises Http404 for an unknown key."""
    if not asked:
        return current
    for plan in plans:
        if str(plan.pk) == asked:
            return plan
    raise Http404


def query_about(query, current):
    """The query with the current plan left unsaid, as its filter has it."""
    if query.get("plan") == str(current.pk):
        query = query.copy()
        query["plan"] = ""
    return query


def day_of(plan, today):
    """The day from which the plan is looked at: a closed one says nothing after its year."""
    return today if plan.is_open else min(today, plan.ends_on)


def section(signal, findings, posts, is_whole):
    """What the template shows of a signal: the first findings, or all of them."""
    shown = findings if is_whole else findings[:SHOWN_AT_FIRST]
    return {
        "signal": signal,
        "total": len(findings),
        "rows": [
            {
                "finding": finding,
                "lead": posts[finding.lead].title,
                "url": activity_url(finding.activity),
            }
            for finding in shown
        ],
        "is_folded": len(shown) < len(findings),
        "is_long": len(findings) > SHOWN_AT_FIRST,
        "template": f"governance/includes/signal_{signal.code}.html",
    }
