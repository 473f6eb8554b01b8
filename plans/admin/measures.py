"""Measures in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin

from ..models import Measure, MeasureLine, Observation


class ObservationInline(LinesInline):
    model = Observation
    verbose_name_plural = "values, which are never changed"
    fields = ["period", "value", "is_provisional", "words", "said_on", "made_by_name"]


class MeasureLineInline(LinesInline):
    model = MeasureLine
    fields = [
        "said_on",
        "kind",
        "words",
        "from_period",
        "definition_from",
        "definition_to",
        "target",
        "set_by",
        "made_by_name",
    ]


@admin.register(Measure)
class MeasureAdmin(RegisterAdmin):
    """The definition and how often it has a value are typed once, when it is added."""

    inlines = [MeasureLineInline, ObservationInline]
    autocomplete_fields = ["owner", "plan", "priority"]
    list_display = ["title", "plan", "priority", "owner", "frequency", "ended_on"]
    list_filter = ["plan", "frequency", "ended_on"]
    list_select_related = ["plan", "priority", "owner"]
    search_fields = ["title", "definition", "source"]
    shown_only = ["target", "ended_on"]
    instead = "Say on its page that it is no longer reported: what was measured stays."

    def stays(self, row):
        return row.ended_on is not None

    def get_readonly_fields(self, request, obj=None):
        fixed = ["definition", "frequency"] if obj and not self.stays(obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]
