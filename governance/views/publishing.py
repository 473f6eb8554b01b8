"""Before and after a pack is published: its preview, the facts to check, its publication, and the
day from which everybody may read it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from opcc.office.models import Post
from opcc.office.sign_in.confirming import AsksAgain
from plans.record import Refused
from plans.registers.models import Stale
from plans.registers.voices import voice_of
from plans.views.access import demand

from .. import packs
from ..forms.packs import OpeningForm, PublishForm
from ..models import Pack
from ..packs import checking
from ..packs.comparing import compare
from ..packs.publishing import next_version, obstacle, previous_pack
from . import pack_content
from .pack_measures import changed_measures, measure_context, measure_of
from .packs import ACTIVITIES_A_PAGE, ACTIVITIES_ON_PAPER, or_404, page_asked
from .preparing import ForOffice, KeepsTyping, OfDraft, gone

TWO_PACKS = "What changed between two packs"
CHANGED = (
    "Something in this pack changed after you opened this page, so nothing was published. Below "
    "is how it is now. Look at the preview again, and publish it if it is right."
)


class OfContent(OfDraft):
    """A page that is made from what the draft would say if it were published now."""

    permission = "governance.view"

    @cached_property
    def previous(self):
        return previous_pack(self.draft)

    @cached_property
    def content(self):
        """What the pack would say. The timelines of its activities are kept beside it."""
        self.timelines = {}
        return packs.content_of(
            self.draft,
            version=next_version(self.draft),
            previous=self.previous,
            keep=lambda pk, text: self.timelines.update({pk: text}),
        )

    @cached_property
    def reading(self):
        return packs.read_content(self.content)

    @cached_property
    def before(self):
        return packs.read_pack(self.previous) if self.previous else None


# --- Preview ------------------------------------------------------------------------------------
class PreviewLinks(pack_content.PackLinks):
    """The addresses of the pages of a preview: each page of a pack has its own."""

    def __init__(self, draft, before):
        super().__init__(draft, before)
        self.home = reverse("governance:packdraft-preview", args=[draft])
        self.whole = f"{self.home}whole/"
        self.compare = f"{self.home}changes/" if before else ""
        self.one_activity = f"{self.home}activities/"

    def objective(self, number):
        return f"{self.home}objectives/{number}/"

    def measure(self, number):
        return f"{self.home}measures/{number}/"

    def changes(self, kind):
        return f"{self.compare}#changed-{kind}"


class Preview(OfContent, View):
    """The pack as members will see it, under a banner that says that it is a preview.

    template: the include that shows the same page of a published pack.
    """

    http_method_names = ["get", "head", "options"]
    template = "pack_body"

    def get(self, request, *args, **kwargs):
        context = self.pack_context() | {
            "draft": self.draft,
            "shown": f"governance/includes/{self.template}.html",
        }
        return render(request, "governance/packdraft_preview.html", context)

    @cached_property
    def links(self):
        return PreviewLinks(self.draft.pk, self.previous and self.previous.pk)

    def pack_context(self):
        return pack_content.context_of(self.reading, self.before, self.links)


class PreviewWhole(Preview):
    template = "pack_whole"

    def pack_context(self):
        every = self.reading.position.standings
        activities = pack_content.activity_rows(self.reading, every, self.links)
        page = Paginator(activities, ACTIVITIES_ON_PAPER).get_page(page_asked(self.request))
        parts = pack_content.by_objective(self.reading, page)
        return super().pack_context() | {"parts": parts, "page_obj": page}


class PreviewChanges(Preview):
    """Everything that changed, on one page: the whole of what a pack's own page cuts short."""

    template = "pack_compared"

    def pack_context(self):
        if self.before is None:
            raise Http404
        context = super().pack_context()
        found = compare(self.before, self.reading)
        every = pack_content.groups_of(found, self.before, self.reading, self.links)
        return context | {
            "groups": every,
            "measure_changes": changed_measures(self.before, self.reading, self.links),
            "heading": TWO_PACKS,
            "title": TWO_PACKS,
        }


class PreviewObjective(Preview):
    template = "pack_objective"

    def pack_context(self):
        objective = or_404(pack_content.objective_of(self.reading, self.kwargs["number"]))
        context = pack_content.objective_context(self.reading, objective, self.links)
        page = Paginator(context["activities"], ACTIVITIES_A_PAGE)
        return context | {"page_obj": page.get_page(page_asked(self.request))}


class PreviewActivity(Preview):
    template = "pack_activity"

    def pack_context(self):
        standing = or_404(self.reading.position.of(self.kwargs["key"]))
        lines = packs.reading.read_timeline(self.timelines[standing.pk])
        return pack_content.activity_context(self.reading, standing, self.links) | {
            "lines": pack_content.timeline_rows(lines),
            "timeline_is_intact": True,
        }


class PreviewMeasure(Preview):
    template = "pack_measure"

    def pack_context(self):
        measure = or_404(measure_of(self.reading, self.kwargs["number"]))
        return measure_context(self.reading, measure, self.links)


# --- Check answers, and publish -----------------------------------------------------------------
class Check(KeepsTyping, OfContent, AsksAgain, FormView):
    """What will be in the pack and what will not; then the form that publishes it."""

    template_name = "governance/packdraft_check.html"
    form_class = PublishForm

    def asks_again(self):
        return self.draft is not None and self.request.user.has_perm("governance.publish")

    def post(self, request, *args, **kwargs):
        demand(request.user, "governance.publish")
        if self.draft is None:
            return self.settle_gone(request.POST.get("seen", ""))
        return super().post(request, *args, **kwargs)

    def fitting(self):
        return {}

    def get_initial(self):
        if self.request.method == "POST":
            return {}  # What its reader had before them is in what they sent.
        return {
            "version": self.draft.version,
            "seen": packs.fingerprint(self.content),
            "public_from": packs.opened_before(self.draft),
        }

    def form_valid(self, form):
        facts = form.cleaned_data
        self.draft.version = facts["version"]
        try:
            pack = packs.publish(
                self.draft,
                by=voice_of(self.request.user, None),
                at=self.request.now,
                public_from=facts["public_from"],
                expected=facts["seen"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except Stale:
            return self.settle_clash(form)
        return self.lead_to(pack, facts["public_from"])

    def lead_to(self, pack, public_from=None):
        opened = f", and open to everybody from {public_from:%-d %B %Y}" if public_from else ""
        words = f"Published to the panel{opened}. It stays as it is, whatever changes in the plan."
        messages.success(self.request, words)
        return redirect(pack)

    def settle_clash(self, form):
        """Show what the pack would say now, to be read again."""
        for name in ("draft", "content", "reading", "previous", "before"):
            self.__dict__.pop(name, None)
        if self.draft is None:
            return self.settle_gone(form.cleaned_data["seen"])
        form.show_again(self.draft, packs.fingerprint(self.content))
        form.add_error(None, CHANGED)
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def settle_gone(self, seen):
        """The same form sent twice has done its work; anything else is said in words."""
        mine = Pack.objects.filter(published_by=self.request.user).order_by("-pk").first()
        if mine and packs.fingerprint(mine.facts["content"]) == seen:
            return redirect(mine)
        return gone(self.request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            draft=self.draft,
            version=self.content["version"],
            previous=self.previous,
            obstacle=obstacle(self.draft, self.content, self.request.now),
            contents=checking.what_is_in(self.reading, self.before),
            missing=checking.what_is_not(self.draft, self.reading.position),
            can_publish=self.request.user.has_perm("governance.publish"),
            can_prepare=self.request.user.has_perm("governance.prepare"),
            accountable=Post.objects.filter(is_accountable=True).first(),
            **kwargs,
        )


# --- Open to everybody --------------------------------------------------------------------------
class Open(KeepsTyping, ForOffice, AsksAgain, FormView):
    """Sets the day from which everybody may read a pack, or closes it again."""

    permission = "governance.publish"
    template_name = "governance/packdraft_open.html"
    form_class = OpeningForm

    @cached_property
    def pack(self):
        found = Pack.objects.without_text().visible_to(self.request.user, self.request.today)
        return found.select_related("meeting__body", "plan").filter(pk=self.kwargs["pk"]).first()

    def find(self):
        if self.pack is None:
            raise Http404

    @cached_property
    def openings(self):
        return list(self.pack.openings.order_by("-made_at", "-pk"))

    @property
    def newest(self):
        return self.openings[0] if self.openings else None

    def fitting(self):
        return {"newest": self.newest}

    def get_initial(self):
        is_open = bool(self.newest and self.newest.public_from)
        return {
            "access": OpeningForm.CLOSED if is_open else OpeningForm.OPEN,
            "base": self.newest.pk if self.newest else 0,
        }

    def form_valid(self, form):
        with transaction.atomic():
            # Of two who write at once, the second sees the first one's line.
            Pack.objects.without_text().select_for_update().get(pk=self.pack.pk)
            self.__dict__.pop("openings", None)
            if form.cleaned_data["base"] == self.get_initial()["base"]:
                return self.write(form)
        return self.settle_clash(form)

    def write(self, form):
        facts = form.cleaned_data
        opening = packs.open_to_public(
            self.pack,
            facts["public_from"],
            words=facts["words"],
            by=voice_of(self.request.user, None),
            at=self.request.now,
        )
        messages.success(self.request, f"{opening}.")
        return redirect(self.pack)

    def settle_clash(self, form):
        facts = form.cleaned_data
        newest = self.newest
        said = newest and (newest.public_from, newest.words, newest.made_by_id)
        if said == (facts["public_from"], facts["words"], self.request.user.pk):
            return redirect(self.pack)
        form.data = form.data.copy()
        form.data["base"] = str(newest.pk if newest else 0)
        form.add_error(
            None,
            "Somebody else changed this while you were typing. What is true now is below. Check "
            "what you typed, and send it again.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def hidden_before(self):
        """The pack that this one is compared with, where the public cannot open that one."""
        before = Pack.objects.with_opening().without_text().select_related("meeting__body")
        found = before.filter(pk=self.pack.previous_id).first()
        is_public = found and found.public_from and found.public_from <= self.request.today
        return None if is_public else found

    def get_context_data(self, **kwargs):
        later = Pack.objects.filter(
            meeting=self.pack.meeting, plan=self.pack.plan, version__gt=self.pack.version
        )
        return super().get_context_data(
            pack=self.pack,
            openings=self.openings,
            newest=self.newest,
            today=self.request.today,
            has_later_version=later.exists(),
            hidden_before=self.hidden_before(),
            **kwargs,
        )
