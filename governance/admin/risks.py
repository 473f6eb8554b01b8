"""Risks, and the bands that scores fall in, in Django admin."""

from django import forms
from django.contrib import admin

from opcc.office.admin.bases import NamedChoices
from plans.registers.admin import LinesInline, ReferenceAdmin, RegisterAdmin

from ..models import Control, Risk, RiskBand, RiskScore


class RiskScoreInline(LinesInline):
    model = RiskScore
    fields = ["said_on", "kind", "likelihood", "impact", "words", "made_by_name"]
    ordering = ["-made_at", "-pk"]


class ControlInline(NamedChoices, admin.StackedInline):
    model = Control
    fields = ["title", "owner", ("state", "due_on")]
    autocomplete_fields = ["owner"]
    extra = 0
    can_delete = False


@admin.register(Risk)
class RiskAdmin(RegisterAdmin):
    inlines = [ControlInline, RiskScoreInline]
    autocomplete_fields = ["owner", "activities", "bodies"]
    list_display = ["title", "owner", "opened_on", "closed_on"]
    list_filter = ["closed_on", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "cause", "event", "effect"]
    shown_only = ["closed_on", "closed_because"]


class RiskBandForm(forms.ModelForm):
    class Meta:
        model = RiskBand
        fields = ["name", "lowest", "tone"]

    def clean_lowest(self):
        lowest = self.cleaned_data["lowest"]
        others = RiskBand.objects.exclude(pk=self.instance.pk)
        if lowest != 1 and not others.filter(lowest=1).exists():
            raise forms.ValidationError(
                "One band has to begin at 1, so that every score has a name. Enter 1"
            )
        return lowest


@admin.register(RiskBand)
class RiskBandAdmin(ReferenceAdmin):
    form = RiskBandForm
    list_display = ["name", "lowest", "tone"]
    ordering = ["lowest"]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        """The band that begins at 1 stays: without it some scores would have no name."""
        begins_at_one = obj is not None and obj.lowest == 1
        return not begins_at_one and super().has_delete_permission(request, obj)
