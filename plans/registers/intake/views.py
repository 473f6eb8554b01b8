"""The pages of every import into a register: the table, check your answers, import or discard."""

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.functional import cached_property
from django.views import View

from opcc.office.kept_typing import take_kept_typing
from opcc.office.uploads import was_too_large
from plans.models import RegisterIntake

from .checking import ChangedMeanwhile, Check, finish
from .forms import StartForm


class ImportPage(View):
    """A page of an import. flow_class: the register's Flow."""

    flow_class = None
    http_method_names = ["get", "head", "post"]

    def intakes(self):
        return RegisterIntake.objects.visible_to(self.request.user).filter(
            register=self.flow_class.register
        )


class Start(ImportPage):
    """Takes a table in, and nothing of it into the register yet."""

    def dispatch(self, request, *args, **kwargs):
        self.flow = self.flow_class.of(request, kwargs.get("pk"))
        self.flow.demand()
        if why := self.flow.refusal():
            messages.info(request, why)
            return redirect(self.flow.trail()[1])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        kept = take_kept_typing(request) or {}
        return self.show(self.form(initial={name: values[-1] for name, values in kept.items()}))

    def post(self, request, **kwargs):
        form = self.form(request.POST, request.FILES)
        if was_too_large(request):
            form.refuse_size()
            return self.show(form, status=413)
        if not form.is_valid():
            return self.show(form)
        return redirect(self.flow.page("check", self.take_in(form)))

    def form(self, *args, **kwargs):
        return StartForm(*args, columns=self.flow.columns, **kwargs)

    def show(self, form, status=200):
        """The form, and the table that was left unfinished, which a new one would replace."""
        left = self.unfinished().first()
        context = {
            "form": form,
            "flow": self.flow,
            "trail": self.flow.trail(),
            "unfinished": left,
            "unfinished_url": left and self.flow.page("check", left),
        }
        return render(self.request, "registers/intake_start.html", context, status=status)

    def unfinished(self):
        return self.intakes().unfinished().filter(about=self.flow.about)

    @transaction.atomic
    def take_in(self, form):
        """Keep the rows read for checking, in the place of any left unfinished before."""
        self.unfinished().delete()
        return RegisterIntake.objects.create(
            register=self.flow.register,
            about=self.flow.about,
            source_name=form.table.source[:255],
            table=form.table.as_json(),
            made_by=self.request.user,
            made_at=self.request.now,
        )


class LaterPage(ImportPage):
    """A page about a table that was taken in. 404 for whoever did not bring it."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.intake = get_object_or_404(self.intakes(), pk=pk)
        self.flow = self.flow_class.of(request, self.intake.about)
        self.flow.demand()
        if self.intake.imported_at:
            return redirect(self.flow.trail()[1])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def check(self):
        return Check(self.intake, self.flow)

    def address(self, name="check"):
        return self.flow.page(name, self.intake)

    def show(self, *, status=200, reading=None, finishing=None, refusal=""):
        check = self.check
        difference = check.difference
        reading = reading or check.reading_form()
        if not difference.can_be_written:
            finishing = None
        elif finishing is None:
            finishing = check.finish_form()
        context = {
            "check": check,
            "difference": difference,
            "finish_form": finishing,
            "flow": self.flow,
            "intake": self.intake,
            "matched": self.matched(reading),
            "missing": check.missing,
            "notes": difference.notes,
            "pages": {name: self.address(name) for name in ("columns", "finish", "discard")},
            "problems": check.problems,
            "reading_form": reading,
            "refusal": refusal,
            "trail": self.flow.trail(),
        }
        return render(self.request, "registers/intake_check.html", context, status=status)

    def matched(self, form):
        """[(field, heading, words, fields)] of the names that are not known."""
        asked = [(f, *said, form.name_fields(f)) for f, said in self.flow.matched.items()]
        return [each for each in asked if each[-1]]

    def kept_data(self):
        """What was typed at this address before a session ended, as a browser would post it."""
        data = QueryDict(mutable=True)
        for name, values in (take_kept_typing(self.request) or {}).items():
            data.setlist(name, values)
        return data or None


class CheckAnswers(LaterPage):
    """Check your answers: every row as it was read, and what would come of it."""

    http_method_names = ["get", "head"]

    def get(self, request):
        return self.show()


class ChooseColumns(LaterPage):
    """Reads the table again, as the person says it is."""

    def get(self, request):
        return self.show(reading=self.check.reading_form(self.kept_data()))

    def post(self, request):
        form = self.check.reading_form(request.POST)
        if not form.is_valid():
            return self.show(reading=form)
        choices = form.choices(self.intake.choices)
        RegisterIntake.objects.unfinished().filter(pk=self.intake.pk).update(choices=choices)
        return redirect(self.address())


class Finish(LaterPage):
    """Imports what was checked, once, whoever clicks how often."""

    def get(self, request):
        if not self.check.difference.can_be_written:
            return self.show()
        return self.show(finishing=self.check.finish_form(self.kept_data()))

    def post(self, request):
        expected = request.POST.get("expected", "")
        came_late = expected not in ("", self.check.difference.fingerprint)
        if not self.check.difference.can_be_written and not came_late:
            return redirect(self.address())
        form = self.check.finish_form(request.POST)
        if not form.is_valid() and not came_late:
            return self.show(finishing=form)
        return self.finish(form, expected or self.check.difference.fingerprint)

    def finish(self, form, expected):
        reason = form.cleaned_data.get("reason", "")
        try:
            done = finish(self.check, expected=expected, reason=reason, at=self.request.now)
        except ChangedMeanwhile as error:
            return self.show_afresh(str(error))
        if done:
            said = f"Imported from {self.intake.source_name}: {self.check.difference}."
            messages.success(self.request, said)
        return redirect(self.flow.trail()[1])

    def show_afresh(self, refusal):
        """How it compares now, with what was typed."""
        self.flow = self.flow_class.of(self.request, self.intake.about)
        self.check = Check(self.intake, self.flow)
        typed = self.check.finish_form(reason=self.request.POST.get("reason", ""))
        return self.show(finishing=typed, refusal=refusal, status=409)


class Discard(LaterPage):
    """Throws the table away, after asking. The register is not touched."""

    def get(self, request):
        context = {"intake": self.intake, "flow": self.flow, "back": self.address()}
        return render(request, "registers/intake_discard.html", context)

    def post(self, request):
        discarded, _ = RegisterIntake.objects.unfinished().filter(pk=self.intake.pk).delete()
        if not discarded:
            # A click a moment before imported it, so the register is no longer as it was.
            return redirect(self.flow.trail()[1])
        messages.success(request, "The table was discarded. The register is as it was.")
        return redirect(self.flow.start_url())


LATER = [("check", "", CheckAnswers), ("columns", "columns/", ChooseColumns)]
LATER += [("finish", "finish/", Finish), ("discard", "discard/", Discard)]


def addresses(flow_class, address):
    """The paths of a register's import, from "contracts/import/" on."""
    name = flow_class.name.split(":")[1]
    later = [
        path(f"{address}<uuid:pk>/{end}", v.as_view(flow_class=flow_class), name=f"{name}-{word}")
        for word, end, v in LATER
    ]
    return [path(address, Start.as_view(flow_class=flow_class), name=name), *later]
