"""Packs: those that are published, and those that are being prepared."""

from django.urls import path

from opcc.office.papers.formats import TABLES

from ..papers.pack_files import FILES
from ..views import comparing, pack_files, packs, preparing, publishing

urlpatterns = [
    path("", packs.pack_list, name="pack-list"),
    path("compare/", comparing.pack_compare, name="pack-compare"),
    path("<int:pk>/", packs.pack_detail, name="pack-detail"),
    path("<int:pk>/objectives/<int:number>/", packs.pack_objective, name="pack-objective"),
    path("<int:pk>/activities/<int:key>/", packs.pack_activity, name="pack-activity"),
    path("<int:pk>/activities/<int:key>/dates.ics", packs.pack_calendar, name="pack-calendar"),
    path("<int:pk>/measures/<int:number>/", packs.pack_measure, name="pack-measure"),
    path("<int:pk>/whole/", packs.pack_whole, name="pack-whole"),
    path("<int:pk>/record.json", packs.pack_record, name="pack-record"),
]

urlpatterns += [
    path(f"<int:pk>/{file.ending}", pack_files.pack_file, {"name": name}, name=f"pack-{name}")
    for name, file in FILES.items()
]

urlpatterns += [
    path(f"{ending}/", pack_files.pack_list_file, {"ending": ending}, f"pack-list-{ending}")
    for ending in TABLES
]

urlpatterns += [
    path("prepare/", preparing.Begin.as_view(), name="packdraft-begin"),
    path("drafts/<int:pk>/", preparing.Detail.as_view(), name="packdraft-detail"),
    path("drafts/<int:pk>/cut-off/", preparing.CutOff.as_view(), name="packdraft-cut-off"),
    path("drafts/<int:pk>/measures/", preparing.Measures.as_view(), name="packdraft-measures"),
    path("drafts/<int:pk>/words/", preparing.Words.as_view(), name="packdraft-words"),
    path(
        "drafts/<int:pk>/objectives/<int:objective>/",
        preparing.ObjectiveWords.as_view(),
        name="packdraft-objective",
    ),
    path("drafts/<int:pk>/discard/", preparing.Discard.as_view(), name="packdraft-discard"),
    path("drafts/<int:pk>/preview/", publishing.Preview.as_view(), name="packdraft-preview"),
    path(
        "drafts/<int:pk>/preview/whole/",
        publishing.PreviewWhole.as_view(),
        name="packdraft-preview-whole",
    ),
    path(
        "drafts/<int:pk>/preview/changes/",
        publishing.PreviewChanges.as_view(),
        name="packdraft-preview-changes",
    ),
    path(
        "drafts/<int:pk>/preview/objectives/<int:number>/",
        publishing.PreviewObjective.as_view(),
        name="packdraft-preview-objective",
    ),
    path(
        "drafts/<int:pk>/preview/activities/<int:key>/",
        publishing.PreviewActivity.as_view(),
        name="packdraft-preview-activity",
    ),
    path(
        "drafts/<int:pk>/preview/measures/<int:number>/",
        publishing.PreviewMeasure.as_view(),
        name="packdraft-preview-measure",
    ),
    path("drafts/<int:pk>/check/", publishing.Check.as_view(), name="packdraft-check"),
    path("<int:pk>/open/", publishing.Open.as_view(), name="pack-open"),
]
