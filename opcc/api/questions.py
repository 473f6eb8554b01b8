"""What may be asked of an address: its parameters, each with its meaning and what it may be.

The same classes read what was asked and describe it. A name or a value that is not in them is
refused by name; a filter that is ignored would give wrong numbers in silence.
"""

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework import serializers

from plans.position import end_of
from plans.registers.views import nothing_last

from .problems import WrongQuestion

PAGE_SIZE = 100
LARGEST_PAGE = 500
LARGEST_NUMBER = 2**31 - 1
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""What lies outside is a slip of the keyboard."""


class Question(serializers.Serializer):
    """The parameters of an address; this one has none.

    lookups: {parameter: lookup of a queryset}. columns: {what may be ordered by: its column, where
    that has another name}. tests: {parameter: (row, value) -> bool}, for rows that are in memory.
    """

    lookups = {}
    columns = {}
    tests = {}

    @classmethod
    def read(cls, parameters):
        """Return {name: value} of what a QueryDict asks. Raises WrongQuestion."""
        question = cls(data={name: parameters[name] for name in parameters})
        faults = question.unknown(parameters) | repeated(parameters)
        if not question.is_valid():
            faults = {name: words[0] for name, words in question.errors.items()} | faults
        if faults:
            raise WrongQuestion(faults)
        return question.validated_data

    def unknown(self, parameters):
        known = ", ".join(self.fields) or "none at all"
        words = f"There is no such parameter here. This address knows {known}."
        return {name: words for name in parameters if name not in self.fields}

    @classmethod
    def narrow(cls, rows, asked):
        """Return the rows of a queryset that were asked for, in the order asked for.

        Those without a value come last, whichever way the order goes.
        """
        wanted = {lookup: asked[name] for name, lookup in cls.lookups.items() if name in asked}
        name = asked["order"].removeprefix("-")
        back = "-" if asked["order"].startswith("-") else ""
        ordering = nothing_last(cls.columns.get(name, name), bool(back))
        return rows.filter(**wanted).order_by(ordering, f"{back}pk")

    @classmethod
    def choose(cls, rows, asked):
        """Return the rows of a list that were asked for."""
        return [row for row in rows if cls.wants(row, asked)]

    @classmethod
    def wants(cls, row, asked):
        return all(test(row, asked[name]) for name, test in cls.tests.items() if name in asked)


def repeated(parameters):
    words = "It stands in the address more than once. Give it once."
    return {name: words for name in parameters if len(parameters.getlist(name)) > 1}


class PagedQuestion(Question):
    """The parameters of every list."""

    limit = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_PAGE,
        default=PAGE_SIZE,
        help_text="How many rows are in one answer.",
    )
    offset = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST_NUMBER,
        default=0,
        help_text="How many rows come before the first one.",
    )


# --- Parameters ---------------------------------------------------------------------------------
def key(meaning):
    return serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_NUMBER, help_text=meaning
    )


def chosen(choices, meaning):
    return serializers.ChoiceField(choices=choices, required=False, help_text=meaning)


def flag(meaning):
    return serializers.ChoiceField(
        choices=[("true", "Yes"), ("false", "No")], required=False, help_text=meaning
    )


def is_true(text):
    return text == "true"


def words(meaning):
    return serializers.CharField(required=False, max_length=100, help_text=meaning)


def order(*names, default):
    """Rows in the order of one of these columns; "-" before it turns it round."""
    both = [each for name in names for each in (name, f"-{name}")]
    return serializers.ChoiceField(
        choices=[(each, each) for each in both],
        default=default,
        help_text="The order of rows; “-” turns it round.",
    )


class DayField(serializers.DateField):
    """A day within a long life's reach: what lies outside it is a slip of the keyboard."""

    def to_internal_value(self, value):
        day = super().to_internal_value(value)
        if not EARLIEST <= day <= LATEST:
            raise serializers.ValidationError(f"Give a day from {EARLIEST} to {LATEST}.")
        return day


def day(meaning):
    return DayField(required=False, help_text=meaning)


class MomentField(serializers.Field):
    """A day, which means its end in London, or a moment with its distance from UTC."""

    default_error_messages = {
        "unreadable": "Give a day such as 2020-12-14, or a moment such as 2020-12-14T17:00:00Z.",
        "out_of_reach": f"Give a moment from {EARLIEST} to {LATEST}.",
    }

    def to_internal_value(self, value):
        """Return a day or an aware datetime."""
        try:
            found = parse_date(value) or parse_datetime(value)
        except ValueError:
            found = None
        if found is None or is_naive(found):
            self.fail("unreadable")
        if not EARLIEST.year <= found.year <= LATEST.year:
            self.fail("out_of_reach")
        return found


def is_naive(found):
    return isinstance(found, dt.datetime) and timezone.is_naive(found)


def as_moment(asked, now):
    """Return the moment asked for, None for the present. Raises WrongQuestion for the future.

    Today is the present: its end is still to come.
    """
    if asked is None or asked == timezone.localdate(now):
        return None
    moment = asked if isinstance(asked, dt.datetime) else end_of(asked)
    if moment > now:
        raise WrongQuestion({"at": f"That is still to come. It is {now.isoformat()} here."})
    return moment
