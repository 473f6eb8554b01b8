"""A pack as tables for a spreadsheet: the rows of the interface, without what is nested in them."""

from dataclasses import dataclass
from decimal import Decimal

from rest_framework import serializers

from .answers.activities import ActivityAnswer, MilestoneAnswer, activity_row
from .answers.fields import Answer, key, text
from .answers.measures import MeasureAnswer, ValueAnswer, measure_row, value_rows
from .answers.packs import ChangeAnswer, change_rows
from .answers.questions import QuestionAnswer, question_row


class MilestoneOfActivity(MilestoneAnswer):
    """A milestone beside its activity."""

    activity = key("The activity's key.")
    reference = text("The activity's number.")


class ValueOfMeasure(ValueAnswer):
    """A value beside its measure."""

    measure = key("The measure's key.")
    title = text("What it is called.")
    unit = text("What is counted in.")


@dataclass(frozen=True)
class Told:
    """A pack that is being written out. named: the names beside it. before: the Reading of the
    pack before, or None. links: addresses of the interface."""

    pack: object
    reading: object
    named: object
    before: object
    links: object


def activities(told):
    at = told.reading.cut_off
    return [activity_row(each, told.named, at) for each in told.reading.position.standings]


def milestones(told):
    return [
        milestone | {"activity": row["id"], "reference": row["reference"]}
        for row in activities(told)
        for milestone in row["milestones"]
    ]


def changes(told):
    return change_rows(told.before, told.reading) if told.before else []


def measures(told):
    at = told.reading.cut_off
    return [measure_row(each, url_of(told, each), at) for each in told.reading.measures]


def values(told):
    return [
        row | {"measure": each.key, "title": each.title, "unit": each.facts["unit"]}
        for each in told.reading.measures
        for row in value_rows(each)
    ]


def questions(told):
    return [question_row(question) for question in told.reading.questions]


def url_of(told, measure):
    return told.links.to("pack-measure", told.pack.pk, measure.number)


SHEETS = {
    "activities": (ActivityAnswer, activities),
    "milestones": (MilestoneOfActivity, milestones),
    "changes": (ChangeAnswer, changes),
    "measures": (MeasureAnswer, measures),
    "values": (ValueOfMeasure, values),
    "questions": (QuestionAnswer, questions),
}
"""{name of a table: (the answer whose fields are its columns, told -> its rows)}"""


def columns_of(answer):
    """[(heading, row -> value)] of the fields that fit a cell."""
    fields = {n: f for n, f in answer().fields.items() if fits_a_cell(f)}
    return [(name, lambda row, n=name, f=field: value(f, row[n])) for name, field in fields.items()]


def fits_a_cell(field):
    return not isinstance(field, Answer | serializers.ListSerializer)


def value(field, plain):
    """What stands in a cell. Numbers stay numbers, which no spreadsheet takes for a formula."""
    if plain is None:
        return None
    if isinstance(field, serializers.DecimalField):
        return Decimal(plain)
    if isinstance(field, serializers.BooleanField):
        return "true" if plain else "false"
    if isinstance(field, serializers.ListField):
        return "; ".join(plain)
    return field.to_representation(plain)
