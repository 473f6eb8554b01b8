"""Meetings: when, where, with which papers, and what was raised."""

import datetime as dt

import django_filters
from django.utils.functional import cached_property

from opcc.office.calendar.answers import as_file
from plans.registers.filters import EVERYTHING, RegisterFilter
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..calendar import events_of, with_changes
from ..forms.meetings import CancelForm, MeetingForm, PaperForm, PaperRemoveForm, RestoreForm
from ..models import Body, Meeting, Pack, Paper, ProgrammeItem, ScrutinyItem


def bodies(request):
    return Body.objects.visible_to(request.user)


class MeetingFilter(RegisterFilter):
    """Without being asked otherwise, meetings to come."""

    words_in = ("body__name", "place", "summary")

    owner = None
    body = django_filters.ModelChoiceFilter(queryset=bodies, label="Body", empty_label=EVERYTHING)
    when = django_filters.ChoiceFilter(
        label="When",
        choices=[("past", "Past"), ("all", "To come and past")],
        empty_label="To come",
        method="leave",
    )

    class Meta:
        model = Meeting
        fields = ["q", "body", "when", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.works_here:
            del self.filters["body"]

    def filter_queryset(self, rows):
        rows = super().filter_queryset(rows)
        when, today = self.form.cleaned_data["when"], self.request.today
        if when == "all":
            return rows.order_by("-on", "pk")
        if when == "past":
            return rows.filter(on__lt=today).order_by("-on", "pk")
        return rows.filter(on__gte=today).order_by("on", "pk")


class MeetingList(RegisterList):
    model = Meeting
    panel_reads = panel_keeps = True
    template_name = "governance/meeting_list.html"
    filterset_class = MeetingFilter
    sorts = {"date": ["on"], "body": ["body__name", "on"]}
    file_name = "meetings"
    columns = [
        ("body", lambda m: m.body.name),
        ("date", lambda m: m.on),
        ("time", lambda m: m.starts_at and f"{m.starts_at:%H:%M}"),
        ("place", lambda m: m.place),
        ("papers due", lambda m: m.papers_due_on),
        ("papers", lambda m: len(m.papers.all())),
        ("cancelled on", lambda m: m.cancelled_on),
        ("summary", lambda m: m.summary),
    ]

    def get_queryset(self):
        return super().get_queryset().select_related("body").prefetch_related("papers")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            works_here=self.request.user.works_here,
            shows_all=self.request.GET.get("when") == "all",
            **kwargs,
        )


class MeetingFile(RegisterFile, MeetingList):
    pass


class MeetingDetail(RegisterDetail):
    """A meeting, its papers, and what was raised, as far as the reader may see it."""

    model = Meeting
    panel_reads = True
    template_name = "governance/meeting_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("body__owner")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            papers=sorted(self.object.papers.all(), key=reading_order),
            packs=self.packs(),
            asked=self.of_register(ScrutinyItem),
            items=self.of_register(ProgrammeItem),
            offered=ProgrammeItem.objects.visible_to(self.request.user).filter(
                offered_at=self.object
            ),
            **self.neighbours(),
            **(self.inside() if self.request.user.works_here else {}),
            **kwargs,
        )

    def of_register(self, model):
        return model.objects.visible_to(self.request.user).filter(meeting=self.object)

    def packs(self):
        packs = Pack.objects.visible_to(self.request.user, self.request.today)
        of_meeting = packs.filter(meeting=self.object).select_related("plan")
        return of_meeting.without_text().newest_first()

    def neighbours(self):
        """The body's meeting before this one and the one after it."""
        held, on = self.object.body.meetings, self.object.on
        return {
            "before": held.before_day(on).first(),
            "after": held.from_day(on + dt.timedelta(days=1)).first(),
        }

    def inside(self):
        """What only the office reads."""
        return {
            "actions": self.object.actions.select_related("owner"),
            "decisions": self.object.decisions.all(),
        }


class MeetingCalendar(RegisterDetail):
    """A file with the meeting, and the day its papers are due, to add to a calendar."""

    model = Meeting
    panel_reads = True

    def get_queryset(self):
        return with_changes(super().get_queryset())

    def render_to_response(self, context):
        return as_file(events_of(self.object), title=str(self.object))


def reading_order(paper):
    """The agenda first, the minutes last."""
    return Paper.Kind.values.index(paper.kind)


class MeetingEdit(RegisterEdit):
    model = Meeting
    form_class = MeetingForm

    def get_queryset(self):
        return super().get_queryset().select_related("body")

    def get_initial(self):
        return {"body": self.request.GET.get("body", "")}


class MeetingVerb(RegisterVerb):
    """words: what the page says above the form."""

    model = Meeting
    template_name = "governance/meeting_verb.html"
    lines_name = ""
    words = ""

    def get_queryset(self):
        return super().get_queryset().select_related("body")

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.words, **kwargs)


class MeetingCancel(MeetingVerb):
    form_class = CancelForm
    heading = "Cancel this meeting?"
    words = "It stays on the list, marked as cancelled, with its papers and what was raised."
    saved = "The meeting is cancelled."

    def refusal(self):
        return "This meeting is cancelled already." if self.row.cancelled_on else ""


class MeetingRestore(MeetingVerb):
    form_class = RestoreForm
    heading = "Let this meeting stand after all?"
    words = "It is no longer marked as cancelled."
    saved = "The meeting stands again."

    def refusal(self):
        return "" if self.row.cancelled_on else "This meeting stands: it is not cancelled."


class PaperAdd(MeetingVerb):
    form_class = PaperForm
    heading = "Add a paper"
    saved = "The paper is listed."


class PaperVerb(MeetingVerb):
    """About one paper of the meeting."""

    @cached_property
    def paper(self):
        return self.row.papers.filter(pk=self.kwargs["paper_pk"]).first()

    def refusal(self):
        return "" if self.paper else "That paper is not listed any more."

    def fitting(self):
        return super().fitting() | {"paper": self.paper}

    def get_context_data(self, **kwargs):
        return super().get_context_data(paper=self.paper, **kwargs)


class PaperChange(PaperVerb):
    form_class = PaperForm
    heading = "Change the paper"
    saved = "The paper is changed."

    def get_initial(self):
        paper = self.paper
        typed = {"kind": paper.kind, "title": paper.title, "link": paper.link}
        return super().get_initial() | typed


class PaperRemove(PaperVerb):
    form_class = PaperRemoveForm
    heading = "Remove this paper?"
    words = "It is taken off the list. What it links to is not touched."
    saved = "The paper is off the list."
