"""The office, the words that it uses, and where everything is."""

from ..answers.office import IndexAnswer, OfficeAnswer, index_row, office_row
from ..answers.sources import Links
from ..answers.statuses import StatusAnswer, status_rows
from ..paging import page_of
from .base import ApiView, Found, ListView

GROUP = "The office"


class Index(ApiView):
    """Where everything is."""

    shows, operation, group = IndexAnswer, "getIndex", GROUP

    def find(self, asked):
        return Found.ready(index_row(Links(self.request)))


class OfficeDetail(ApiView):
    """The office that publishes the data, and what may be done with it."""

    shows, operation, group = OfficeAnswer, "getOffice", GROUP

    def find(self, asked):
        row = office_row(self.request._request.office)
        return Found.ready(row | {"now": self.minute})


class StatusList(ListView):
    """The words by which activities are counted, and what each means."""

    shows, operation, group = StatusAnswer, "listStatuses", GROUP

    def find(self, asked):
        return Found.ready(page_of(status_rows(), asked))
