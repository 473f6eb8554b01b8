"""What the law asks to be published of contracts, grants and spend, month by month."""

from dataclasses import dataclass

from django import forms
from django.db.models import Count, Sum
from django.urls import reverse
from django.views.generic import TemplateView

from plans.financial_years import in_words, year_of
from plans.registers.views import ForReaders

from .. import thresholds
from ..models import Contract, Grant, Payment
from ..months import late_by_year, months_of, year_in_months
from . import grants, payments

CONTRACTS_AT_MOST = 12
"""Contracts without a published copy that the page names; the register has them all."""


@dataclass(frozen=True, eq=False)
class Book:
    """One kind of thing that is published by the month.

    heading: of its section. nouns: one of its rows, and several. asks, paragraph: what the law asks
    for, and where. columns: of the file, as it does.
    """

    model: type
    heading: str
    nouns: tuple
    asks: str
    paragraph: str
    columns: list
    narrowed: str = ""
    """What narrows its list to what the law asks for, as a query."""

    @property
    def key(self):
        """What the names of its addresses begin with, such as "commissioning:grant"."""
        return f"commissioning:{self.model._meta.model_name}"

    @property
    def anchor(self):
        return self.model._meta.model_name

    def in_words(self, count):
        return f"{count} {self.nouns[count != 1]}"

    def url(self, page, month):
        """The address of a page about a month: "publish" or "csv"."""
        return reverse(f"{self.key}-month-{page}", args=[month])


GRANTS = Book(
    model=Grant,
    heading="Grants",
    nouns=("grant", "grants"),
    asks="Each crime and disorder reduction grant: recipient, purpose, conditions and reasons",
    paragraph=thresholds.GRANTS_PARAGRAPH,
    columns=grants.AS_PUBLISHED,
)
SPEND = Book(
    model=Payment,
    heading=f"Spend over £{thresholds.SPEND_OVER:,}",
    nouns=("item of spend", "items of spend"),
    asks="Each item over the threshold: recipient, purpose, and why it is value for money",
    paragraph=thresholds.SPEND_PARAGRAPH,
    columns=payments.AS_PUBLISHED,
    narrowed="&size=over",
)
BOOKS = (GRANTS, SPEND)


class YearForm(forms.Form):
    """Chooses a financial year. years: those that can be, the newest first."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int, required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["year"].choices = [(year, in_words(year)) for year in years]

    @property
    def chosen(self):
        """The year asked for; the newest where none is, or one that is unknown."""
        return (self.is_valid() and self.cleaned_data["year"]) or self.years[0]


class PublicationPage(ForReaders, TemplateView):
    model = Grant
    template_name = "commissioning/publication.html"

    def get_context_data(self, **kwargs):
        today = self.request.today
        found = {book: months_of(book.model.objects.all()) for book in BOOKS}
        form = self.year_form(found)
        return super().get_context_data(
            form=form,
            year=form.chosen,
            year_words=in_words(form.chosen),
            sections=[self.section(book, found[book], form.chosen) for book in BOOKS],
            elsewhere=elsewhere(found, form.chosen, today),
            contracts=contracts_over_threshold(),
            order=thresholds.ORDER,
            contracts_paragraph=thresholds.CONTRACTS_PARAGRAPH,
            contract_copy_over=thresholds.CONTRACT_COPY_OVER,
            spend_over=thresholds.SPEND_OVER,
            today=today,
            **kwargs,
        )

    def year_form(self, found):
        now = year_of(self.request.today)
        begun = [year_of(month.first) for months in found.values() for month in months]
        years = list(range(max([now, *begun]), min([now, *begun]) - 1, -1))
        asked = self.request.GET if "year" in self.request.GET else None
        return YearForm(asked, years=years, initial={"year": years[0]})

    def section(self, book, months, year):
        """A book's months of the year, each with what the reader may do about it."""
        shown = year_in_months(months, year, self.request.today)
        return {"book": book, "rows": [self.row(book, month) for month in shown]}

    def row(self, book, month):
        may = all(self.may("change", book.model(owner_id=key)) for key in month.owners or {})
        return {
            "month": month,
            "is_over": month.is_over(self.request.today),
            "may_publish": may and self.may("add"),
            "list_url": f"{reverse(f'{book.key}-list')}?month={month.key}{book.narrowed}",
            "publish_url": book.url("publish", month.key),
            "csv_url": book.url("csv", month.key),
        }


def elsewhere(found, year, on):
    """[(year, its words, "2 grants and 1 item of spend")] of other years, the newest first."""
    late = {book: late_by_year(months, on) for book, months in found.items()}
    years = {other for counts in late.values() for other in counts} - {year}
    return [
        (
            other,
            in_words(other),
            " and ".join(book.in_words(c[other]) for book, c in late.items() if other in c),
        )
        for other in sorted(years, reverse=True)
    ]


def contracts_over_threshold():
    """{count, total, published, waiting, shown} of contracts whose copy is to be published."""
    over = Contract.objects.filter(value__gt=thresholds.CONTRACT_COPY_OVER)
    facts = over.aggregate(count=Count("pk"), total=Sum("value"), published=Count("published_on"))
    waiting = Contract.objects.to_be_published().select_related("owner", "provider")
    shown = waiting.order_by("starts_on", "pk")[:CONTRACTS_AT_MOST]
    return facts | {"waiting": facts["count"] - facts["published"], "shown": shown}
