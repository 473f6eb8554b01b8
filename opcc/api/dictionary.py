"""The data dictionary: every field of every answer, read from what answers are made of.

Names, types and choices come from the classes that answer, and choices from the models. Meanings
are written with the answers: a model's help text speaks to whoever fills in its form, of how to
type and what may stay empty, and most columns need none; most fields of an answer are no column.
"""

from dataclasses import dataclass
from functools import lru_cache
from inspect import cleandoc

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers

from governance.papers.pack_tables import CHANGES, QUESTIONS, VALUES
from plans.papers.activity_tables import FIELDS as ACTIVITIES

from .answers.fields import Answer

TYPES = (
    (serializers.BooleanField, "true or false"),
    (serializers.DateTimeField, "moment"),
    (serializers.DateField, "day"),
    (serializers.DecimalField, "number, as text"),
    (serializers.IntegerField, "whole number"),
    (serializers.ChoiceField, "one of"),
    (serializers.URLField, "address"),
    (serializers.CharField, "text"),
)
"""What the value of a field is, in words; the first that fits counts."""

WORKED_OUT = "Worked out by the service"


@dataclass(frozen=True)
class Meaning:
    """A field: its name, what its value is, its meaning, what it may be and where it comes from.

    of: the name of the answer that holds it. choices: [(value, its words)].
    """

    of: str
    name: str
    type: str
    meaning: str
    choices: tuple
    comes_from: str


@dataclass(frozen=True)
class Entry:
    """An answer: its name, what it is, and the Meanings of its own fields.

    adds_to: the name of the answer whose fields it has as well; empty where it stands alone.
    """

    name: str
    outline: str
    adds_to: str
    meanings: tuple

    @property
    def anchor(self):
        return self.name.lower().replace(" ", "-")


@lru_cache(1)
def dictionary():
    """Return the Entries of every answer, those within another right after it."""
    found = {}
    for view in views():
        gather(view.shows, found)
    return [*found.values(), *map(table_entry, TABLES.items())]


def views(patterns=None):
    """Yield the views of the interface, in the order of their addresses."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
            yield pattern.callback.cls


def gather(answer, found):
    if answer in found:
        return
    base = answer.__base__
    if base is not Answer:
        gather(base, found)
    inherited = base().fields if base is not Answer else {}
    own = {name: field for name, field in answer().fields.items() if name not in inherited}
    meanings = tuple(meaning_of(answer, name, field) for name, field in own.items())
    outline = " ".join(cleandoc(answer.__doc__).split("\n\n")[0].split())
    found[answer] = Entry(
        name_of(answer), outline, name_of(base) if base is not Answer else "", meanings
    )
    for field in own.values():
        if nested := nested_in(field):
            gather(nested, found)


# --- Tables of packs ----------------------------------------------------------------------------
TABLES = {
    "activities": ACTIVITIES,
    "changes": CHANGES,
    "measures": VALUES,
    "questions": QUESTIONS,
}
"""{name of a table that a pack is offered as: its columns}"""


def table_entry(named):
    """The Entry of a table of a pack: what its columns are called in JSON, and in CSV."""
    name, columns = named
    title = f"Table of {name}"
    outline = f"The table of {name} of a pack, as spreadsheet, CSV and JSON have it."
    meanings = (
        Meaning(title, c.name, f"column “{c.heading}”", c.meaning, (), "The pack as published")
        for c in columns
    )
    return Entry(title, outline, "", tuple(meanings))


# --- Answers ------------------------------------------------------------------------------------
def meaning_of(answer, name, field):
    origin = WORKED_OUT if name in answer.worked_out else answer.comes_from
    choices = tuple(field.choices.items()) if isinstance(field, serializers.ChoiceField) else ()
    return Meaning(name_of(answer), name, type_of(field), field.help_text, choices, origin)


def type_of(field):
    """What the value of a field is, in words."""
    nested = nested_in(field)
    if nested:
        many = isinstance(field, serializers.ListSerializer)
        words = f"{'list of ' if many else ''}{name_of(nested)}"
    elif isinstance(field, serializers.ListField):
        words = f"list of {type_of(field.child)}s"
    else:
        words = next(words for kind, words in TYPES if isinstance(field, kind))
    return f"{words}, or null" if field.allow_null else words


def nested_in(field):
    """The Answer that the value of a field is, or its rows are; None for a plain value."""
    inner = field.child if isinstance(field, serializers.ListSerializer) else field
    return type(inner) if isinstance(inner, Answer) else None


def name_of(answer):
    """ "Pack whole" for PackWholeAnswer."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in
                    answer.__name__.removesuffix("Answer")).strip()  # fmt: skip
    return words[:1].upper() + words[1:]


COLUMNS = [
    ("answer", lambda meaning: meaning.of),
    ("field", lambda meaning: meaning.name),
    ("type", lambda meaning: meaning.type),
    ("meaning", lambda meaning: meaning.meaning),
    ("may be", lambda meaning: "; ".join(f"{value}: {words}" for value, words in meaning.choices)),
    ("comes from", lambda meaning: meaning.comes_from),
]
"""Of the dictionary as a table for a spreadsheet."""


def every_meaning():
    return [meaning for entry in dictionary() for meaning in entry.meanings]
