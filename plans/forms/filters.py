"""Filters of lists: plain GET forms, whose addresses can be kept."""

from functools import lru_cache

from django import forms

from ..models import Activity
from ..statuses import LABELS, SHOWN_ORDER

SORTS = {
    "activity": lambda s: s.order,
    "status": lambda s: (SHOWN_ORDER.index(s.shown), s.order),
    "due": lambda s: (s.due_on is None, s.due_on or s.day, s.order),
    "said": lambda s: (s.said_on is not None, s.said_on or s.day, s.order),
    "moves": lambda s: (s.moves, s.order),
}

WATCHES = {
    "attention": ("Needs attention", lambda s: s.needs_attention),
    "moved": ("Date moved", lambda s: s.has_moved),
    "late": ("Late against the date that stands", lambda s: s.is_late),
    "late_first": ("Late against the first date", lambda s: s.days_late_first > 0),
    "no_date": ("No date given", lambda s: s.due_on is None),
}


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AsAtForm(forms.Form):
    """The day a page is about."""

    as_at = forms.DateField(
        required=False,
        label="As at the end of",
        widget=day_input(),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Enter a real date, such as 31/03/2021"},
    )

    def __init__(self, data, *, today):
        super().__init__(data)
        self.today = today

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day and day > self.today:
            raise forms.ValidationError("Enter today or an earlier day")
        return day


class KeptSelect(forms.Select):
    """A list of choices, rendered once for the same choices and the same answer."""

    def render(self, name, value, attrs=None, renderer=None):
        return rendered_select(name, value, tuple((attrs or {}).items()), tuple(self.choices))


@lru_cache(200)
def rendered_select(name, value, attrs, choices):
    return forms.Select(choices=choices).render(name, value, dict(attrs))


class FilterField(forms.ChoiceField):
    widget = KeptSelect

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class StandingFilter(forms.Form):
    """Which of a plan's activities to show, and in what order."""

    objective = FilterField()
    owner = FilterField()
    priority = FilterField()
    status = FilterField(choices=[("", "All"), *LABELS.items()])
    kind = FilterField(choices=[("", "Both"), *Activity.Kind.choices])
    watch = FilterField(
        label="Show only",
        choices=[("", "All"), *((key, label) for key, (label, _) in WATCHES.items())],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    as_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, objectives, posts, priorities):
        super().__init__(data)
        self.offer("objective", ((o.pk, str(o)) for o in objectives))
        self.offer("owner", ((p.pk, p.title) for p in posts))
        self.offer("priority", ((p.pk, str(p)) for p in priorities))

    def offer(self, name, choices):
        self.fields[name].choices = [("", "All"), *((str(key), label) for key, label in choices)]

    def narrow(self, position):
        """Return the position with the standings chosen; all of them where a choice is unknown."""
        if not self.is_valid():
            return position
        tests = [make(self.cleaned_data[n]) for n, make in TESTS.items() if self.cleaned_data[n]]
        if not tests:
            return position
        return position.only(lambda s: all(test(s) for test in tests))

    def order(self, standings):
        """Return the standings, given in the plan's order, in the order asked for."""
        asked = self.cleaned_data.get("sort", "") if self.is_valid() else ""
        if asked.removeprefix("-") not in SORTS:
            return standings
        key = SORTS[asked.removeprefix("-")]
        return sorted(standings, key=key, reverse=asked.startswith("-"))

    @property
    def is_narrowing(self):
        return self.is_valid() and any(self.cleaned_data[name] for name in TESTS)


TESTS = {
    "objective": lambda pk: lambda s: s.objective == int(pk),
    "owner": lambda pk: lambda s: int(pk) in s.owners,
    "priority": lambda pk: lambda s: int(pk) in s.priorities,
    "status": lambda code: lambda s: s.shown == code,
    "kind": lambda kind: lambda s: s.kind == kind,
    "watch": lambda key: WATCHES[key][1],
}


class BetweenForm(forms.Form):
    """Two days to compare."""

    start = forms.DateField(
        label="From the end of",
        widget=day_input(),
        error_messages={
            "required": "Enter the first day",
            "invalid": "Enter a real date, such as 31/12/2020",
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    end = forms.DateField(
        label="To the end of",
        widget=day_input(),
        error_messages={
            "required": "Enter the second day",
            "invalid": "Enter a real date, such as 31/03/2021",
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start >= end:
            self.add_error("end", "Enter a day after the first")
        return cleaned
