"""What pages add to a standing to show it: its address, and the posts by name."""

from functools import cache

from django.urls import reverse


class Row:
    """A standing with its address and its lead Post, for templates."""

    __slots__ = ("lead", "standing", "url")

    def __init__(self, standing, posts):
        self.standing = standing
        self.lead = posts[standing.lead]
        self.url = activity_url(standing.pk)

    def __getattr__(self, name):
        return getattr(self.standing, name)


@cache
def pattern():
    """Resolving an address for each of hundreds of rows costs more than the rest of a page."""
    return reverse("plans:activity-detail", args=[0])


def activity_url(pk):
    return pattern().replace("0", str(pk), 1)


def rows(standings, posts):
    return [Row(standing, posts) for standing in standings]


def due_rows(dates, posts):
    """Lines for the card of what falls due: a milestone is named before its activity."""
    return [
        {
            "due_on": due_on,
            "title": milestone.title if milestone else standing.title,
            "whole": standing.title if milestone else "",
            "reference": standing.reference,
            "lead": posts[standing.lead].title,
            "url": activity_url(standing.pk),
        }
        for due_on, standing, milestone in dates
    ]
