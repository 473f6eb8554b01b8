"""Service level agreements in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin, RowForm

from ..forms.agreements import InForceBeforeReviews
from ..models import AgreementReview, ServiceLevelAgreement


class AgreementReviewInline(LinesInline):
    model = AgreementReview
    fields = ["said_on", "words", "review_from", "review_to", "made_by_name"]


class AgreementRowForm(InForceBeforeReviews, RowForm):
    pass


@admin.register(ServiceLevelAgreement)
class ServiceLevelAgreementAdmin(RegisterAdmin):
    form = AgreementRowForm
    inlines = [AgreementReviewInline]
    autocomplete_fields = ["owner", "service", "activities"]
    list_display = ["title", "service", "owner", "starts_on", "review_on", "ended_on"]
    list_filter = ["service", "review_on", "owner"]
    list_select_related = ["service", "owner"]
    search_fields = ["title", "office_does", "force_does"]
    instead = "Give the day on which it ended instead: what its reviews found stays."

    def get_readonly_fields(self, request, obj=None):
        """The day of the next review is typed once; reviews move it."""
        return [*super().get_readonly_fields(request, obj), *(["review_on"] if obj else [])]
