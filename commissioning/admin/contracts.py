"""Contracts in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin, RowForm

from ..forms.contracts import VARIED, BeginsBeforeReviews
from ..models import Contract, ContractLine, ContractReview


class ContractReviewInline(LinesInline):
    model = ContractReview
    verbose_name_plural = "reviews, which are never changed"
    fields = [
        "said_on",
        "performance",
        "performance_words",
        "risk",
        "risk_words",
        "spend_to_date",
        "words",
        "next_review_on",
        "corrects",
        "made_by_name",
    ]
    ordering = ["-said_on", "-made_at", "-pk"]


class ContractLineInline(LinesInline):
    model = ContractLine
    fields = [
        "said_on",
        "kind",
        "words",
        "ends_from",
        "ends_to",
        "value_from",
        "value_to",
        "link",
        "made_by_name",
    ]


class ContractRowForm(BeginsBeforeReviews, RowForm):
    pass


@admin.register(Contract)
class ContractAdmin(RegisterAdmin):
    form = ContractRowForm
    inlines = [ContractReviewInline, ContractLineInline]
    autocomplete_fields = ["owner", "service", "provider", "activities"]
    list_display = ["reference", "title", "provider", "value", "starts_on", "ends_on", "closed_on"]
    list_filter = ["closed_on", "procurement_route", "owner"]
    list_select_related = ["provider"]
    search_fields = ["reference", "title", "provider__name"]
    shown_only = [
        "first_value",
        "first_ends_on",
        "variations",
        "published_on",
        "link",
        "closed_on",
    ]

    def stays(self, row):
        return row.closed_on is not None

    def get_readonly_fields(self, request, obj=None):
        """A contract is varied on its own page, with a reason; reviews say when the next one is."""
        usual = super().get_readonly_fields(request, obj)
        if obj is None or self.stays(obj):
            return usual
        set_by_reviews = ["review_on"] if obj.review_on else []
        return [*usual, *VARIED, *set_by_reviews]
