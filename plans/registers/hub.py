"""A first page of an app's registers: each in a line, with counts that lead to their lists."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.urls import reverse


@dataclass(frozen=True)
class Figure:
    """A count with its words and the query of the list that it counts.

    rows: what is counted, or None where the page counts it by itself.
    """

    words: str
    query: str
    rows: object = None
    is_late: bool = False


@dataclass(frozen=True)
class Line:
    """A register on the page. key: the address's names of its pages, as in "governance:action"."""

    name: str
    key: str
    about: str
    figures: tuple


def counted(found, already=None):
    """[{name, about, url, figures}] with every count, of all registers in one query.

    already: {(key, words): how many} of the figures without rows.
    """
    counts = row_counts(found) | (already or {})
    return [
        {
            "name": line.name,
            "about": line.about,
            "url": list_url(line.key),
            "figures": [
                {
                    "count": counts[line.key, figure.words],
                    "words": figure.words,
                    "url": list_url(line.key, figure.query),
                    "is_late": figure.is_late and counts[line.key, figure.words] > 0,
                }
                for figure in line.figures
            ],
        }
        for line in found
    ]


def row_counts(found):
    """{(key, words): how many}, in one query."""
    first, *others = [
        how_many(line.key, figure)
        for line in found
        for figure in line.figures
        if figure.rows is not None
    ]
    return {(key, words): count for key, words, count in first.union(*others, all=True)}


def how_many(key, figure):
    names = {"key_now": key, "words_now": figure.words}
    named = {name: Value(text, output_field=CharField()) for name, text in names.items()}
    counts = figure.rows.order_by().values(**named).annotate(count_now=Count("pk"))
    return counts.values_list(*names, "count_now")


def list_url(key, query=""):
    url = reverse(f"{key}-list")
    return f"{url}?{query}" if query else url
