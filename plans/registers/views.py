"""The pages that every register has: a list that filters, sorts and pages, its files, a row's own
page, the form that adds or changes it, and the forms that say something about it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import DetailView, FormView, ListView

from opcc.office.kept_typing import as_posted, take_kept_typing
from opcc.office.papers.formats import TABLES
from plans.views.access import demand
from plans.views.plans import current_plan

from .coming_too_late import MayComeTooLate, token_of
from .files import file_response, in_words, lead_to_the_list
from .models import Stale
from .voices import voice_of

PAGE_SIZE = 25


class ForReaders:
    """404 for whoever may not see the register at all; rows are those `visible_to` the reader."""

    panel_reads = False
    """Whether panel members have pages of this register too."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if not (user.works_here or (self.panel_reads and user.is_active and user.is_panel)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def named(self, verb):
        """The permission of this register's app, such as "governance.change"."""
        return f"{self.model._meta.app_label}.{verb}"

    def may(self, verb, row=None):
        return self.request.user.has_perm(self.named(verb), row)


class RegisterList(ForReaders, ListView):
    """A register's rows, filtered, sorted and paged.

    filterset_class: a django_filters.FilterSet. sorts: {name in the address: orderings}.
    columns: [(heading, function of a row)] of its files. panel_keeps: whether panel members, where
    they read the list, may keep those too.
    """

    filterset_class = None
    sorts = {}
    columns = []
    file_name = ""
    panel_keeps = False

    def before_filters(self):
        """The rows as the filters are given them: those the reader may see."""
        return super().get_queryset()

    def get_queryset(self):
        rows = self.before_filters()
        self.whole_total = rows.count()
        filterset = self.filterset_class(self.request.GET, rows, request=self.request)
        self.filter_form = filterset.form
        return self.in_order(filterset.qs if filterset.form.is_valid() else rows)

    def in_order(self, rows):
        asked = self.request.GET.get("sort", "")
        orderings = self.sorts.get(asked.removeprefix("-"))
        if not orderings:
            return rows
        backwards = asked.startswith("-")
        return rows.order_by(*[nothing_last(name, backwards) for name in orderings], "pk")

    def get_context_data(self, **kwargs):
        page = Paginator(self.object_list, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            object_list=page.object_list,
            page_obj=page,
            total=page.paginator.count,
            whole_total=self.whole_total,
            filter_form=self.filter_form,
            query=self.request.GET.urlencode(),
            files=self.files(),
            today=self.request.today,
            can_add=self.may("add"),
            **kwargs,
        )

    def files(self):
        """[(Format, address)] of the list as files, as far as the reader may keep them."""
        if not (self.request.user.works_here or self.panel_keeps):
            return []
        meta = self.model._meta
        name = f"{meta.app_label}:{meta.model_name}"
        return [(kind, reverse(f"{name}-{ending}")) for ending, kind in TABLES.items()]

    def for_file(self):
        """The rows of the file: all that the filters leave, in the order asked for."""
        return self.get_queryset()


class RegisterFile:
    """Mixed into a RegisterList, answers with the list as a file. ending: a key of TABLES."""

    ending = "csv"

    @property
    def panel_reads(self):
        return self.panel_keeps

    def get(self, request, *args, **kwargs):
        rows = self.for_file()
        if not self.filter_form.is_valid():
            return lead_to_the_list(request, list_url(self.model))
        title = capfirst(self.model._meta.verbose_name_plural)
        chosen = in_words(self.filter_form)
        return file_response(
            request, self.ending, self.file_name, title, self.columns, rows, chosen=chosen
        )


def list_url(model):
    return reverse(f"{model._meta.app_label}:{model._meta.model_name}-list")


def nothing_last(ordering, backwards):
    """An ordering, or its opposite, that puts empty values last on every database."""
    column = F(ordering.removeprefix("-"))
    descends = ordering.startswith("-") != backwards
    return column.desc(nulls_last=True) if descends else column.asc(nulls_last=True)


class RegisterDetail(ForReaders, DetailView):
    """One row of a register."""

    context_object_name = "row"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            today=self.request.today,
            works_here=self.request.user.works_here,
            can_change=self.may("change", self.object),
            can_answer=self.may("answer", self.object),
            can_move_date=self.may("move_date", self.object),
            **kwargs,
        )


class RegisterEdit(MayComeTooLate, ForReaders, FormView):
    """The form that adds a row, or changes the one that the address names.

    heading: what the page is called. prefilled: names of fields that a link to the page of a new
    row may fill in, as `?meeting=12`.
    """

    template_name = "registers/form.html"
    heading = ""
    prefilled = ()
    saved = "Saved."

    @cached_property
    def row(self):
        key = self.kwargs.get("pk")
        if key is None:
            return None
        row = self.get_queryset().filter(pk=key).first()
        if row is None:
            raise Http404
        return row

    def dispatch(self, request, *args, **kwargs):
        if request.user.works_here:
            demand(request.user, self.named("change" if self.row else "add"), self.row)
            if why := self.refusal():
                return self.refuse(why)
        return super().dispatch(request, *args, **kwargs)

    @property
    def plan(self):
        return current_plan(self.request)

    def get(self, request, *args, **kwargs):
        kept = take_kept_typing(request)
        form = self.get_form()
        if kept:
            form = self.form_class(as_posted(kept), **self.fitting())
            form._errors, form.cleaned_data = {}, {}
        return self.render_to_response(self.get_context_data(form=form, kept=bool(kept)))

    def fitting(self):
        facts = {"today": self.request.today, "plan": self.plan}
        return facts | ({"instance": self.row} if self.row else {})

    def get_initial(self):
        asked = {} if self.row else self.request.GET
        return {name: asked[name] for name in self.prefilled if asked.get(name)}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.fitting()

    def post(self, request, *args, **kwargs):
        """The same form sent twice leads to the row that the first sending added."""
        return self.sent_before() or super().post(request, *args, **kwargs)

    def sent_before(self):
        """Lead to the row that this form has added already, or return None."""
        token = token_of(self.request)
        if self.row or token is None:
            return None
        added = self.get_queryset().filter(token=token).first()
        return added and redirect(added)

    def form_invalid(self, form):
        """The first of two sendings at once may have taken the name in the meantime."""
        return self.sent_before() or super().form_invalid(form)

    def form_valid(self, form):
        try:
            row = form.save()
        except Stale:
            form.note_clash(self.get_queryset().get(pk=self.row.pk))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except IntegrityError:
            return self.sent_before() or self.taken_meanwhile()
        messages.success(self.request, self.saved)
        return redirect(row)

    def taken_meanwhile(self):
        """Somebody saved the same name a moment before: the form, asked again, says so.

        Where it has nothing to say, the error that is under way goes on.
        """
        form = self.get_form()
        if form.is_valid():
            raise
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def get_context_data(self, **kwargs):
        meta = self.model._meta
        return super().get_context_data(
            row=self.row,
            heading=self.heading,
            list_name=capfirst(meta.verbose_name_plural),
            list_url=list_url(self.model),
            **kwargs,
        )


class RegisterVerb(MayComeTooLate, ForReaders, FormView):
    """A form that says something about a row: the line stands, or nothing was written.

    permission: what the reader must be allowed, in the app's rules. form_class: a LineForm.
    """

    template_name = "registers/verb.html"
    permission = "change"
    heading = ""
    saved = "Saved."

    @cached_property
    def row(self):
        row = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row

    def dispatch(self, request, *args, **kwargs):
        if request.user.works_here:
            demand(request.user, self.named(self.permission), self.row)
            if why := self.refusal():
                return self.refuse(why)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        kept = take_kept_typing(request)
        form = self.get_form()
        if kept:
            data = as_posted(kept)
            data["base"], data["token"] = str(self.row.version), str(uuid.uuid4())
            form = self.form_class(data, **self.fitting())
            form._errors, form.cleaned_data = {}, {}
        return self.render_to_response(self.get_context_data(form=form, kept=bool(kept)))

    def get_initial(self):
        return {"base": self.row.version, "token": uuid.uuid4()}

    def fitting(self):
        return {"row": self.row, "today": self.request.today}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.fitting()

    def form_valid(self, form):
        if form.cleaned_data["base"] != self.row.version:
            return self.settle_clash(form)
        try:
            with transaction.atomic():
                form.enter(
                    by=voice_of(self.request.user, self.row),
                    at=self.request.now,
                    token=form.cleaned_data["token"],
                )
        except (Stale, IntegrityError):
            return self.settle_clash(form)
        messages.success(self.request, self.saved)
        return redirect(self.row)

    def form_invalid(self, form):
        """What the first of two sendings wrote may be the reason to refuse the second."""
        token = token_of(self.request)
        if token and self.was_sent_before(token):
            return redirect(self.row)
        return super().form_invalid(form)

    def settle_clash(self, form):
        """The same form sent twice has done its work; anything else is two people at once."""
        newest = self.get_queryset().get(pk=self.row.pk)
        if self.was_sent_before(form.cleaned_data["token"]):
            return redirect(newest)
        form.data = form.data.copy()
        form.data["base"] = str(newest.version)
        form.add_error(
            None,
            "Somebody else wrote about this while you were typing. What you typed is below; "
            "theirs is on its page. Check it, and send it again.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def was_sent_before(self, token):
        """Whether a line under this row came from the same form."""
        lines = getattr(self.row, self.lines_name, None) if self.lines_name else None
        return lines is not None and lines.filter(token=token).exists()

    lines_name = "lines"
    """The name by which the row knows its lines; empty where the verb writes none."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row, heading=self.heading, **kwargs)
