"""The two packs that a reader wants to see beside each other."""

from crispy_forms_gds.helper import FormHelper
from django import forms


class CompareForm(forms.Form):
    """packs: those that the reader may open, newest first. summaries: {key: facts of its line}."""

    before = forms.TypedChoiceField(coerce=int, label="Earlier pack")
    after = forms.TypedChoiceField(coerce=int, label="Later pack")

    def __init__(self, *args, packs, summaries, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = FormHelper()  # The summary of errors asks it whether to be shown.
        self.packs = {pack.pk: pack for pack in packs}
        self.summaries = summaries
        self.is_of_one_plan = len({pack.plan_id for pack in packs}) == 1
        choices = [(pack.pk, self.label_of(pack)) for pack in packs]
        for field in self.fields.values():
            field.choices = choices
            field.error_messages = {
                "required": f"Choose the {field.label.lower()}",
                "invalid_choice": f"Choose the {field.label.lower()} from the list",
            }

    def label_of(self, pack):
        told = self.summaries[pack.pk]
        version = f", version {pack.version}" if pack.newest != pack.pk or pack.version > 1 else ""
        plan = "" if self.is_of_one_plan else f" ({told['plan']})"
        return f"{told['meeting_on']:%-d %B %Y}{version}{plan}"

    def clean(self):
        cleaned = super().clean()
        if not {"before", "after"} <= set(cleaned):
            return cleaned
        before, after = self.packs[cleaned["before"]], self.packs[cleaned["after"]]
        if before == after:
            self.add_error("after", "Choose another pack than the earlier one")
        elif before.plan_id != after.plan_id:
            self.add_error("after", self.of_two_plans(before, after))
        return cleaned

    def of_two_plans(self, before, after):
        one, other = (self.summaries[pack.pk]["plan"] for pack in (before, after))
        if one == other:
            return "These are packs of two plans. Choose two packs of one plan"
        return f"One is of {one}, the other of {other}. Choose two packs of one plan"

    def pair(self):
        """The two Packs in the order of their cut-offs; None where there are none to compare."""
        if self.is_bound and not self.is_valid():
            return None
        chosen = self.cleaned_data if self.is_bound else self.initial
        if not chosen:
            return None
        pair = [self.packs[chosen[name]] for name in ("before", "after")]
        return sorted(pair, key=lambda pack: (pack.cut_off, pack.version))
