from django.urls import include, path

from opcc.office.papers.formats import TABLES
from opcc.office.uploads import taking

from . import observation_intake_urls
from .evidence.keeping import MOST_BYTES
from .models import Draft
from .registers.addresses import files
from .views import (
    activities,
    approvals,
    approving,
    evidence,
    intakes,
    measures,
    plans,
    position_files,
    scorecard,
)
from .views.proposing import Correct, Propose

app_name = "plans"

PROPOSALS = [
    (Draft.Kind.UPDATE, "update"),
    (Draft.Kind.CONFIRM, "confirm"),
    (Draft.Kind.DATE_MOVE, "move-date"),
    (Draft.Kind.REWORD, "reword"),
    (Draft.Kind.WITHDRAW, "withdraw"),
    (Draft.Kind.HAND_OVER, "hand-over"),
]

plan_pages = [
    path("", plans.plan_list, name="plan-list"),
    path("current/", plans.current, name="current"),
    path("<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("<int:pk>/activities/", plans.activity_list, name="activity-list"),
    path("<int:pk>/timeline/", plans.plan_timeline, name="plan-timeline"),
    path("<int:pk>/changes/", plans.plan_changes, name="plan-changes"),
]

plan_files = [
    *(
        path(f"{ending}/", plans.plan_file, {"ending": ending}, f"plan-list-{ending}")
        for ending in TABLES
    ),
    *(
        path(f"<int:pk>/paper.{kind.ending}", position_files.position_file, {"name": name}, name)
        for name, kind in plans.DOCUMENTS.items()
    ),
    *(
        path(
            f"<int:pk>/activities.{kind.ending}",
            position_files.activities_file,
            {"name": name},
            name,
        )
        for name, kind in plans.LISTS.items()
    ),
]

activity_pages = [
    path("<int:pk>/", activities.activity_detail, name="activity-detail"),
    path("<int:pk>/dates.ics", activities.activity_calendar, name="activity-calendar"),
    *(
        path(
            f"<int:pk>/{word}/",
            taking(Propose.as_view(kind=kind), MOST_BYTES),
            name=f"activity-{word}",
        )
        for kind, word in PROPOSALS
    ),
]

draft_pages = [
    path("<int:pk>/", approving.draft_detail, name="draft-detail"),
    path("<int:pk>/approve/", approving.approve, name="draft-approve"),
    path("<int:pk>/return/", approving.send_back, name="draft-return"),
    path("<int:pk>/discard/", approving.discard, name="draft-discard"),
]

intake_pages = [
    path("", intakes.start, name="intake-start"),
    path("<uuid:pk>/", intakes.intake_detail, name="intake-detail"),
    path("<uuid:pk>/columns/", intakes.choose_columns, name="intake-columns"),
    path("<uuid:pk>/import/", intakes.import_intake, name="intake-import"),
    path("<uuid:pk>/discard/", intakes.discard, name="intake-discard"),
]

measure_pages = [
    path("", measures.MeasureList.as_view(), name="measure-list"),
    *files("measure", measures.MeasureFile),
    path("add/", measures.MeasureEdit.as_view(heading="Add a measure"), name="measure-add"),
    path("<int:pk>/", measures.MeasureDetail.as_view(), name="measure-detail"),
    *files("measure-values", measures.MeasureValues, under="<int:pk>/values/"),
    path(
        "<int:pk>/change/",
        measures.MeasureEdit.as_view(heading="Change the measure"),
        name="measure-change",
    ),
    path("<int:pk>/observe/", measures.MeasureObserve.as_view(), name="measure-observe"),
    path("<int:pk>/rebase/", measures.MeasureRebase.as_view(), name="measure-rebase"),
    path(
        "<int:pk>/limits/<int:line>/take-back/",
        measures.MeasureTakeBack.as_view(),
        name="measure-take-back",
    ),
    path("<int:pk>/redefine/", measures.MeasureRedefine.as_view(), name="measure-redefine"),
    path("<int:pk>/target/", measures.MeasureTarget.as_view(), name="measure-target"),
    path(
        "<int:pk>/remove-target/",
        measures.MeasureRemoveTarget.as_view(),
        name="measure-remove-target",
    ),
    path("<int:pk>/end/", measures.MeasureEnd.as_view(), name="measure-end"),
    path("<int:pk>/resume/", measures.MeasureResume.as_view(), name="measure-resume"),
]

scorecard_pages = [
    path("", scorecard.scorecard_list, name="scorecard-list"),
    path("<int:pk>/", scorecard.scorecard_detail, name="scorecard-detail"),
]

urlpatterns = [
    path("plans/", include(plan_pages + plan_files)),
    path("activities/", include(activity_pages)),
    path("drafts/", include(draft_pages)),
    path("imports/", include(intake_pages)),
    path("evidence/<uuid:pk>/", evidence.evidence_file, name="evidence-file"),
    path("record/<int:pk>/correct/", taking(Correct.as_view(), MOST_BYTES), name="entry-correct"),
    path("approvals/", approvals.approvals, name="approval-list"),
    path("approvals/decide/", approvals.decide_many, name="decide-many"),
    path("owners/", activities.owner_list, name="owner-list"),
    *(
        path(f"owners/{ending}/", activities.owner_file, {"ending": ending}, f"owner-list-{ending}")
        for ending in TABLES
    ),
    path("owners/<int:pk>/", activities.owner_detail, name="owner-detail"),
    path("priorities/", activities.priority_list, name="priority-list"),
    path("priorities/<int:pk>/", activities.priority_detail, name="priority-detail"),
    path("", include(observation_intake_urls)),
    path("measures/", include(measure_pages)),
    path("scorecard/", include(scorecard_pages)),
    path("statuses/", plans.statuses, name="statuses"),
]
