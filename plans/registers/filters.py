"""Filters of the registers: plain GET forms, whose addresses can be kept."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q

from opcc.office.models import Post
from plans.models import Activity, Priority

from .facts import register_of

EVERYTHING = "All"


def posts(request):
    return Post.objects.all()


class RegisterFilter(django_filters.FilterSet):
    """What every register filters by: words, and the post that answers for it.

    words_in: names of the columns that the words are looked for in.
    """

    words_in = ("title",)

    q = django_filters.CharFilter(label="Words", method="with_words", max_length=100)
    owner = django_filters.ModelChoiceFilter(queryset=posts, label="Owner", empty_label=EVERYTHING)
    sort = django_filters.CharFilter(
        widget=forms.HiddenInput, method="leave", label="", required=False
    )

    def with_words(self, rows, name, value):
        wanted = " ".join(value.replace("\x00", "").split())
        tests = [Q(**{f"{column}__icontains": wanted}) for column in self.words_in]
        return rows.filter(reduce(or_, tests))

    def leave(self, rows, name, value):
        """The order is the view's to choose; the form only carries it along."""
        return rows


def choice(label, choices, **kwargs):
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=EVERYTHING, **kwargs
    )


def priorities(request):
    return Priority.objects.select_related("plan")


class ActivityFilter(django_filters.CharFilter):
    """Rows that lead to an activity, by its number in any plan, such as 3.14."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Activity", help_text="Its number, such as 3.14", max_length=12, **kwargs
        )

    def filter(self, rows, value):
        if not value:
            return rows
        objective, _, number = value.strip().partition(".")
        if not (objective.isdecimal() and number.isdecimal()):
            return rows.none()
        found = Activity.objects.filter(objective__number=int(objective), number=int(number))
        return register_of(rows.model).leading_to(found, "to_activity", among=rows)


class PriorityFilter(django_filters.ModelChoiceFilter):
    """Rows that lead to a priority of a Police and Crime Plan."""

    def __init__(self, **kwargs):
        usual = {"label": "Priority", "queryset": priorities, "empty_label": EVERYTHING}
        super().__init__(**usual | kwargs)

    def filter(self, rows, value):
        if value is None:
            return rows
        return register_of(rows.model).leading_to([value], "to_priority", among=rows)
