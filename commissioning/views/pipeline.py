"""The pipeline: what contracts bring in the months ahead."""

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.views.generic import TemplateView

from plans.registers.filters import EVERYTHING, posts
from plans.registers.views import ForReaders

from .. import pipeline
from ..models import Contract
from .contracts import services

EVENTS_A_PAGE = 50
EARLIER = "earlier"
"""Instead of a month: what is left from those before."""


class PipelineFilter(django_filters.FilterSet):
    service = django_filters.ModelChoiceFilter(queryset=services, empty_label=EVERYTHING)
    owner = django_filters.ModelChoiceFilter(
        queryset=posts, label="Manager", empty_label=EVERYTHING
    )

    class Meta:
        model = Contract
        fields = ["service", "owner"]
        form = forms.Form


class Pipeline(ForReaders, TemplateView):
    """Beginnings, notice days, reviews and ends of open contracts, by month."""

    model = Contract
    template_name = "commissioning/contract_pipeline.html"

    def get_context_data(self, **kwargs):
        today = self.request.today
        filterset = PipelineFilter(self.request.GET, self.falling(today), request=self.request)
        events = pipeline.events_of(filterset.qs, today)
        stretches = pipeline.by_month(events, today)
        left = pipeline.left_over(events, today)
        return super().get_context_data(
            **self.one_month(stretches, left),
            filter_form=filterset.form,
            is_narrowed=any(filterset.form.cleaned_data.values())
            if filterset.form.is_valid()
            else False,
            today=today,
            last=stretches[-1].last,
            stretches=stretches,
            total=sum(len(stretch.events) for stretch in stretches),
            left_over=left[: pipeline.SHOWN_AT_MOST],
            left_total=len(left),
            **kwargs,
        )

    def one_month(self, stretches, left):
        """A page of the month that is asked for, or of what is left; nothing for all together."""
        months = {stretch.key: (stretch.words, stretch.events) for stretch in stretches}
        months[EARLIER] = ("Left from earlier months", left)
        words, events = months.get(self.request.GET.get("month"), ("", ()))
        page = Paginator(events, EVENTS_A_PAGE).get_page(self.request.GET.get("page"))
        return {"page_obj": page if events else None, "page_words": words}

    def falling(self, today):
        """Open contracts with something in those months, or something left from before them."""
        first, last = pipeline.span(today)
        runs = Q(starts_on__lte=today, ends_on__gte=today)
        days = Q(review_on__lt=first) | Q(ends_on__lt=first) | (runs & Q(notice_on__lt=first))
        for kind in pipeline.KINDS:
            days |= Q(**{f"{kind}__range": (first, last)})
        contracts = self.get_queryset().open().filter(days)
        return contracts.select_related("service", "provider", "owner")
