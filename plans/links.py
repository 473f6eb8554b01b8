"""What other parts of the house say beside an activity, a post, a priority or a whole search.

The upper apps add functions here when they start; the pages of plans ask, and know none of them.
"""

from dataclasses import dataclass

from django.utils.text import slugify

about_activity = []
"""Functions `(activity, user, on) -> [Section]`: what hangs on an activity."""

about_post = []
"""Functions `(post, user, on) -> [Section]`: what a post answers for, besides activities."""

about_priority = []
"""Functions `(priority, user, on) -> [Section]`: what serves a priority, besides activities."""


@dataclass(frozen=True)
class Item:
    """One row beside a page: its words, its address, and a note such as its state or date.

    is_late: whether the note says that something is overdue.
    """

    title: str
    url: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its rows; the address of the whole register's list, where there is one."""

    heading: str
    items: tuple
    url: str = ""

    @property
    def late(self):
        """How many of the rows are overdue."""
        return sum(item.is_late for item in self.items)

    @property
    def key(self):
        """The heading as an anchor."""
        return f"linked-{slugify(self.heading)}"


def sections(functions, thing, user, on):
    """Return the sections that say something, in the order in which apps added them."""
    found = [section for ask in functions for section in ask(thing, user, on)]
    return [section for section in found if section.items]
