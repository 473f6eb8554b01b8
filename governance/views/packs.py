"""Reading packs: published once, and the same for everybody who may read them."""

from functools import cache, cached_property

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse_lazy

from opcc.office.calendar.answers import as_file
from opcc.office.papers.formats import TABLES
from plans.views.kept_content import Asked, kept

from ..calendar import dates_of, moves_until
from ..models import Pack, PackPart
from ..models.packs import sha256
from ..packs.finding import find
from ..packs.reading import read_before, read_pack, read_timeline
from ..papers.pack_files import offered, tables_offered
from . import pack_content
from .keeping import answer, keep_nowhere
from .pack_measures import measure_context, measure_of
from .pack_summaries import summaries
from .preparing import being_prepared

PACKS_A_PAGE = 20
ACTIVITIES_A_PAGE = 50
ACTIVITIES_ON_PAPER = 500


# --- Finding packs with the reader's rights -----------------------------------------------------
def readable(request):
    """The packs that the reader may open, as `readable_by` has them."""
    return Pack.objects.readable_by(request.user, request.today)


def find_pack(request, pk):
    """Raise Http404 alike for a pack that is not there and for one that the reader may not see."""
    return or_404(find(pk, request.user, request.today))


class Shown:
    """A pack as its pages show it to one reader: rendered once, from its frozen text alone."""

    make_links = pack_content.PackLinks
    at_most = pack_content.ROWS_AT_MOST

    def __init__(self, pack):
        self.pack, self.is_intact = pack, True
        self.links = self.make_links(pack.pk, pack.shows_before and pack.previous_id)

    @cached_property
    def reading(self):
        return read_pack(self.pack)

    @cached_property
    def before(self):
        return read_before(self.reading)

    @property
    def names(self):
        """Values that name what its pages show, whatever the page."""
        return self.pack.pk, self.pack.digest, self.links.before

    def kept(self, template, context, *more, lay_out=None):
        """HTML of the pack; nothing is kept of a text that was tampered with: it may be mended."""

        def told():
            found = context()
            self.is_intact &= found["is_intact"] and found.get("timeline_is_intact", True)
            return found

        return kept(
            f"governance/includes/{template}.html",
            (*self.names, *more),
            told,
            lay_out,
            may_keep=lambda: self.is_intact,
        )

    def context(self, at_most=None):
        context = pack_content.context_of(
            self.reading, self.before, self.links, at_most=at_most or self.at_most
        )
        return context | {"pack": self.pack}


def page_of(request, pack, template, make, files=()):
    """Answer with a page of a pack; make(Shown) returns what of it is kept. files: it offers."""

    def respond():
        context = {
            "pack": pack,
            "summary": summaries([pack])[pack.pk],
            "newer": newer_version(pack),
            "older": older_version(request, pack),
            "can_open": request.user.has_perm("governance.publish"),
            "can_prepare": request.user.has_perm("governance.prepare"),
            "files": files,
            "tables": tables_offered(pack) if files else (),
        }
        shown = Shown(pack)
        response = render(request, f"governance/{template}.html", context | make(shown))
        return response if shown.is_intact else keep_nowhere(response)

    opened = str(pack.public_from)
    asked = request.GET.get("page", "")
    versions = (pack.newest, pack.is_superseded)
    sizes = [size for _, _, size in files]
    shown = (template, pack.digest, versions, pack.shows_before, opened, asked, sizes)
    return answer(request, shown, respond)


def newer_version(pack):
    """The newest version that the reader may open, where this one is not it."""
    if pack.newest == pack.pk:
        return None
    return Pack.objects.without_text().get(pk=pack.newest)


def older_version(request, pack):
    """The version before this one, as far as the reader may open it."""
    if pack.version == 1:
        return None
    same = readable(request).filter(meeting=pack.meeting_id, plan=pack.plan_id)
    return same.filter(version__lt=pack.version).order_by("-version").first()


# --- Pages of one pack --------------------------------------------------------------------------
@login_not_required
def pack_detail(request, pk):
    """How the plan stands, what changed, and how each objective stands."""

    def make(shown):
        return {"content": shown.kept("pack_page", shown.context)}

    pack = find_pack(request, pk)
    return page_of(request, pack, "pack_detail", make, offered(pack))


@login_not_required
def pack_objective(request, pk, number):
    """The office's words about one objective, and how each of its activities stands."""
    asked = page_asked(request)

    def make(shown):
        @cache
        def context():
            objective = or_404(pack_content.objective_of(shown.reading, number))
            found = pack_content.objective_context(shown.reading, objective, shown.links)
            return found | paged(found["activities"], ACTIVITIES_A_PAGE, asked)

        return {
            "title": shown.kept("pack_title", context, number, asked),
            "content": shown.kept("pack_objective", context, number, asked),
        }

    return page_of(request, find_pack(request, pk), "pack_part", make)


@login_not_required
def pack_activity(request, pk, key):
    """Everything that the pack says of one activity, with the published lines of its record."""

    def make(shown):
        @cache
        def context():
            standing = or_404(shown.reading.position.of(key))
            found = pack_content.activity_context(shown.reading, standing, shown.links)
            return found | timeline(shown, key)

        return {
            "title": shown.kept("pack_title", context, key),
            # People's words stand here with line breaks of their own, which are theirs to keep.
            "content": shown.kept("pack_activity", context, key, lay_out=str.strip),
        }

    return page_of(request, find_pack(request, pk), "pack_part", make)


@login_not_required
def pack_calendar(request, pk, key):
    """A file with the dates that the activity must keep, as the pack says; 404 without any."""
    pack = find_pack(request, pk)
    reading = read_pack(pack)
    standing = or_404(reading.position.of(key))
    if not (reading.is_intact and standing.open_dates):
        raise Http404
    title = f"Activity {standing.reference} {standing.title}"
    return as_file(dates_of(standing, pack, reading, moves_until(pack)), title=title)


@login_not_required
def pack_measure(request, pk, number):
    """The chart of one measure, its values, and what is said about how it is measured."""

    def make(shown):
        @cache
        def context():
            measure = or_404(measure_of(shown.reading, number))
            return measure_context(shown.reading, measure, shown.links)

        return {
            "title": shown.kept("pack_title", context, "measure", number),
            "content": shown.kept("pack_measure", context, number),
        }

    return page_of(request, find_pack(request, pk), "pack_part", make)


@login_not_required
def pack_whole(request, pk):
    """The pack with every objective and activity on one page, for paper."""
    asked = page_asked(request)

    def make(shown):
        def context():
            activities = pack_content.activity_rows(
                shown.reading, shown.reading.position.standings, shown.links
            )
            page = paged(activities, ACTIVITIES_ON_PAPER, asked)
            groups = pack_content.by_objective(shown.reading, page["page_obj"])
            found = shown.context(pack_content.ROWS_ON_PAPER)
            return found | page | {"parts": groups}

        return {"content": shown.kept("pack_whole", context, asked)}

    return page_of(request, find_pack(request, pk), "pack_whole", make)


@login_not_required
def pack_record(request, pk):
    """The frozen text itself, byte by byte, so that anybody can check its SHA-256."""
    pack = find_pack(request, pk)

    def respond():
        day = summaries([pack])[pk]["meeting_on"]
        name = f"pack-{day}-version-{pack.version}-published-text.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        response = HttpResponse(pack.frozen, content_type="application/json", headers=headers)
        return response if sha256(pack.frozen) == pack.digest else keep_nowhere(response)

    return answer(request, ("record", pack.digest), respond)


# --- Parts of them ------------------------------------------------------------------------------
def timeline(shown, key):
    """The published lines about an activity, and whether they are the ones that were published."""
    part = PackPart.objects.filter(pack=shown.pack, activity=key).first()
    if part is None:
        return {"lines": [], "timeline_is_intact": False}
    named = pack_content.timeline_digest(shown.reading, key)
    return {
        "lines": pack_content.timeline_rows(read_timeline(part.frozen)),
        "timeline_is_intact": sha256(part.frozen) == named,
    }


def or_404(found):
    if found is None:
        raise Http404
    return found


def page_asked(request):
    """The number of the page asked for, where that is a number at all."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def paged(rows, size, asked):
    """The page, with an address that the links to the other pages are made from."""
    page = Paginator(rows, size).get_page(asked)
    return {"page_obj": page, "request": Asked("", QueryDict())}


# --- All packs ----------------------------------------------------------------------------------
@login_not_required
def pack_list(request):
    """The packs that the reader may open, newest first; for strangers, the public ones."""
    page = Paginator(readable(request).newest_first(), PACKS_A_PAGE).get_page(page_asked(request))
    packs = list(page.object_list)

    def respond():
        context = {"page_obj": page, "rows": pack_rows(packs), "files": LIST_FILES}
        context |= being_prepared(request)
        return render(request, "governance/pack_list.html", context)

    if request.user.is_authenticated:
        return respond()
    shown = [(pack.digest, pack.newest, str(pack.public_from)) for pack in packs]
    return answer(request, ("list", page.number, page.paginator.count, shown), respond)


LIST_FILES = [
    (kind, reverse_lazy(f"governance:pack-list-{ending}")) for ending, kind in TABLES.items()
]


def pack_rows(packs):
    """Each pack with what its list shows of the frozen text."""
    found = summaries(packs)
    return [{"pack": pack, **found[pack.pk]} for pack in packs]
