"""Spend: what was paid to whom; over the threshold published each month, with its reasons."""

from plans.registers.filters import choice
from plans.registers.views import RegisterFile, RegisterList

from ..forms.payments import PaymentForm, PaymentNoteForm
from ..models import Payment
from ..money_in_file import money_in_file
from ..thresholds import SPEND_OVER
from .monthly import MonthlyDetail, MonthlyEdit, MonthlyFilter, MonthlyNote, MonthlyPublish

SIZES = [("over", f"Over £{SPEND_OVER:,}"), ("under", f"£{SPEND_OVER:,} or less")]

AS_PUBLISHED = [
    ("day", lambda p: p.paid_on),
    ("recipient", lambda p: p.payee.name),
    ("amount in pounds", lambda p: money_in_file(p.amount)),
    ("purpose", lambda p: p.title),
    ("reasons why it is value for money", lambda p: p.reasons),
]
"""The columns of a file as the law asks for spend to be published."""


class PaymentFilter(MonthlyFilter):
    words_in = ("title", "payee__name")

    size = choice("Amount", SIZES, method="of_size")

    class Meta:
        model = Payment
        fields = ["q", "published", "month", "size", "owner", "activity", "priority", "sort"]

    def of_size(self, rows, name, value):
        return rows.over_threshold() if value == "over" else rows.filter(amount__lte=SPEND_OVER)


class PaymentList(RegisterList):
    model = Payment
    template_name = "commissioning/payment_list.html"
    filterset_class = PaymentFilter
    sorts = {
        "spend": ["title"],
        "payee": ["payee__name"],
        "paid": ["paid_on"],
        "amount": ["amount"],
        "published": ["published_on"],
        "owner": ["owner__title"],
    }
    file_name = "spend"
    columns = [
        *AS_PUBLISHED,
        ("contract", lambda p: p.contract),
        ("owner", lambda p: p.owner.title),
        ("to be published", lambda p: "yes" if p.must_be_published else "no"),
        ("published on", lambda p: p.published_on),
        ("link", lambda p: p.link),
        ("activities", lambda p: ", ".join(one.reference for one in p.activities.all())),
    ]

    def in_order(self, rows):
        """The newest first, unless another order is asked for."""
        return super().in_order(rows.select_related("owner", "payee", "contract"))

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class PaymentFile(RegisterFile, PaymentList):
    pass


class PaymentDetail(MonthlyDetail):
    model = Payment
    template_name = "commissioning/payment_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "payee", "contract")


class PaymentEdit(MonthlyEdit):
    model = Payment
    form_class = PaymentForm
    prefilled = ("payee", "contract")


class PaymentNote(MonthlyNote):
    model = Payment
    form_class = PaymentNoteForm


class PaymentPublish(MonthlyPublish):
    model = Payment
