"""Packs and what is in them. Without a token, those that are open to everybody."""

import json
from functools import cached_property

from governance.models import PackPart
from governance.models.packs import sha256
from governance.packs.finding import find as find_pack

from .. import packs
from ..answers.activities import ActivityAnswer, LineAnswer, Named, activity_row, line_row
from ..answers.measures import MeasureAnswer, MeasureWholeAnswer, measure_row, measure_whole
from ..answers.packs import (
    ChangeAnswer,
    PackAnswer,
    PackWholeAnswer,
    change_rows,
    pack_row,
    pack_whole,
)
from ..answers.questions import QuestionAnswer, question_row
from ..answers.sources import Links, source_row
from ..paging import page_of, page_of_query
from ..problems import NotIntact
from .asking import (
    ActivityQuestion,
    ChangeQuestion,
    LineQuestion,
    MeasureQuestion,
    PackQuestion,
    ScrutinyQuestion,
)
from .base import ApiView, Found, ListView, or_404

GROUP = "Packs"
MORE = "packs that are published to the panel and not open to everybody yet."


class PackList(ListView):
    """Packs, the newest first."""

    shows, asks = PackAnswer, PackQuestion
    operation, group, more = "listPacks", GROUP, MORE

    def find(self, asked):
        rows = self.asks.narrow(packs.readable(self.user, self.today), asked)
        page, links = page_of_query(rows, asked), Links(self.request)
        return Found.ready(page.each(lambda pack: pack_row(pack, links)))


class OfPack:
    """Mixed into a view about one pack: 404 alike for one that is not there or not public."""

    group, more, reads_packs = GROUP, MORE, True

    def find(self, asked, pack, **keys):
        self.pack = or_404(find_pack(pack, self.user, self.today))
        return Found((self.pack.digest, *self.beside()), lambda: self.make(asked, **keys))

    def beside(self):
        """What else the answer rests on than the pack's text."""
        return ()

    @property
    def reading(self):
        return packs.read(self.pack)

    @property
    def links(self):
        return Links(self.request)


class OfPackAndBefore(OfPack):
    """The same for what is compared with the pack before it.

    comparing: (Pack, Reading) of the one before it, None of the first.
    """

    def beside(self):
        self.before = packs.before(self.pack)
        pack = self.pack
        opened = (pack.public_from, pack.newest, pack.is_superseded)
        return (self.before and self.before.digest, *opened)

    @property
    def comparing(self):
        return self.before and (self.before, packs.read(self.before))


class PackDetail(OfPackAndBefore, ApiView):
    """One pack.

    Its headline, its counts, the office's words, and what changed since the pack before it.
    Its text never changes; a mistake makes another version. Of a pack whose stored text is not the
    published one this address alone answers, to say so.
    """

    shows, operation, reads_packs = PackWholeAnswer, "getPack", False

    def beside(self):
        named = super().beside()
        self.holds = all(reading.is_intact for _, reading in self.looked_at)
        return (self.holds, *named)

    @cached_property
    def looked_at(self):
        """[(Pack, Reading)] of this pack, and of the one before it."""
        return [(each, packs.look_at(each)) for each in (self.pack, self.before) if each]

    def make(self, asked):
        (_, reading), *before = self.looked_at
        compared = next((pair for pair in before if pair[1].is_intact), None)
        return pack_whole(self.pack, reading, compared, self.links)


class PackActivities(OfPack, ListView):
    """The activities of a pack."""

    shows, asks, operation = ActivityAnswer, ActivityQuestion, "listPackActivities"

    def make(self, asked):
        rows = self.asks.choose(self.reading.position.standings, asked)
        page = page_of(self.asks.in_order(rows, asked), asked)
        named = names_in(self.reading, self.pack, self.links)
        return page.each(lambda standing: activity_row(standing, named, self.reading.cut_off))


class PackActivity(OfPack, ApiView):
    """One activity of a pack."""

    shows, operation = ActivityAnswer, "getPackActivity"

    def make(self, asked, activity):
        standing = or_404(self.reading.position.of(activity))
        named = names_in(self.reading, self.pack, self.links)
        return activity_row(standing, named, self.reading.cut_off)


class PackTimeline(OfPack, ListView):
    """The published lines of an activity's record in a pack, the newest first."""

    shows, asks, operation = LineAnswer, LineQuestion, "listPackActivityLines"

    def make(self, asked, activity):
        part = or_404(PackPart.objects.filter(pack=self.pack.pk, activity=activity).first())
        facts = self.reading.content["activities"]
        told = next((a.get("timeline") for a in facts if a["pk"] == activity), None)
        if sha256(part.frozen) != told:
            raise NotIntact(self.pack)
        lines = reversed(json.loads(part.frozen))
        rows = self.asks.choose([line_row(line) for line in lines], asked)
        return page_of(rows, asked)


class PackChanges(OfPackAndBefore, ListView):
    """What changed since the pack before it, one row a change.

    Empty for the first pack of a plan.
    """

    shows, asks, operation = ChangeAnswer, ChangeQuestion, "listPackChanges"

    def make(self, asked):
        compared = self.comparing
        rows = change_rows(compared[1], self.reading) if compared else []
        return page_of(self.asks.choose(rows, asked), asked)


class PackMeasures(OfPack, ListView):
    """The measures of a pack."""

    shows, asks, operation = MeasureAnswer, MeasureQuestion, "listPackMeasures"

    def make(self, asked):
        source, links = source_row(self.pack, self.links), self.links
        rows = [
            measure_row(
                measure,
                links.to("pack-measure", self.pack.pk, measure.number),
                self.reading.cut_off,
                source,
            )
            for measure in self.reading.measures
        ]
        return page_of(self.asks.choose(rows, asked), asked)


class PackMeasure(OfPack, ApiView):
    """One measure of a pack, with its values and limits."""

    shows, operation = MeasureWholeAnswer, "getPackMeasure"

    def make(self, asked, number):
        measure = or_404(next((m for m in self.reading.measures if m.number == number), None))
        url = self.links.to("pack-measure", self.pack.pk, number)
        source = source_row(self.pack, self.links)
        return measure_whole(measure, url, self.reading.cut_off, source)


class PackQuestions(OfPack, ListView):
    """The panel's questions and recommendations in a pack."""

    shows, asks, operation = QuestionAnswer, ScrutinyQuestion, "listPackQuestions"

    def make(self, asked):
        rows = [question_row(told) for told in self.reading.questions]
        return page_of(self.asks.choose(rows, asked), asked)


def names_in(reading, pack, links):
    """The names beside the position of a pack, as the pack has them."""
    beginning = links.to("pack-activity", pack.pk, 0).removesuffix("0")
    return Named(
        posts={key: post.title for key, post in reading.posts.items()},
        objectives={objective.pk: objective.title for objective in reading.objectives},
        priorities=reading.priorities,
        url=lambda key: f"{beginning}{key}",
    )
