"""The first page of panel members: the newest pack, and what comes next."""

from django.db.models import F

from governance.models import Meeting, ProgrammeItem, ScrutinyItem
from governance.views.pack_content import HomeLinks
from governance.views.pack_summaries import summaries
from governance.views.packs import Shown, readable

EARLIER_AT_MOST = 4
ITEMS_AT_MOST = 5
CHANGES_AT_MOST = 5


def panel_home(request):
    """The context of the page: each part is empty where there is nothing to show."""
    newest_versions = readable(request).filter(newest=F("pk")).newest_first()
    packs = list(newest_versions[: EARLIER_AT_MOST + 1])
    newest = packs[0] if packs else None
    return {
        "pack": newest,
        "content": Content(newest) if newest else None,
        "summary": summaries([newest])[newest.pk] if newest else None,
        "earlier": earlier(packs[1:]),
        "today": request.today,
        **to_come(request),
    }


class Content(Shown):
    """The newest pack in two parts, between which stands what comes next."""

    make_links = HomeLinks
    at_most = CHANGES_AT_MOST

    @property
    def head(self):
        return self.kept("pack_head", self.context, "home")

    @property
    def main(self):
        return self.kept("pack_home", self.context)


def earlier(packs):
    found = summaries(packs)
    return [{"pack": pack, **found[pack.pk]} for pack in packs]


def to_come(request):
    """The panel's next meeting, its open topics and what it has asked."""
    user = request.user
    meetings = Meeting.objects.visible_to(user).filter(body__is_panel=True)
    topics = ProgrammeItem.objects.visible_to(user).open().select_related("meeting", "owner")
    questions = ScrutinyItem.objects.visible_to(user).from_panel().open()
    return {
        "meeting": meetings.from_day(request.today).first(),
        "topics": topics.in_order_of_work()[:ITEMS_AT_MOST],
        "questions": [
            (question, days_late(question, request.today))
            for question in questions.in_order_of_work()[:ITEMS_AT_MOST]
        ],
    }


def days_late(question, on):
    return question.days_late(on) if question.is_late(on) else 0
