"""Preparing a pack: choosing its meeting and cut-off, writing its words, throwing it away."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from opcc.office.kept_typing import NEVER_KEPT, as_posted, take_kept_typing
from plans.change_words import change_lines
from plans.changes import KINDS, changes
from plans.models import DeliveryPlan, Entry, Objective
from plans.names import Names
from plans.position import position
from plans.registers.models import Stale
from plans.views.access import demand
from plans.views.plans import changed_rows, current_plan
from plans.views.showing import rows

from .. import packs
from ..forms.pack_measures import MeasuresForm
from ..forms.packs import (
    BeginForm,
    CutOffForm,
    ObjectiveForm,
    WordsForm,
    told_cut_off,
)
from ..models import Meeting, Pack, PackDraft
from ..packs.measures import chosen
from ..packs.publishing import next_version, previous_pack

USUAL_TIME = "5pm"
HELD_AT_MOST = 4
"""Meetings held without a pack that are offered: those of about a year."""

HIDDEN = NEVER_KEPT | {"base", "version", "seen", "send", "measures"}
"""What a form sends that nobody typed."""


class ForOffice:
    """404 for whoever does not work here; 403 for whoever may read and not do this."""

    permission = "governance.prepare"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.works_here:
            raise Http404
        self.find()
        demand(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)

    def find(self):
        """Raise Http404 where the address names nothing."""


class OfDraft(ForOffice):
    """A page about one draft. One that is published or discarded is no longer there to find."""

    @cached_property
    def draft(self):
        drafts = PackDraft.objects.visible_to(self.request.user)
        drafts = drafts.select_related("meeting__body", "plan", "saved_by")
        return drafts.filter(pk=self.kwargs["pk"]).first()

    @cached_property
    def version(self):
        return next_version(self.draft)

    def find(self):
        if self.draft is None and self.request.method != "POST":
            raise Http404

    def post(self, request, *args, **kwargs):
        if self.draft is None:
            return gone(request)
        return super().post(request, *args, **kwargs)


def gone(request):
    """Say that the draft is no longer there, and give back what was typed."""
    typed = [value for name, value in request.POST.items() if name not in HIDDEN and value.strip()]
    return render(request, "governance/packdraft_gone.html", {"typed": typed}, status=409)


class KeepsTyping:
    """For a FormView: shows what was typed when the session ended, with nothing complained of."""

    def get(self, request, *args, **kwargs):
        kept = take_kept_typing(request)
        form = self.get_form()
        if kept:
            form = self.form_class(as_posted(kept), **self.fitting())
            form._errors, form.cleaned_data = {}, {}
        return self.render_to_response(self.get_context_data(form=form, kept=bool(kept)))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.fitting()


# --- Begin --------------------------------------------------------------------------------------
class Begin(KeepsTyping, ForOffice, FormView):
    """Choose a meeting, a plan and a cut-off. Whoever comes second is led to what was begun."""

    template_name = "governance/packdraft_begin.html"
    form_class = BeginForm

    @cached_property
    def meetings(self):
        return panel_meetings(self.request.today)

    @cached_property
    def plans(self):
        return DeliveryPlan.objects.visible_to(self.request.user)

    def fitting(self):
        return {"meetings": self.meetings, "plans": self.plans}

    def get_initial(self):
        asked = self.request.GET.get("meeting", "")
        last = last_pack(asked)
        usual = {"cut_off_on": self.request.today, "cut_off_at": USUAL_TIME}
        begun = told_cut_off(last.cut_off) if last else usual
        plan = last.plan_id if last else current_plan(self.request)
        return {"meeting": asked, "plan": plan, **begun}

    def form_valid(self, form):
        facts = form.cleaned_data
        try:
            draft = packs.begin(
                facts["meeting"],
                facts["plan"],
                cut_off=facts["cut_off"],
                reason=facts["reason"],
                by=self.request.user,
                at=self.request.now,
            )
        except Stale:
            return self.lead_to_what_was_begun(facts)
        messages.success(self.request, "Begun. Nobody outside the office sees it.")
        return redirect(draft)

    def lead_to_what_was_begun(self, facts):
        begun = PackDraft.objects.filter(meeting=facts["meeting"], plan=facts["plan"]).first()
        words = "A pack for this meeting is being prepared already. This is it."
        messages.info(self.request, words)
        return redirect(begun or "governance:packdraft-begin")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            drafts=PackDraft.objects.select_related("meeting__body", "plan"),
            has_meetings=any(self.meetings.values()),
            has_plans=self.plans.exists(),
            **kwargs,
        )


def panel_meetings(on):
    """{heading: the meetings of the panel under it}: those from that day on, soonest first; those
    that have a pack; and the last that were held without one, which can come late.

    Each knows the `newest` version of its packs, or None.
    """
    meetings = Meeting.objects.filter(body__is_panel=True).annotate(newest=Max("packs__version"))
    to_come = list(meetings.from_day(on))
    packed = meetings.exclude(newest=None).exclude(pk__in=[m.pk for m in to_come])
    return {
        "Meetings to come": to_come,
        "Another version": list(packed.order_by("-on", "-pk")),
        "Held without a pack": list(meetings.before_day(on).filter(newest=None)[:HELD_AT_MOST]),
    }


def last_pack(asked):
    """The newest version of the pack of the meeting that the address names, or None."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return None
    return Pack.objects.without_text().filter(meeting=asked).order_by("-version").first()


# --- The draft ----------------------------------------------------------------------------------
class Detail(OfDraft, View):
    """The task page: what is chosen, what is written, and what is still to do."""

    permission = "governance.view"
    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        draft = self.draft
        objectives = Objective.objects.filter(plan=draft.plan).order_by("number")
        context = {
            "draft": draft,
            "version": self.version,
            "previous": previous_pack(draft),
            "is_ahead": draft.cut_off > request.now,
            "objectives": [(o, draft.objective_commentary.get(str(o.pk), "")) for o in objectives],
            "measures": chosen(draft),
            "can_prepare": request.user.has_perm("governance.prepare"),
        }
        return render(request, "governance/packdraft_detail.html", context)


class Edit(KeepsTyping, OfDraft, FormView):
    """Changes one part of the draft. heading: what the page is called."""

    template_name = "governance/packdraft_form.html"
    heading = ""

    def fitting(self):
        return {"draft": self.draft}

    def form_valid(self, form):
        try:
            form.save(by=self.request.user, at=self.request.now)
        except Stale:
            return self.settle_clash(form)
        messages.success(self.request, "Saved.")
        return redirect(self.draft)

    def settle_clash(self, form):
        newest = PackDraft.objects.select_related("saved_by").filter(pk=self.draft.pk).first()
        if newest is None:
            return gone(self.request)
        form.note_clash(newest)
        context = self.get_context_data(form=form, theirs=newest, their=form.their_lines(newest))
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs):
        return super().get_context_data(draft=self.draft, heading=self.heading, **kwargs)


class CutOff(Edit):
    form_class = CutOffForm
    heading = "Cut-off"


class Words(Edit):
    form_class = WordsForm
    heading = "Commentary on the whole plan"

    def fitting(self):
        return super().fitting() | {"version": self.version}


class ObjectiveWords(Edit):
    """The commentary of one objective, with what it is written from beside it."""

    template_name = "governance/packdraft_objective.html"
    form_class = ObjectiveForm

    @cached_property
    def objective(self):
        return get_object_or_404(Objective, pk=self.kwargs["objective"], plan=self.draft.plan)

    def find(self):
        super().find()
        return self.draft and self.objective

    @property
    def heading(self):
        return str(self.objective)

    def fitting(self):
        return super().fitting() | {"objective": self.objective}

    def get_context_data(self, **kwargs):
        # The day ahead can be written about only as it stands so far.
        until = min(self.draft.cut_off, self.request.now)
        names = Names.beside(self.draft.plan)
        previous = previous_pack(self.draft)
        found = self.of_objective(position(self.draft.plan, until, numbers=names.numbers))
        return super().get_context_data(
            objective=self.objective,
            until=until,
            previous=previous,
            position=found,
            standings=rows(found.standings, names.posts),
            groups=self.changed_since(previous, found, names.posts),
            **kwargs,
        )

    def of_objective(self, whole):
        return whole.only(lambda standing: standing.objective == self.objective.pk)

    def changed_since(self, previous, found, posts):
        """[{kind, label, changes}] since the pack before this one; nothing without one."""
        if previous is None:
            return []
        before = self.of_objective(packs.read_pack(previous).position)
        moves = self.moves_between(previous.cut_off, found.at, posts)
        return [
            {"kind": kind, "label": KINDS[kind], "changes": changed_rows(each, posts, moves)}
            for kind, each in changes(before, found).items()
        ]

    def moves_between(self, start, end, posts):
        """{activity's key: [the lines of the record that moved a date of it]}"""
        lines = Entry.objects.made_between(start, end).filter(
            plan=self.draft.plan, kind=Entry.Kind.DATE_MOVED
        )
        moves = {}
        for line in lines.select_related("milestone").order_by("number"):
            line.change_lines = change_lines(line, posts)
            moves.setdefault(line.activity_id, []).append(line)
        return moves


class Measures(Edit):
    """Which measures of the Police and Crime Plan the pack shows."""

    form_class = MeasuresForm
    template_name = "governance/packdraft_measures.html"
    heading = "Measures"


class Discard(OfDraft, View):
    """Throw a draft away, after asking. What is published stays."""

    def get(self, request, *args, **kwargs):
        context = {"draft": self.draft, "version": self.version}
        return render(request, "governance/packdraft_discard.html", context)

    def post(self, request, *args, **kwargs):
        if self.draft is None:
            return gone(request)
        typed = request.POST.get("version", "")
        self.draft.version = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
        try:
            self.draft.remove()
        except Stale:
            words = "Somebody saved this while you were looking at it. Nothing was discarded."
            messages.error(request, words)
            return redirect(self.draft)
        messages.success(request, "The draft was discarded. Published packs are as they were.")
        return redirect("governance:pack-list")


def being_prepared(request):
    """What `includes/pack_preparing.html` shows the office; nothing for anybody else."""
    if not request.user.has_perm("governance.view"):
        return {}
    drafts = PackDraft.objects.visible_to(request.user).select_related("meeting__body", "plan")
    return {
        "pack_drafts": drafts.order_by("-meeting__on", "-pk"),
        "can_prepare": request.user.has_perm("governance.prepare"),
    }
