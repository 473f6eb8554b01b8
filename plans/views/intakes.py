"""Bringing a published plan in: the document, check your answers, import or discard."""

from functools import cached_property

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from opcc.office.kept_typing import take_kept_typing
from opcc.office.uploads import was_too_large

from ..forms.intakes import ImportForm, ReadingForm, StartForm, owner_field
from ..intake import applying
from ..intake.columns import Mapping, guess
from ..intake.errors import IntakeError
from ..intake.table import Table, quoted
from ..models import Intake
from ..record import Voice
from .access import demand, refuse_outsiders


def demand_import(request):
    refuse_outsiders(request)
    demand(request.user, "plans.import_plan")


def find_intake(request, pk):
    demand_import(request)
    intakes = Intake.objects.visible_to(request.user).select_related("plan")
    return get_object_or_404(intakes, pk=pk)


def start(request):
    """Take the document in, and nothing of it into the plan yet."""
    demand_import(request)
    if request.method != "POST":
        return show_start(request, begun_form(request))
    form = StartForm(request.POST, request.FILES)
    if was_too_large(request):
        form.refuse_size()
        return show_start(request, form, status=413)
    if not form.is_valid():
        return show_start(request, form)
    return redirect(take_in(form, request))


def show_start(request, form, status=200):
    """The form, and the document that was left unfinished, which a new one would replace."""
    context = {"form": form, "unfinished": unfinished(request)}
    return render(request, "plans/intake_form.html", context, status=status)


def unfinished(request):
    return Intake.objects.visible_to(request.user).unfinished().first()


def begun_form(request):
    """The form, with what was typed before a session ended, or the plan tried last."""
    kept = take_kept_typing(request)
    if kept:
        return StartForm(initial={name: values[-1] for name, values in kept.items()})
    last = unfinished(request)
    return StartForm(initial={"title": last.title, "year": last.starts_on.year} if last else None)


@transaction.atomic
def take_in(form, request):
    """Keep the rows read for checking, in the place of any left unfinished before."""
    Intake.objects.visible_to(request.user).unfinished().delete()
    return Intake.objects.create(
        title=form.cleaned_data["title"],
        starts_on=form.starts_on,
        source_name=form.table.source[:255],
        table=form.table.as_json(),
        made_by=request.user,
        made_at=request.now,
    )


class Check:
    """An intake as it is read now, and what importing it would do."""

    def __init__(self, intake, request):
        self.intake, self.today = intake, request.today
        self.moves_at_once = applying.moves_at_once(request.user)
        self.table = Table.from_json(intake.table)
        self.chosen = intake.choices
        self.owners = self.chosen.get("owners", {})
        self.sole_objective = self.chosen.get("sole_objective", "")

    @cached_property
    def mapping(self):
        if "columns" in self.chosen:
            return Mapping.from_choices(self.chosen["header_row"], self.chosen["columns"])
        return guess(self.table)

    def interpret(self, owners):
        return applying.interpret_here(
            self.table,
            self.mapping,
            self.intake.starts_on,
            owners=owners,
            sole_objective=self.sole_objective,
        )

    @cached_property
    def before_choices(self):
        """The proposal as it is while nobody has said who the unknown owners are."""
        return self.interpret({})

    @cached_property
    def proposal(self):
        return self.interpret(self.owners) if self.owners else self.before_choices

    @cached_property
    def plan_or_refusal(self):
        """(the plan to compare with or None for a new one, what stands in the way or "")."""
        try:
            return applying.find_plan(self.intake.title, self.intake.starts_on), ""
        except IntakeError as error:
            return None, str(error)

    @property
    def plan(self):
        return self.plan_or_refusal[0]

    @property
    def refusal(self):
        return self.plan_or_refusal[1]

    @cached_property
    def difference(self):
        return applying.compare(
            self.plan, self.proposal, on=self.today, starts_on=self.intake.starts_on
        )

    @property
    def is_readable(self):
        return self.mapping.is_usable

    @property
    def names_no_objective(self):
        return self.mapping.column("objective") is None

    @property
    def problems(self):
        found = [*self.proposal.problems, *self.difference.problems]
        return sorted(found, key=lambda problem: problem.row_number or 0)

    @property
    def can_import(self):
        return not (
            self.problems
            or self.proposal.unknown_owners
            or self.refusal
            or not (self.difference.new or self.difference.changed)
        )

    @property
    def button(self):
        """Say what the button does: "Import 2 activities and change 1"."""
        asked = [] if self.moves_at_once else self.difference.moves
        only_asked = sum(line.only_moves_date for line in asked)
        new, changed = len(self.difference.new), len(self.difference.changed) - only_asked
        deeds = [f"import {counted(new)}"] if new else []
        if changed:
            deeds.append(f"change {changed if new else counted(changed)}")
        if asked:
            deeds.append(f"ask for {len(asked)} date move{'' if len(asked) == 1 else 's'}")
        return " and ".join(deeds).capitalize()

    def reading_form(self, data=None):
        columns = {field: str(column) for field, column in self.mapping.columns.items()}
        names = self.before_choices.unknown_owners if self.is_readable else {}
        owners = {owner_field(name): choice for name, choice in self.owners.items()}
        header = self.mapping.header_row
        initial = {"sole_objective": self.sole_objective, "header_row": header and str(header)}
        return ReadingForm(
            data,
            table=self.table,
            mapping=self.mapping,
            owners=names,
            initial={**initial, **columns, **owners},
        )

    def import_form(self, data=None, **said):
        return ImportForm(
            data,
            changes=bool(self.difference.changed),
            dates=bool(self.difference.dated),
            button=self.button,
            initial=said | {"expected": self.difference.fingerprint},
        )

    def groups(self):
        """[(objective, lines)] for the cards, in the order of the document."""
        lines = {}
        for line in self.difference.lines:
            lines.setdefault(line.proposed.objective_number, []).append(line)
        return [(each, lines.get(each.number, [])) for each in self.proposal.objectives]

    def rows_to_put_right(self):
        """[(row number, its words, problems)] of the rows that have any."""
        found = {}
        for problem in self.problems:
            found.setdefault(problem.row_number, []).append(problem)
        return [(number, self.words_of(number), each) for number, each in found.items()]

    def words_of(self, number):
        row = self.table.row(number)
        return quoted(" | ".join(filter(None, map(str.strip, row.cells))), 200) if row else ""


def counted(number):
    return "1 activity" if number == 1 else f"{number} activities"


def intake_detail(request, pk):
    """Check your answers: every row as it was read, and what would come of it."""
    intake = find_intake(request, pk)
    if intake.imported_at:
        return redirect(intake.plan)
    return show(request, Check(intake, request))


def show(request, check, *, status=200, reading=None, importing=None, refusal=""):
    context = {
        "check": check,
        "intake": check.intake,
        "reading_form": reading or check.reading_form(),
        "refusal": refusal or check.refusal,
    }
    if check.is_readable:
        context |= answers(check, importing)
    return render(request, "plans/intake_detail.html", context, status=status)


def answers(check, importing):
    """What the page says of a table whose activities can be found."""
    context = {
        "proposal": check.proposal,
        "plan": check.plan,
        "difference": check.difference,
        "groups": check.groups(),
        "problems": check.problems,
        "rows_to_put_right": check.rows_to_put_right(),
        "notes": [*check.proposal.notes, *check.difference.notes],
    }
    if check.can_import:
        context["import_form"] = importing or check.import_form()
    return context


def kept_data(request):
    """What was typed at this address before a session ended, as a browser would post it."""
    data = QueryDict(mutable=True)
    for name, values in (take_kept_typing(request) or {}).items():
        data.setlist(name, values)
    return data or None


def choose_columns(request, pk):
    """Read the table again, as the person says it is."""
    intake = find_intake(request, pk)
    if intake.imported_at:
        return redirect(intake.plan)
    check = Check(intake, request)
    if request.method != "POST":
        return show(request, check, reading=check.reading_form(kept_data(request)))
    form = check.reading_form(request.POST)
    if not form.is_valid():
        return show(request, check, reading=form)
    Intake.objects.unfinished().filter(pk=intake.pk).update(choices=form.choices())
    return redirect(intake)


def import_intake(request, pk):
    """Import what was checked, once, whoever clicks how often."""
    intake = find_intake(request, pk)
    if intake.imported_at:
        return redirect(intake.plan)
    check = Check(intake, request)
    if not check.is_readable or not check.can_import:
        return show(request, check) if request.method != "POST" else redirect(intake)
    if request.method != "POST":
        return show(request, check, importing=check.import_form(kept_data(request)))
    form = check.import_form(request.POST)
    came_late = request.POST.get("expected", "") not in ("", check.difference.fingerprint)
    if not form.is_valid() and not came_late:
        return show(request, check, importing=form)
    try:
        return finish(request, check, form.cleaned_data)
    except IntakeError as error:
        fresh = Check(intake, request)
        typed = fresh.import_form(**form.cleaned_data)
        return show(request, fresh, importing=typed, refusal=str(error), status=409)


@transaction.atomic
def finish(request, check, said):
    """Claim the intake and import it, both or neither."""
    intake = check.intake
    claimed = Intake.objects.unfinished().filter(pk=intake.pk)
    if not claimed.update(imported_at=request.now, table={}, choices={}):
        return redirect(intake)
    outcome = applying.apply(
        check.proposal,
        title=intake.title,
        starts_on=intake.starts_on,
        by=Voice.of(request.user),
        at=request.now,
        reason=said.get("reason", ""),
        reason_category=said.get("reason_category", ""),
        owners=check.owners,
        expected=said["expected"],
    )
    Intake.objects.filter(pk=intake.pk).update(plan=outcome.plan)
    messages.success(request, f"Imported from {intake.source_name}: {outcome}.")
    return redirect(outcome.plan)


def discard(request, pk):
    """Throw the document away, after asking. The plan is not touched."""
    intake = find_intake(request, pk)
    if intake.imported_at:
        return redirect(intake.plan)
    if request.method != "POST":
        return render(request, "plans/intake_discard.html", {"intake": intake})
    Intake.objects.unfinished().filter(pk=intake.pk).delete()
    messages.success(request, "The document was discarded. The plan is as it was.")
    return redirect("plans:intake-start")
