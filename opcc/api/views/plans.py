"""Delivery plans: how each stands as published, and with a token at any moment."""

from functools import cached_property
from urllib.parse import urlencode

from governance.packs.freezing import line_facts
from opcc.office.models import Post
from plans.kept_positions import kept_position
from plans.models import DeliveryPlan, Entry
from plans.names import Names

from .. import packs
from ..answers.activities import ActivityAnswer, LineAnswer, Named, activity_row, line_row
from ..answers.packs import PositionAnswer, position_row
from ..answers.plans import PlanAnswer, PlanWholeAnswer, plan_row, plan_whole
from ..answers.sources import Links
from ..paging import page_of, page_of_query
from ..questions import as_moment
from .asking import ActivityAtQuestion, LineQuestion, MomentQuestion
from .base import ApiView, Found, ListView, or_404

PUBLISHED = "Plans, as published"
AT_ANY_MOMENT = "Plans, at any moment"
MORE = "the numbers are those of the newest pack published to the panel."


# --- As published -------------------------------------------------------------------------------
class PlanList(ListView):
    """Delivery plans with their published position, the newest first.

    Every number is that of the newest pack of the plan that is public, which is named beside it.
    """

    shows, operation, group, more = PlanAnswer, "listPlans", PUBLISHED, MORE

    def find(self, asked):
        page = page_of(packs.newest_of_plans(self.user, self.today), asked)
        return Found.ready(page.each(lambda pack: plan_row(pack, Links(self.request))))


class PlanDetail(ApiView):
    """One delivery plan, as published.

    Every number is that of the newest pack of the plan that is public, which is named beside it.
    """

    shows, operation, group, more = PlanWholeAnswer, "getPlan", PUBLISHED, MORE
    reads_packs = True

    def find(self, asked, plan):
        newest = packs.newest_of_plans(self.user, self.today)
        pack = or_404(next((each for each in newest if each.plan_id == plan), None))
        return Found(pack.digest, lambda: plan_whole(pack, packs.read(pack), Links(self.request)))


# --- At any moment ------------------------------------------------------------------------------
class AtMoment:
    """Mixed into a view about a plan at a moment, for those who work here."""

    group, needs_token = AT_ANY_MOMENT, True

    def find(self, asked, plan, **keys):
        plans = DeliveryPlan.objects.visible_to(self.user)
        self.plan = or_404(plans.filter(pk=plan).first())
        self.at = as_moment(asked.get("at"), self.now)
        named = (self.plan.record_digest, self.as_at, self.names.rows)
        return Found((named, self.plan.title, self.plan.update_every),
                     lambda: self.make(asked, **keys))  # fmt: skip

    @cached_property
    def names(self):
        return Names.beside(self.plan)

    @cached_property
    def position(self):
        return kept_position(self.plan, at=self.at, now=self.now, numbers=self.names.numbers)

    @property
    def as_at(self):
        """The moment asked about. A kept position of the present is older than its answer."""
        return self.at or self.minute

    @property
    def links(self):
        return Links(self.request)

    @property
    def at_query(self):
        """What of the address says the moment, for the addresses in the answer."""
        asked = self.request.query_params.get("at")
        return f"?{urlencode({'at': asked})}" if asked else ""


class PlanPosition(AtMoment, ApiView):
    """How a plan stood at a moment.

    The same numbers for ever: lines that are written later never change them.
    """

    shows, asks, operation = PositionAnswer, MomentQuestion, "getPlanPosition"

    def make(self, asked):
        titles = {o.pk: (o.number, o.title) for o in self.names.objectives}
        activities = self.links.to("plan-activities", self.plan.pk) + self.at_query
        return position_row(self.plan, self.position, self.as_at, titles, activities)


class PlanActivities(AtMoment, ListView):
    """The activities of a plan at a moment."""

    shows, asks, operation = ActivityAnswer, ActivityAtQuestion, "listPlanActivities"

    def make(self, asked):
        rows = self.asks.choose(self.position.standings, asked)
        page = page_of(self.asks.in_order(rows, asked), asked)
        named = names_beside(self)
        return page.each(lambda standing: activity_row(standing, named, self.as_at))


class PlanActivity(AtMoment, ApiView):
    """One activity of a plan at a moment."""

    shows, asks, operation = ActivityAnswer, MomentQuestion, "getPlanActivity"

    def make(self, asked, activity):
        standing = or_404(self.position.of(activity))
        return activity_row(standing, names_beside(self), self.as_at)


class PlanTimeline(ListView):
    """The lines of an activity's record, the newest first."""

    shows, asks, operation = LineAnswer, LineQuestion, "listPlanActivityLines"
    group, needs_token = AT_ANY_MOMENT, True

    def find(self, asked, plan, activity):
        lines = Entry.objects.visible_to(self.user).filter(plan=plan, activity=activity)
        or_404(lines.exists() or None)
        if "kind" in asked:
            lines = lines.filter(kind=asked["kind"])
        page = page_of_query(lines.for_timeline(), asked)
        posts = {post.pk: post for post in Post.objects.all()}
        return Found.ready(page.each(lambda line: line_row(line_facts(line, posts))))


def names_beside(view):
    """The names beside a plan as they are now, and addresses at the moment asked for."""
    names, query = view.names, view.at_query
    beginning = view.links.to("plan-activity", view.plan.pk, 0).removesuffix("0")
    return Named(
        posts={key: post.title for key, post in names.posts.items()},
        objectives={objective.pk: objective.title for objective in names.objectives},
        priorities={key: str(priority) for key, priority in names.every_priority.items()},
        url=lambda key: f"{beginning}{key}{query}",
    )
