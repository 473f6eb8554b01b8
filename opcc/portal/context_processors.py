"""What the frame of every page shows."""

from functools import cache

from django.urls import reverse

GOVERNANCE = (
    "/governance/",
    "/bodies/",
    "/meetings/",
    "/risks/",
    "/decisions/",
    "/actions/",
    "/strategies/",
    "/publication/",
)
COMMISSIONING = (
    "/commissioning/",
    "/providers/",
    "/services/",
    "/contracts/",
    "/grants/",
    "/spend/",
    "/intentions/",
    "/shared-services/",
    "/agreements/",
    "/service-plans/",
)
BEFORE_THE_PANEL = ("/packs/", "/programme/", "/questions/", "/how-we-report/")

PANEL = [
    ("Latest pack", "portal:home", ()),
    ("Packs", "governance:pack-list", ("/packs/",)),
    ("Work programme", "governance:programmeitem-list", ("/programme/",)),
    ("Questions", "governance:scrutinyitem-list", ("/questions/",)),
    ("Meetings", "governance:meeting-list", ("/meetings/",)),
]
"""What members of the panel find in the navigation."""


def navigation(request):
    """Return the items of the service navigation that this reader may open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": [item(request, *entry) for entry in entries(user)]}


def entries(user):
    """[(label, address's name, beginnings of the paths that belong to it)]."""
    if not user.works_here:
        return PANEL if user.is_panel else [("Home", "portal:home", ())]
    office = [
        ("My work", "portal:home", ("/approvals/", "/drafts/")),
        ("Plan", "plans:current", ("/plans/", "/activities/", "/record/", "/imports/")),
        ("Owners", "plans:owner-list", ("/owners/",)),
        ("Priorities", "plans:priority-list", ("/priorities/", "/thread/")),
        ("Scorecard", "plans:scorecard-list", ("/scorecard/", "/measures/")),
        ("Governance", "governance:hub", GOVERNANCE),
        ("Commissioning", "commissioning:hub", COMMISSIONING),
        ("Panel", "governance:pack-list", BEFORE_THE_PANEL),
        ("ELT fortnight", "portal:elt", ("/elt/",)),
        ("Search", "portal:search", ("/search/",)),
    ]
    return [*office, ("Admin", "admin:index", ())] if user.is_staff else office


def item(request, label, name, beginnings):
    url = address(name)
    here = request.path == url or request.path.startswith(beginnings)
    return {"label": label, "url": url, "current": here}


@cache
def address(name):
    """Resolving an address costs more than showing it, and every page shows eleven."""
    return reverse(name)
