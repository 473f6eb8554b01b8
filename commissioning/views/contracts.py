"""Contracts: the register, the page of one, and what may be said about it."""

import calendar

import django_filters
from django.db.models import Count, F, Q, Sum

from plans import periods
from plans.registers.filters import (
    EVERYTHING,
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
    posts,
)
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)
from plans.templatetags.plan_tags import day

from .. import spend, thresholds
from ..forms.contracts import CloseForm, ContractForm, PublishCopyForm, VaryForm
from ..models import Contract, Provider, Service
from ..money_in_file import money_in_file
from .contract_reviews import told, why_it_is_over

STATES = [
    ("open", "Open"),
    ("running", "Running"),
    ("notice", "Running, notice day passed"),
    ("upcoming", "Not yet begun"),
    ("ended", "Ended, to be closed"),
    ("closed", "Closed"),
]
ENDS = [("6", "Within 6 months"), ("12", "Within 12 months")]
REVIEWS = [("none", "None this quarter")]
COPIES = [
    ("no", "To be published"),
    ("yes", "Published"),
    ("under", f"£{thresholds.CONTRACT_COPY_OVER:,} or less"),
]
PAYMENTS_AT_MOST = 12


def months_after(today, months):
    """The same day so many months on, or the last of its month where that is shorter."""
    first = periods.shift(today, months)
    return first.replace(day=min(today.day, calendar.monthrange(first.year, first.month)[1]))


def services(request):
    return Service.objects.all()


def providers(request):
    return Provider.objects.all()


class ContractFilter(RegisterFilter):
    words_in = ("reference", "title", "provider__name", "service__title")

    owner = django_filters.ModelChoiceFilter(
        queryset=posts, label="Manager", empty_label=EVERYTHING
    )
    service = django_filters.ModelChoiceFilter(queryset=services, empty_label=EVERYTHING)
    provider = django_filters.ModelChoiceFilter(queryset=providers, empty_label=EVERYTHING)
    state = choice("State", STATES, method="in_state")
    ends = choice("Ends", ENDS, method="ending")
    review = choice("Review", REVIEWS, method="by_review")
    published = choice("Copy", COPIES, method="by_copy")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = Contract
        fields = [
            "q",
            "service",
            "provider",
            "owner",
            "state",
            "ends",
            "review",
            "published",
            "activity",
            "priority",
            "sort",
        ]

    def in_state(self, rows, name, value):
        today = self.request.today
        return {
            "open": rows.open(),
            "running": rows.live(today),
            "notice": rows.past_notice(today),
            "upcoming": rows.open().filter(starts_on__gt=today),
            "ended": rows.open().filter(ends_on__lt=today),
            "closed": rows.exclude(closed_on=None),
        }[value]

    def ending(self, rows, name, value):
        today = self.request.today
        return rows.ending_by(today, months_after(today, int(value)))

    def by_review(self, rows, name, value):
        return rows.not_reviewed(self.request.today)

    def by_copy(self, rows, name, value):
        if value == "no":
            return rows.to_be_published()
        if value == "yes":
            return rows.exclude(published_on=None)
        return rows.filter(value__lte=thresholds.CONTRACT_COPY_OVER, published_on=None)


class ContractList(RegisterList):
    model = Contract
    template_name = "commissioning/contract_list.html"
    filterset_class = ContractFilter
    sorts = {
        "contract": ["title"],
        "provider": ["provider__name"],
        "service": ["service__title"],
        "value": ["value"],
        "ends": ["ends_on"],
        "reviewed": ["reviewed_on"],
        "published": ["published_on"],
    }
    file_name = "contracts"

    def before_filters(self):
        return super().before_filters().for_list()

    def in_order(self, rows):
        """Open contracts first, soonest to end first, unless another order is asked for."""
        usual = [F("closed_on").desc(nulls_first=True), "ends_on", "pk"]
        return super().in_order(rows.order_by(*usual))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            watched=watched(super().before_filters(), self.request.today),
            copy_over=thresholds.CONTRACT_COPY_OVER,
            **kwargs,
        )


def watched(contracts, today):
    """{name: how many} of what the list is looked through for. One query."""
    soon = contracts.ending_by(today, months_after(today, 6))
    year = contracts.ending_by(today, months_after(today, 12))
    silent = contracts.with_last_review().not_reviewed(today)
    ended = contracts.open().filter(ends_on__lt=today)
    asked = {
        "ending_in_6": soon,
        "ending_in_12": year,
        "not_reviewed": silent,
        "to_publish": contracts.to_be_published(),
        "ended": ended,
        "past_notice": contracts.past_notice(today),
        "running": contracts.live(today),
    }
    return contracts.aggregate(
        **{name: Count("pk", filter=Q(pk__in=rows.values("pk"))) for name, rows in asked.items()}
    )


class ContractFile(RegisterFile, ContractList):
    """The list in the field names that councils use for registers of contracts."""

    def for_file(self):
        rows = super().for_file().select_related("service", "provider", "owner", "department")
        return rows.prefetch_related("activities__objective")

    @property
    def columns(self):
        office, today = self.request.office, self.request.today
        return [
            ("Reference", lambda c: c.reference),
            ("Title", lambda c: c.title),
            ("Parties", lambda c: f"{office.full_name}; {c.provider}"),
            ("Provider", lambda c: c.provider),
            ("Service", lambda c: c.service),
            ("Department", lambda c: c.department),
            ("Start date", lambda c: c.starts_on),
            ("End date", lambda c: c.ends_on),
            ("Review date", lambda c: c.review_on),
            ("Notice date", lambda c: c.notice_on),
            ("Value", lambda c: money_in_file(c.value)),
            ("Extension options", lambda c: c.extension),
            ("Procurement route", lambda c: c.get_procurement_route_display()),
            ("State", lambda c: c.state_on(today).label),
            ("Manager", lambda c: c.owner.title),
            ("End date first agreed", lambda c: c.first_ends_on),
            ("Value first agreed", lambda c: money_in_file(c.first_value)),
            ("Last reviewed", lambda c: c.reviewed_on),
            ("Spend to date", lambda c: money_in_file(c.spend_to_date)),
            ("Copy published", lambda c: c.published_on),
            ("Link", lambda c: c.link),
            ("Activities", lambda c: ", ".join(x.reference for x in c.activities.all())),
        ]


class ContractDetail(RegisterDetail):
    model = Contract
    template_name = "commissioning/contract_detail.html"

    def get_queryset(self):
        related = ("owner", "service", "provider", "department")
        return super().get_queryset().with_last_review().select_related(*related)

    def get_context_data(self, **kwargs):
        contract, today = self.object, self.request.today
        lines = list(contract.lines.order_by("-made_at", "-pk"))
        return super().get_context_data(
            state=contract.state_on(today),
            is_live=contract.is_live(today),
            lacks_review=contract.lacks_review(today),
            law=thresholds,
            earlier=contract.earlier_days(),
            lines=lines,
            **self.served(),
            **self.reviewed(lines),
            **self.paid(),
            **kwargs,
        )

    def served(self):
        """The activities that it delivers, else those of its service; and the priorities."""
        contract = self.object
        activities = list(contract.activities.select_related("objective", "plan"))
        through = contract.service.activities.select_related("objective", "plan")
        return {
            "activities": activities,
            "through_service": [] if activities else list(through),
            "priorities": contract.priorities_served().select_related("plan"),
        }

    def reviewed(self, lines):
        """The reviews, and the chart of what they say was spent."""
        contract, today = self.object, self.request.today
        changes = [(x.said_on, x.value_from) for x in reversed(lines) if x.kind == "varied"]
        reviews = told(contract, contract.reviews.newest_first(), changes)
        term = spend.Term(contract.starts_on, contract.ends_on, contract.value)
        agreed = spend.Term(contract.starts_on, contract.first_ends_on, contract.first_value)
        found = spend.points(term, [(r.line.said_on, r.line.spend_to_date) for r in reviews])
        return {
            "reviews": reviews,
            "points": found,
            "over": spend.over(contract.value, found[-1].spent) if found else 0,
            "spend_words": spend.in_words(term, found) if found else "",
            "drawing": spend.draw(term, found, agreed=agreed, today=today),
        }

    def paid(self):
        payments = self.object.payments.all()
        total = payments.aggregate(count=Count("pk"), pounds=Sum("amount"))
        return {"payments": payments[:PAYMENTS_AT_MOST], "paid": total}


class ContractEdit(RegisterEdit):
    model = Contract
    form_class = ContractForm
    template_name = "commissioning/contract_form.html"
    prefilled = ("service", "provider")

    def refusal(self):
        return why_it_is_over(self.row) if self.row else ""


class ContractVerb(RegisterVerb):
    model = Contract

    def refusal(self):
        return why_it_is_over(self.row)


class ContractVary(ContractVerb):
    """Moves the last day or the value, which nobody does in silence."""

    form_class = VaryForm
    template_name = "commissioning/contract_vary.html"
    permission = "move_date"
    heading = "Vary the contract"
    saved = "The contract is varied. What was first agreed stays beside it."

    def get_initial(self):
        stands = {"ends_on": self.row.ends_on, "value": self.row.value}
        return super().get_initial() | stands


class ContractPublish(ContractVerb):
    form_class = PublishCopyForm
    heading = "Note that a copy was published"
    saved = "Noted, with the day and the address."


class ContractClose(ContractVerb):
    form_class = CloseForm
    template_name = "commissioning/contract_close.html"
    heading = "Close the contract"
    saved = "The contract is closed. It stays readable."

    def refusal(self):
        return super().refusal() or self.why_it_goes_on()

    def why_it_goes_on(self):
        if self.row.state_on(self.request.today) == Contract.State.ENDED:
            return ""
        return (
            f"Its last day is {day(self.row.ends_on)}, so it cannot be closed yet. Where it ended "
            "earlier, vary the last day first."
        )
