"""What a register says of its own import, to the pages that every import has."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse

from plans.views.access import demand


class Flow:
    """One reader's import into one register.

    register: what `RegisterIntake.register` says. name: of the page on which it starts; the others
    are called after it. nouns: one row and many. first_cell: heading above `Line.title`; cells:
    those of `Line.under`. columns: Columns. matched: {field: (heading, words)} of the columns whose
    names are matched with rows, for names that are not known. permission: asked with `row`.
    about: the key of the one row that all of the table is about, or None.
    """

    register = ""
    name = ""
    heading = ""
    lede = ""
    nouns = ("row", "rows")
    first_cell = ""
    cells = ()
    columns = None
    matched = {}
    reason_label = "Why it changes"
    reason_help = "It stands beside each change."
    permission = ""

    def __init__(self, request, about=None):
        self.request, self.about = request, about
        self.user, self.today = request.user, request.today

    @classmethod
    def of(cls, request, about):
        """Return the Flow of this reader for what the import is about."""
        return cls(request, about)

    def demand(self):
        """Raise Http404 for whoever may not see the register, PermissionDenied where not import."""
        if not self.user.works_here:
            raise Http404
        demand(self.user, self.permission, self.row)

    @cached_property
    def row(self):
        """The row that it is about, or None where it is about many."""
        return None

    def refusal(self):
        """Why nothing can be imported here now, in words; else an empty text."""
        return ""

    def start_url(self):
        return reverse(self.name)

    def page(self, name, intake):
        """The address of a later page: "check", "columns", "finish" or "discard"."""
        return reverse(f"{self.name}-{name}", args=[intake.pk])

    def trail(self):
        """(name, address) of the page that the import starts from, and returns to."""
        raise NotImplementedError

    def summary(self):
        """[(label, words)] of what the import is about, for the check page."""
        return []

    def offered(self, field):
        """[(choice, label)] for a name in this column that is not known."""
        raise NotImplementedError

    def compare(self, table, mapping, chosen):
        """Return the Difference. chosen: {field: {name: choice}} for names not known."""
        raise NotImplementedError

    def write(self, difference, *, reason):
        """Make the register say it. Raises Stale or IntegrityError where it changed meanwhile."""
        raise NotImplementedError

    def counted(self, count):
        return f"{count:,} {self.nouns[count != 1]}"
