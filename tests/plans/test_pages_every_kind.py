"""The pages that list drafts ask the database no more for four of every kind than for one."""

import datetime as dt

import pytest

from plans import kept_positions
from plans.models import Draft
from tests.factories import moment, post, promised_activity, said

PAGES = ["/", "/approvals/", "/elt/"]

DATE = {"to_0": ["30"], "to_1": ["6"], "to_2": ["2021"]}
WHY = {"reason": ["The supplier was late."]}
PROPOSALS = {
    "update": {"status": ["on_track"], "narrative": ["Better."]},
    "confirm": {"narrative": ["Still true."]},
    "date_move": {"what": ["activity"], **DATE, "reason_category": ["supplier"], **WHY},
    "reword": {"new_title": ["Other words {}"], "new_detail": [""], **WHY},
    "withdraw": WHY,
    "hand_over": {"to": ["{}"], **WHY},
    "correction": {
        "status": ["at_risk"],
        "narrative": ["Not so well."],
        "reason": ["Slow."],
        "correction": ["The status was wrong."],
    },
}


@pytest.fixture
def receiver(office):
    return post("Head of Communications")


def draft_of_each_kind(plan, author, receiver):
    """An activity for each kind, with a draft of that kind that waits for a decision."""
    for kind, proposal in PROPOSALS.items():
        activity = promised_activity(
            plan, lead=post("Chief Executive"), milestones=[("Half", dt.date(2020, 12, 20))]
        )
        line = said(activity, "on_track", on=dt.date(2020, 12, 10))
        words = {"hand_over": receiver.pk}.get(kind, activity.pk)
        Draft.objects.create(
            activity=activity,
            kind=kind,
            author=author,
            proposal={name: [v.format(words) for v in value] for name, value in proposal.items()},
            corrects=line if kind == "correction" else None,
            state="submitted",
            activity_version=activity.version,
            saved_at=moment(2020, 12, 11),
            submitted_at=moment(2020, 12, 11),
        )


def test_there_is_a_draft_of_every_kind():
    assert set(PROPOSALS) == set(Draft.Kind.values)


@pytest.mark.parametrize("page", PAGES)
def test_four_drafts_of_every_kind_cost_no_more_queries_than_one(
    client, plan, chief_executive, finance_officer, receiver, django_assert_max_num_queries, page
):
    client.force_login(chief_executive)
    client.get("/statuses/")  # the office's name is remembered from now on
    counts = []

    for more in (1, 3):
        for _ in range(more):
            draft_of_each_kind(plan, finance_officer, receiver)
        kept_positions.shelf.clear()
        with django_assert_max_num_queries(20) as captured:
            response = client.get(page)
        assert response.status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_every_kind_of_draft_is_before_who_decides(client, plan, chief_executive, receiver):
    draft_of_each_kind(plan, chief_executive, receiver)
    client.force_login(chief_executive)

    drafts = client.get("/approvals/").context["drafts"]

    assert {draft.kind for draft in drafts} == set(Draft.Kind.values)
