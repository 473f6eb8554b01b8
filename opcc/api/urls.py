"""Addresses of the data: version 1 of the interface, and the pages about it."""

from django.urls import include, path

from opcc.office.papers.formats import TABLES

from .views import describing, measures, office, packs, pages, plans, registers

app_name = "api"

OFFICE = [
    path("", office.Index.as_view(), name="index"),
    path("office", office.OfficeDetail.as_view(), name="office"),
    path("statuses", office.StatusList.as_view(), name="status-list"),
    path("openapi.json", describing.openapi_json, name="openapi-json"),
    path("openapi.yaml", describing.openapi_yaml, name="openapi-yaml"),
]

PLANS = [
    path("plans", plans.PlanList.as_view(), name="plan-list"),
    path("plans/<int:plan>", plans.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<int:plan>/position", plans.PlanPosition.as_view(), name="plan-position"),
    path("plans/<int:plan>/activities", plans.PlanActivities.as_view(), name="plan-activities"),
    path(
        "plans/<int:plan>/activities/<int:activity>",
        plans.PlanActivity.as_view(),
        name="plan-activity",
    ),
    path(
        "plans/<int:plan>/activities/<int:activity>/timeline",
        plans.PlanTimeline.as_view(),
        name="plan-timeline",
    ),
]

PACKS = [
    path("packs", packs.PackList.as_view(), name="pack-list"),
    path("packs/<int:pack>", packs.PackDetail.as_view(), name="pack-detail"),
    path("packs/<int:pack>/activities", packs.PackActivities.as_view(), name="pack-activities"),
    path(
        "packs/<int:pack>/activities/<int:activity>",
        packs.PackActivity.as_view(),
        name="pack-activity",
    ),
    path(
        "packs/<int:pack>/activities/<int:activity>/timeline",
        packs.PackTimeline.as_view(),
        name="pack-timeline",
    ),
    path("packs/<int:pack>/changes", packs.PackChanges.as_view(), name="pack-changes"),
    path("packs/<int:pack>/measures", packs.PackMeasures.as_view(), name="pack-measures"),
    path(
        "packs/<int:pack>/measures/<int:number>",
        packs.PackMeasure.as_view(),
        name="pack-measure",
    ),
    path("packs/<int:pack>/questions", packs.PackQuestions.as_view(), name="pack-questions"),
]

MEASURES = [
    path("measures", measures.MeasureList.as_view(), name="measure-list"),
    path("measures/<int:measure>", measures.MeasureDetail.as_view(), name="measure-detail"),
]

REGISTERS = [
    path("contracts", registers.ContractList.as_view(), name="contract-list"),
    path("contracts/<int:contract>", registers.ContractDetail.as_view(), name="contract-detail"),
    path("decisions", registers.DecisionList.as_view(), name="decision-list"),
    path("decisions/<int:decision>", registers.DecisionDetail.as_view(), name="decision-detail"),
    path("publication-duties", registers.DutyList.as_view(), name="publicationduty-list"),
    path(
        "publication-duties/<int:duty>",
        registers.DutyDetail.as_view(),
        name="publicationduty-detail",
    ),
    path("publications", registers.PublicationList.as_view(), name="publication-list"),
]

PAGES = [
    path("", pages.data, name="data"),
    path("dictionary/", pages.dictionary, name="dictionary"),
    *[
        path(
            f"dictionary.{ending}",
            pages.dictionary_file,
            {"ending": ending},
            name=f"dictionary-{ending}",
        )
        for ending in TABLES
    ],
]

urlpatterns = [
    path("api/v1/", include([*OFFICE, *PLANS, *PACKS, *MEASURES, *REGISTERS])),
    path("api/<path:rest>", describing.nothing_here, name="nothing-here"),
    path("data/", include(PAGES)),
]
