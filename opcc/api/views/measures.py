"""Measures: as the newest packs have them, and with a token all of them as they are now."""

from functools import cached_property

from governance.packs.frozen_measures import FrozenMeasure
from governance.packs.measures import measure_facts
from plans.measures import readings
from plans.models import Measure

from .. import packs
from ..answers.measures import MeasureAnswer, MeasureWholeAnswer, measure_row, measure_whole
from ..answers.sources import Links, source_row
from ..paging import Page, page_of, page_of_query
from .asking import MeasureQuestion
from .base import ApiView, Found, ListView, or_404

GROUP = "Measures"
MORE = "every measure, with its values as they are now."
PACKS_AT_MOST = 8
"""The newest pack of so many plans is looked through for measures."""


class OfMeasures:
    """Mixed into a view about measures."""

    group, more, reads_packs = GROUP, MORE, True

    @cached_property
    def links(self):
        return Links(self.request)

    def url(self, key):
        return self.links.to("measure-detail", key)

    def as_published(self):
        """{measure's key: (FrozenMeasure, Pack)} of the newest packs, one a plan: the measure's
        newest words, and those that only an earlier plan's pack has after them. A query for each
        pack that is not in memory."""
        newest = packs.newest_of_plans(self.user, self.today)[:PACKS_AT_MOST]
        found = {}
        for pack in newest:
            for measure in packs.read(pack).measures:
                found.setdefault(measure.key, (measure, pack))
        return found

    def rows_now(self, measures):
        """The FrozenMeasures of Measures as their lines tell of them now. Two queries."""
        return [FrozenMeasure(0, measure_facts(each)) for each in readings(measures)]

    def every(self):
        rows = Measure.objects.visible_to(self.user)
        return rows.select_related("owner", "priority")


class MeasureList(OfMeasures, ListView):
    """Measures, as the newest packs have them.

    Of each plan, the newest pack that is public is looked through.
    """

    shows, asks, operation = MeasureAnswer, MeasureQuestion, "listMeasures"

    def find(self, asked):
        read = self.page_now if self.request.auth else self.page_published
        return Found.ready(read(asked))

    def page_published(self, asked):
        rows = [
            measure_row(m, self.url(m.key), pack.cut_off, source_row(pack, self.links))
            for m, pack in self.as_published().values()
        ]
        return page_of(self.asks.choose(rows, asked), asked)

    def page_now(self, asked):
        """Values are read of those on the page alone."""
        page = page_of_query(self.asks.narrow(self.every(), asked), asked)
        rows = [measure_row(m, self.url(m.key), self.minute) for m in self.rows_now(page.rows)]
        return Page(page.total, rows)


class MeasureDetail(OfMeasures, ApiView):
    """One measure with its values and limits, as the newest pack that shows it has it."""

    shows, operation = MeasureWholeAnswer, "getMeasure"

    def find(self, asked, measure):
        read = self.row_now if self.request.auth else self.row_published
        return Found.ready(read(measure))

    def row_published(self, key):
        measure, pack = or_404(self.as_published().get(key))
        source = source_row(pack, self.links)
        return measure_whole(measure, self.url(key), pack.cut_off, source)

    def row_now(self, key):
        found = self.rows_now(self.every().filter(pk=key))
        or_404(found or None)
        return measure_whole(found[0], self.url(key), self.minute)
