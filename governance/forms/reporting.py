"""The filters of the page that says how we report."""

from django import forms

from plans.forms.filters import FilterField

from ..signals import SIGNALS


class SignalFilter(forms.Form):
    """Which plan to look at, for which signals, and of which activities.

    data: the query of the page. current: the plan that is shown where none is asked for.
    """

    plan = FilterField()
    signal = FilterField(choices=[("", "All"), *((one.code, one.title) for one in SIGNALS)])
    owner = FilterField(label="Lead")
    objective = FilterField()

    def __init__(self, data, *, plans, current, objectives, posts):
        super().__init__(data)
        others = [(str(plan.pk), plan.title) for plan in plans if plan != current]
        self.fields["plan"].choices = [("", current.title), *others]
        if not others:
            del self.fields["plan"]
        self.offer("owner", ((post.pk, post.title) for post in posts))
        # A number means the same in every plan: it outlives a change of plan.
        self.offer("objective", ((one.number, str(one)) for one in objectives))

    def offer(self, name, choices):
        self.fields[name].choices = [("", "All"), *((str(key), label) for key, label in choices)]

    def signals(self):
        code = self.asked("signal")
        return [one for one in SIGNALS if code in ("", one.code)]

    def narrow(self, histories):
        """Return the activities asked for; all of them where a choice is unknown."""
        owner, objective = self.asked("owner"), self.asked("objective")
        return [
            one
            for one in histories
            if owner in ("", str(one.lead)) and objective in ("", str(one.objective_number))
        ]

    def asked(self, name):
        return self.cleaned_data[name] if self.is_valid() else ""
