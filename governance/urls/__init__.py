"""Addresses of governance: paths and names by object, one module a register."""

from django.urls import include, path

from ..views.hub import hub
from . import (
    actions,
    bodies,
    decisions,
    meetings,
    packs,
    programme,
    publication,
    reporting,
    risks,
    scrutiny,
    strategies,
)

app_name = "governance"

urlpatterns = [
    path("actions/", include(actions)),
    path("bodies/", include(bodies)),
    path("decisions/", include(decisions)),
    path("governance/", hub, name="hub"),
    path("how-we-report/", include(reporting)),
    path("meetings/", include(meetings)),
    path("packs/", include(packs)),
    path("programme/", include(programme)),
    path("publication/", include(publication)),
    path("questions/", include(scrutiny)),
    path("risks/", include(risks)),
    path("strategies/", include(strategies)),
]
