"""Pages about the data, for people: what there is, how to ask, and what every field means."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.urls import reverse

from governance.models import Pack
from governance.papers.pack_files import FILES, tables_offered
from plans.registers.files import file_response
from plans.standing import date

from .. import packs
from ..answers.office import licence
from ..description import description
from ..dictionary import COLUMNS, every_meaning, views
from ..dictionary import dictionary as entries
from ..problems import KINDS
from ..questions import LARGEST_PAGE, PAGE_SIZE
from ..throttles import AddressThrottle, TokenThrottle
from .base import HELD_SECONDS

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
        "tables": [(file.label, url) for file, url in tables_offered(pack)],
        "json": FILES["json"].url(pack),
        "spreadsheet": FILES["xlsx"].url(pack),
        "record": reverse("governance:pack-record", args=[pack.pk]),
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
def dictionary_file(request, ending):
    """The same as a table. ending: "csv" or "xlsx"."""
    title, rows = "Data dictionary", every_meaning()
    return file_response(request, ending, "data-dictionary", title, COLUMNS, rows)
