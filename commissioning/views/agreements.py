"""Service level agreements: what office and force each do for a shared service."""

import django_filters
from django.db.models import F

from plans.registers.filters import (
    EVERYTHING,
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..forms.agreements import AgreementForm, AgreementReviewForm
from ..models import ServiceLevelAgreement, SharedService

STATES = [("current", "In force"), ("ended", "Ended")]


def shared_services(request):
    return SharedService.objects.all()


class ServiceFilter(django_filters.ModelChoiceFilter):
    """Rows about one shared service."""

    def __init__(self):
        super().__init__(
            label="Shared service",
            field_name="service",
            queryset=shared_services,
            empty_label=EVERYTHING,
        )


class AgreementFilter(RegisterFilter):
    words_in = ("title", "office_does", "force_does")

    service = ServiceFilter()
    state = choice("State", STATES, method="in_state")
    review = choice("Review", [("late", "Late")], method="by_review")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = ServiceLevelAgreement
        fields = ["q", "service", "state", "review", "owner", "activity", "priority", "sort"]

    def in_state(self, rows, name, value):
        return rows.current() if value == "current" else rows.exclude(ended_on=None)

    def by_review(self, rows, name, value):
        return rows.due_for_review(self.request.today)


class AgreementList(RegisterList):
    model = ServiceLevelAgreement
    template_name = "commissioning/servicelevelagreement_list.html"
    filterset_class = AgreementFilter
    sorts = {
        "agreement": ["title"],
        "service": ["service__title", "title"],
        "review": ["review_on"],
        "owner": ["owner__title"],
    }
    file_name = "service-level-agreements"
    columns = [
        ("agreement", lambda a: a.title),
        ("shared service", lambda a: a.service.title),
        ("run by", lambda a: a.service.get_host_display()),
        ("what the office is responsible for", lambda a: a.office_does),
        ("what the force is responsible for", lambda a: a.force_does),
        ("in force since", lambda a: a.starts_on),
        ("next review", lambda a: a.review_on),
        ("ended on", lambda a: a.ended_on),
        ("owner", lambda a: a.owner.title),
        ("link", lambda a: a.link),
        ("activities", lambda a: ", ".join(one.reference for one in a.activities.all())),
    ]

    def in_order(self, rows):
        """Those in force first, the next review first, unless another order is asked for."""
        usual = [F("ended_on").desc(nulls_first=True), "review_on", "pk"]
        return super().in_order(rows.order_by(*usual).select_related("owner", "service"))

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class AgreementFile(RegisterFile, AgreementList):
    pass


class AgreementDetail(RegisterDetail):
    model = ServiceLevelAgreement
    template_name = "commissioning/servicelevelagreement_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "service")

    def get_context_data(self, **kwargs):
        agreement = self.object
        return super().get_context_data(
            lines=agreement.lines.order_by("-made_at", "-pk"),
            is_late=agreement.is_review_late(self.request.today),
            activities=agreement.activities.select_related("objective", "plan"),
            **kwargs,
        )


class AgreementEdit(RegisterEdit):
    model = ServiceLevelAgreement
    form_class = AgreementForm
    prefilled = ("service",)


class AgreementReviewing(RegisterVerb):
    model = ServiceLevelAgreement
    form_class = AgreementReviewForm
    heading = "Note a review"
    saved = "The review is noted, and the next one has its day."

    def refusal(self):
        ended_on = self.row.ended_on
        return ended_on and (
            f"This agreement ended on {ended_on:%-d %B %Y}, so it is not reviewed again."
        )
