"""Writing a line: say how it is going, confirm, ask to move a date, and the rarer ones."""

import uuid
from functools import partial

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views import View

from opcc.office.composed import composed_once
from opcc.office.kept_typing import as_posted, take_kept_typing
from opcc.office.uploads import was_too_large

from .. import deciding
from ..evidence import keeping
from ..forms.proposals import form_class
from ..forms.proposing import LONGEST_DRAFT
from ..models import Draft, Entry
from ..record import Refused, Stale, Voice
from ..statuses import Status
from .access import demand, find_activity, find_correctable_line
from .approving import form_lines, proposal_lines

TOO_LARGE = (
    f"The files have more than {keeping.MOST_BYTES // 1024 // 1024} MB together, or are more than "
    f"{keeping.MOST_FILES}, so none was read. What you typed is still here: choose smaller or "
    "fewer files, or bring them with two updates."
)


class Propose(View):
    """One form for one kind of draft; `kind` comes from the address."""

    kind = None
    template_name = "plans/proposal_form.html"

    @cached_property
    def activity(self):
        return find_activity(self.request, self.kwargs["pk"])

    @cached_property
    def corrects(self):
        return None

    @cached_property
    def draft(self):
        """The open draft of this kind that somebody began, or a new one, unsaved."""
        return self.begun() or Draft(
            activity=self.activity,
            kind=self.kind,
            author=self.request.user,
            corrects=self.corrects,
            version=0,
        )

    def begun(self):
        if self.corrects is None:
            return next(iter(open_draft(self.activity.pk, self.kind)), None)
        return self.activity.drafts.open().filter(corrects=self.corrects).first()

    @property
    def base(self):
        """What this form was opened on; a save on anything newer would undo somebody."""
        return f"{self.activity.version}.{self.draft.version}"

    def dispatch(self, request, *args, **kwargs):
        offers = self.kind == Draft.Kind.HAND_OVER
        demand(request.user, "plans.offer" if offers else "plans.write", self.activity)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if self.is_out_of_reach:
            messages.info(request, self.OUT_OF_REACH)
            return redirect(self.draft)
        kept = take_kept_typing(request)
        if kept:
            return self.show(self.unchecked(as_posted(kept)), kept=True)
        if self.draft.pk:
            data = as_posted(self.draft.proposal)
            data["internal_note"] = self.draft.internal_note
            return self.show(self.unchecked(data))
        return self.show(self.form(initial={"base": self.base, "token": uuid.uuid4()}))

    def post(self, request, *args, **kwargs):
        later = "save_later" in request.POST
        data, not_taken = self.take_in()
        form = self.form(data, not_taken=not_taken)
        if request.POST.get("base") != self.base:
            return self.settle_clash(form)
        if problem := self.cannot_keep(form):
            form.add_error(None, problem)
        if form.errors if not later else problem or not_taken:
            return self.show(form, status=413 if was_too_large(request) else 200)
        try:
            return self.keep(form) if later else self.send(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form)
        except Stale:
            return self.settle_clash(form)

    OUT_OF_REACH = (
        "This draft waits for a decision. Its author can take it back, and whoever decides on it "
        "can return or change it."
    )

    @property
    def is_out_of_reach(self):
        """Whether the draft is a colleague's that waits for a decision."""
        return bool(self.draft.pk) and not self.request.user.has_perm("plans.rewrite", self.draft)

    def take_in(self):
        """What was typed, with the keys of the files that came with it; why others were refused.

        They are kept before the form is looked at, so that an error elsewhere loses none.
        """
        typed, files = self.request.POST.copy(), self.request.FILES.getlist("new_files")
        if was_too_large(self.request):
            return typed, [TOO_LARGE]
        takes_files = "new_files" in form_class(self.kind, self.corrects).base_fields
        if not files or not takes_files or self.is_out_of_reach:
            return typed, []
        taken, refused = keeping.take_in(
            files, activity=self.activity, by=self.request.user, at=self.request.now
        )
        typed.setlist("files", [*typed.getlist("files"), *(str(file.pk) for file in taken)])
        return typed, refused

    def cannot_keep(self, form):
        """Why nothing at all can be saved, in words, or an empty text."""
        if self.is_out_of_reach:
            return self.OUT_OF_REACH
        if form.is_too_long_to_keep():
            return f"Use {LONGEST_DRAFT:,} characters or fewer in all"
        return ""

    def form(self, *args, **kwargs):
        if self.kind == Draft.Kind.CORRECTION:
            kwargs["corrects"] = self.corrects
        return form_class(self.kind, self.corrects)(
            *args,
            activity=self.activity,
            today=self.request.today,
            decides=self.decides,
            **kwargs,
        )

    def unchecked(self, data):
        """A form that shows what was typed before, with nothing complained of yet."""
        data = data.copy()
        data["base"], data["token"] = self.base, str(uuid.uuid4())
        return self.form(data).unchecked()

    @cached_property
    def decides(self):
        if self.kind == Draft.Kind.HAND_OVER:
            return self.request.user.acts_as_accountable
        return self.request.user.has_perm("plans.decide", self.draft)

    @transaction.atomic
    def send(self, form):
        """Into the record, where the writer may decide; else before those who may."""
        if not self.decides:
            submit = partial(self.draft.submit, by=self.request.user, at=self.request.now)
            self.write(submit, form)
            return self.done("Sent for approval. Nothing is in the record yet.")
        if self.draft.pk and not self.draft.claim(state=Draft.State.DONE):
            raise Stale
        deciding.enter(
            form,
            by=deciding.decider(self.request.user, self.draft),
            written_by=self.writer(form),
            at=self.request.now,
            token=form.cleaned_data["token"],
        )
        return self.done(f"In the record: {self.draft.get_kind_display()}.{self.follows(form)}")

    def follows(self, form):
        """Say that an off-track update has put its new date before the accountable post."""
        status = form.cleaned_data.get("status")
        if self.kind != Draft.Kind.UPDATE or status != Status.OFF_TRACK:
            return ""
        asked = self.activity.drafts.submitted().filter(
            kind=Draft.Kind.DATE_MOVE, submitted_at=self.request.now
        )
        return " Its new date waits to be accepted." if asked.exists() else ""

    def writer(self, form):
        """Who wrote the words: a draft's author, where they go in as the author left them."""
        as_left = self.draft.pk and self.draft.proposal == form.typed()
        return Voice.of(self.draft.author, self.activity) if as_left else None

    @transaction.atomic
    def keep(self, form):
        save = partial(self.draft.keep, state=Draft.State.WRITING, submitted_at=None)
        self.write(save, form, saved_at=self.request.now)
        return self.done("Saved as a draft. You will find it under My work.")

    def write(self, verb, form, **more):
        """Let the draft's verb write what was typed; raise Stale where somebody was quicker."""
        values = {
            "proposal": form.typed(),
            "internal_note": form.note,
            "author": self.request.user,
            "activity_version": self.activity.version,
            "token": typed_token(form),
            **more,
        }
        try:
            if not verb(**values):
                raise Stale
        except IntegrityError as error:
            raise Stale from error
        # The draft first and its files then, as who approves it does: nobody waits in a circle.
        keeping.hold(values["proposal"].get("files", ()), self.activity)

    def done(self, message):
        messages.success(self.request, message)
        return redirect(self.activity)

    def settle_clash(self, form):
        """The same form sent twice has done its work; anything else is two people at once."""
        if self.was_sent_before(form):
            return redirect(self.activity)
        self.__dict__.pop("draft", None)
        self.__dict__.pop("activity", None)
        clash = self.what_is_new(form.data.get("base", "")) | {"your_lines": form_lines(form)}
        return self.show(self.unchecked(form.data), status=409, clash=clash)

    def what_is_new(self, base):
        """What came into the record, or was saved as a draft, since a form was opened on `base`."""
        said, _, saved = base.partition(".")
        found = {}
        if str(self.activity.version) != said:
            found["newest"] = self.activity.entries.order_by("-version").first()
        if self.draft.pk and str(self.draft.version) != saved:
            lines = proposal_lines(self.draft, self.request.today)
            found |= {"theirs": self.draft, "their_lines": lines}
        return found

    def was_sent_before(self, form):
        token = typed_token(form)
        mine = {"token": token, "activity": self.activity}
        return token is not None and (
            Entry.objects.filter(**mine).exists()
            or Draft.objects.filter(author=self.request.user, **mine).exists()
        )

    def last_words(self):
        """The newest line that says how it is going; its standing holds the words that stand."""
        saying = (*Entry.STATEMENTS, Entry.Kind.CORRECTED)
        return self.activity.entries.filter(kind__in=saying).last()

    def show(self, form, status=200, **context):
        context |= {
            "form": form,
            "activity": self.activity,
            "plan": self.activity.plan,
            "draft": self.draft if self.draft.pk else None,
            "decides": self.decides,
            "waits_for": self.draft.waits_for,
            "corrects": self.corrects,
            "last": self.last_words(),
        }
        return render(self.request, self.template_name, context, status=status)


@composed_once
def open_draft(activity, kind):
    """The open draft of a kind, of which there is one at most."""
    drafts = Draft.objects.filter(activity=activity, kind=kind, corrects=None)
    return drafts.open().select_related("author")


def typed_token(form):
    """The token of the form that was sent, or None where it is not one of ours."""
    try:
        return uuid.UUID(form.data.get("token", ""))
    except ValueError:
        return None


class Correct(Propose):
    """A correction is written from the line it corrects."""

    kind = Draft.Kind.CORRECTION

    @cached_property
    def corrects(self):
        return find_correctable_line(self.request, self.kwargs["pk"])

    @cached_property
    def activity(self):
        return find_activity(self.request, self.corrects.activity_id)
