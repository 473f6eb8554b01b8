"""Pages about the data, for people: what there is, how to ask, and what every field means."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from plans.registers.csv_files import csv_response

from governance.models import Pack
from governance.packs.finding import find as find_pack
from governance.packs.reading import read_pack
from governance.views.keeping import answer
from plans.position import date

from .. import packs
from ..answers.office import licence
from ..answers.sources import Links
from ..description import description
from ..dictionary import COLUMNS, every_meaning, views
from ..dictionary import dictionary as entries
from ..problems import KINDS
from ..questions import LARGEST_PAGE, PAGE_SIZE
from ..sheets import SHEETS, Told, columns_of
from ..throttles import AddressThrottle, TokenThrottle
from .base import HELD_SECONDS
from .packs import names_in

PACKS_AT_MOST = 5


@login_not_required
def data(request):
    """What there is and how to ask. It shows what is public, whoever looks at it."""
    newest = packs.newest_of_plans(AnonymousUser(), request.today)[:PACKS_AT_MOST]
    context = {
        "newest": [pack_links(pack) for pack in newest],
        "example": newest[0] if newest else Pack(pk=1, plan_id=1),
        "groups": groups(),
        "problems": [(code, *words) for code, words in KINDS.items()],
        "licence": licence(),
        "root": request.build_absolute_uri(reverse("api:index")),
        "page_size": PAGE_SIZE,
        "largest_page": LARGEST_PAGE,
        "held": HELD_SECONDS,
        "rates": [throttle().num_requests for throttle in (AddressThrottle, TokenThrottle)],
    }
    return render(request, "api/data.html", context)


def pack_links(pack):
    """A pack with the addresses of its files."""
    return {
        "pack": pack,
        "title": pack.summary["plan"],
        "meeting_on": date(pack.summary["meeting_on"]),
        "json": reverse("api:pack-detail", args=[pack.pk]),
        "record": reverse("governance:pack-record", args=[pack.pk]),
        "sheets": [(name, reverse("api:pack-csv", args=[pack.pk, name])) for name in SHEETS],
    }


def groups():
    """{heading: [{path, summary, needs_token}]} of every address of the interface."""
    told = {
        operations["get"]["operationId"]: (path, operations["get"])
        for path, operations in description()["paths"].items()
    }
    found = {}
    for view in views():
        path, operation = told[view.operation]
        row = {"path": path, "summary": operation["summary"], "needs_token": view.needs_token}
        found.setdefault(view.group, []).append(row)
    return found


@login_not_required
def dictionary(request):
    """The meaning of every field."""
    return render(request, "api/dictionary.html", {"entries": entries()})


@login_not_required
def dictionary_csv(request):
    """The same for a spreadsheet."""
    return csv_response("data-dictionary", COLUMNS, every_meaning())


@login_not_required
def pack_csv(request, pk, sheet):
    """A table of a pack for a spreadsheet, for whoever may open the pack."""
    pack = find_pack(pk, request.user, request.today)
    if pack is None or sheet not in SHEETS:
        raise Http404
    before = packs.before(pack, request.user, request.today)

    def respond():
        reading, links = read_pack(pack), Links(request)
        told = Told(
            pack, reading, names_in(reading, pack, links), before and read_pack(before), links
        )
        fields, rows = SHEETS[sheet]
        name = f"pack-{pack.summary['meeting_on']}-version-{pack.version}-{sheet}"
        return csv_response(name, columns_of(fields), rows(told))

    return answer(request, ("sheet", sheet, pack.digest, before and before.digest), respond)
