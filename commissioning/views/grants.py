"""Grants: money given for a purpose, published each month with its conditions and reasons."""

import django_filters

from plans.registers.filters import EVERYTHING
from plans.registers.views import RegisterFile, RegisterList

from ..forms.grants import GrantForm, GrantNoteForm
from ..models import Grant, Service
from ..money_in_file import money_in_file
from .monthly import MonthlyDetail, MonthlyEdit, MonthlyFilter, MonthlyNote, MonthlyPublish

AS_PUBLISHED = [
    ("day", lambda g: g.made_on),
    ("recipient", lambda g: g.recipient.name),
    ("amount in pounds", lambda g: money_in_file(g.amount)),
    ("purpose", lambda g: g.purpose),
    ("conditions", lambda g: g.conditions),
    ("reasons", lambda g: g.reasons),
]
"""The columns of a file as the law asks for grants to be published."""


def services(request):
    return Service.objects.all()


class GrantFilter(MonthlyFilter):
    words_in = ("title", "purpose", "recipient__name")

    service = django_filters.ModelChoiceFilter(
        queryset=services, label="Service", empty_label=EVERYTHING
    )

    class Meta:
        model = Grant
        fields = ["q", "published", "month", "service", "owner", "activity", "priority", "sort"]


class GrantList(RegisterList):
    model = Grant
    template_name = "commissioning/grant_list.html"
    filterset_class = GrantFilter
    sorts = {
        "grant": ["title"],
        "recipient": ["recipient__name"],
        "made": ["made_on"],
        "amount": ["amount"],
        "published": ["published_on"],
        "owner": ["owner__title"],
    }
    file_name = "grants"
    columns = [
        ("grant", lambda g: g.title),
        *AS_PUBLISHED,
        ("service", lambda g: g.service),
        ("owner", lambda g: g.owner.title),
        ("published on", lambda g: g.published_on),
        ("link", lambda g: g.link),
        ("activities", lambda g: ", ".join(one.reference for one in g.activities.all())),
    ]

    def in_order(self, rows):
        """The newest first, unless another order is asked for."""
        return super().in_order(rows.select_related("owner", "recipient", "service"))

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class GrantFile(RegisterFile, GrantList):
    pass


class GrantDetail(MonthlyDetail):
    model = Grant
    template_name = "commissioning/grant_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "recipient", "service")


class GrantEdit(MonthlyEdit):
    model = Grant
    form_class = GrantForm
    prefilled = ("recipient", "service")


class GrantNote(MonthlyNote):
    model = Grant
    form_class = GrantNoteForm


class GrantPublish(MonthlyPublish):
    model = Grant
