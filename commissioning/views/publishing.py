"""One month of grants or spend: its file, and the form that says that it was published."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from opcc.office.kept_typing import as_posted, take_kept_typing
from plans import periods
from plans.financial_years import year_of
from plans.registers.files import file_response
from plans.registers.models import Stale
from plans.registers.views import ForReaders
from plans.views.access import demand

from ..forms.publication import MonthForm
from ..models.money import publish_all

OWN = ("csrfmiddlewaretoken", "check", "confirm", "change", "seen")
"""What a posted form holds besides what was typed."""

YEARS = range(1990, 2101)
"""Those that a day can be typed in."""


class OfMonth(ForReaders):
    """Mixed into a view about one month of a book: 404 for what is no month."""

    book = None

    @property
    def model(self):
        return self.book.model

    @cached_property
    def month(self):
        """Its first day."""
        try:
            month = periods.read("month", self.kwargs["month"])
        except ValueError:
            raise Http404 from None
        if f"{month:%Y-%m}" != self.kwargs["month"] or month.year not in YEARS:
            raise Http404
        return month

    def rows(self):
        """What the law asks to be published of the month, in the order of its days."""
        rows = self.get_queryset().asked_for().of_month(self.month)
        rows = rows.order_by(self.model.day_column, "pk")
        return rows.select_related("owner", self.model.receiver_column)


class MonthCsv(OfMonth, View):
    """A month as it is to be published: nothing in it is meant for colleagues alone."""

    def get(self, request, *args, **kwargs):
        name = f"{self.model._meta.verbose_name_plural}-{self.month:%Y-%m}"
        return file_response(request, "csv", name, name, self.book.columns, self.rows())


class MonthPublish(OfMonth, FormView):
    """The form; what it will mark, beside what was typed; then all of that is marked, or none."""

    form_class = MonthForm
    template_name = "commissioning/publication_form.html"
    check_template = "commissioning/publication_check.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.works_here:
            demand(request.user, "commissioning.add")
            if self.opens_on > request.today:
                return self.lead_back(self.why_not_yet())
            for row in self.waiting:
                demand(request.user, "commissioning.change", row)
        return super().dispatch(request, *args, **kwargs)

    @property
    def opens_on(self):
        return periods.following("month", self.month)

    @property
    def month_name(self):
        return periods.in_words("month", self.month)

    @cached_property
    def waiting(self):
        """The rows of the month that nobody has said were published."""
        return list(self.rows().filter(published_on=None))

    def seen(self):
        """What the page shows, as a text that differs as soon as any of it does."""
        return " ".join(f"{row.pk}.{row.version}" for row in self.waiting)

    def why_not_yet(self):
        return (
            f"{self.month_name} is not over yet. It can be published from "
            f"{self.opens_on:%-d %B %Y}."
        )

    @property
    def back_url(self):
        return f"{reverse('commissioning:publication')}?year={year_of(self.month)}"

    def lead_back(self, words, say=messages.info):
        say(self.request, words)
        return redirect(self.back_url)

    def get(self, request, *args, **kwargs):
        kept = take_kept_typing(request)
        if not self.waiting and not kept:
            return self.lead_back(f"Nothing of {self.month_name} waits to be published.")
        form = self.unchecked(as_posted(kept)) if kept else self.get_form()
        return self.render_to_response(self.get_context_data(form=form, kept=bool(kept)))

    def post(self, request, *args, **kwargs):
        if "change" in request.POST:
            form = self.unchecked(request.POST)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def unchecked(self, data):
        """The form as it was typed, with nothing complained of."""
        form = self.form_class(data, **self.fitting())
        form._errors, form.cleaned_data = {}, {}
        return form

    def fitting(self):
        return {"opens_on": self.opens_on, "today": self.request.today}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.fitting()

    def form_valid(self, form):
        if not self.waiting:
            return self.settle_late(form)
        if "confirm" not in self.request.POST:
            return self.check(form)
        if self.request.POST.get("seen") != self.seen():
            return self.check(form, changed=True)
        return self.publish(form)

    def publish(self, form):
        facts, count = form.cleaned_data, len(self.waiting)
        try:
            publish_all(self.waiting, on=facts["said_on"], link=facts["link"])
        except Stale:
            del self.waiting
            return self.check(form, changed=True) if self.waiting else self.settle_late(form)
        return self.lead_back(self.said_of(count), messages.success)

    def said_of(self, count):
        marked = self.book.in_words(count)
        return f"{self.month_name} is noted as published: {marked}."

    def settle_late(self, form):
        """Nothing waits: the same form sent before marked it all, or somebody else did."""
        facts = form.cleaned_data
        mine = self.rows().filter(published_on=facts["said_on"], link=facts["link"]).count()
        if mine:
            return self.lead_back(self.said_of(mine), messages.success)
        form.add_error(
            None,
            f"Nothing of {self.month_name} waits to be published any more: somebody else noted "
            "it. What you typed is below, and was not saved.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def check(self, form, *, changed=False):
        context = self.get_context_data(form=form) | {
            "typed": form.cleaned_data,
            "hidden": [(name, form.data[name]) for name in form.data if name not in OWN],
            "changed": changed,
        }
        self.template_name = self.check_template
        return self.render_to_response(context, status=409 if changed else 200)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            book=self.book,
            things=self.model._meta.verbose_name_plural,
            month_name=self.month_name,
            rows=self.waiting,
            seen=self.seen(),
            marked=self.book.in_words(len(self.waiting)),
            total=sum(row.amount for row in self.waiting),
            back_url=self.back_url,
            csv_url=self.book.url("csv", self.kwargs["month"]),
            **kwargs,
        )
