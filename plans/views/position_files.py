"""A plan's position as files: of the day and the filters of the page that leads to them."""

from django.urls import reverse
from django.utils.text import slugify

from opcc.office.models import Holding
from opcc.office.papers.cells import in_london
from opcc.office.papers.formats import CSV
from opcc.office.papers.serving import made_response
from opcc.office.papers.workbook import Workbook

from ..papers.activity_tables import ActivityNames, activity_sheet
from ..papers.position import position_paper
from ..registers.files import facts, in_words, lead_to_the_list
from ..templatetags.plan_tags import moment
from .access import find_plan
from .plans import DOCUMENTS, LISTS, Standpoint


def position_file(request, pk, name):
    """How the plan stands, or stood at the end of `?as_at=`, as a document."""
    stand = Standpoint(request, find_plan(request, pk))
    if not stand.is_understood:
        return lead_to_the_list(request, stand.plan.get_absolute_url())
    named = f"{slugify(stand.plan.title)}-{stand.position.day}"
    return made_response(request, DOCUMENTS[name], named, lambda: paper_of(stand))


def activities_file(request, pk, name):
    """The activities of the list page, in its order, as a table."""
    stand, kind = Standpoint(request, find_plan(request, pk)), LISTS[name]
    if not stand.is_understood:
        return lead_to_the_list(request, reverse("plans:activity-list", args=[pk]))
    named = f"activities-{stand.position.day}"

    def make():
        sheet = sheet_of(stand)
        return sheet if kind is CSV else workbook_of(stand, sheet)

    return made_response(request, kind, named, make)


def paper_of(stand):
    return position_paper(
        stand.request.office,
        stand.plan,
        stand.position,
        stand.names,
        shown_at=moment(in_london(stand.shown_at)),
        chosen=in_words(stand.filter),
        is_whole=stand.position.total == stand.whole.total,
    )


def sheet_of(stand):
    names = stand.names
    return activity_sheet(
        stand.filter.order(stand.position.standings),
        ActivityNames(
            objectives={objective.pk: str(objective) for objective in names.objectives},
            priorities={key: str(priority) for key, priority in names.every_priority.items()},
            posts={key: post.title for key, post in names.posts.items()},
            holders=holders_on(stand.position.day),
        ),
    )


def holders_on(day):
    """{post's key: who held it that day}. One query."""
    held = Holding.objects.on(day).filter(kind=Holding.Kind.HOLDER)
    return dict(held.values_list("post_id", "user__name"))


def workbook_of(stand, sheet):
    position_at = (("Plan", stand.plan.title), ("Position at", stand.shown_at))
    told = position_at + facts(stand.request, in_words(stand.filter))
    return Workbook(f"Activities of {stand.plan.title}", told, (sheet,))
