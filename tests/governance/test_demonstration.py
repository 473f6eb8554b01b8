"""The demonstration's bodies, registers and packs as they stand once loaded. Loaded once here."""

import datetime as dt
import io
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from governance import models
from governance.models import (
    Action,
    ActionLine,
    Body,
    Decision,
    Meeting,
    Pack,
    PackDraft,
    PackOpening,
    PackPart,
    ProgrammeItem,
    PublicationDuty,
    PublicationMade,
    Risk,
    RiskBand,
    RiskScore,
    ScrutinyItem,
    ScrutinyLine,
    Strategy,
)
from governance.packs.verifying import verify_packs
from governance.publishing_dates import next_due
from plans import sample
from plans.models import DeliveryPlan, Objective
from plans.position import position
from plans.record.verifying import verify

TODAY = dt.date(2021, 3, 22)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LINES = (ActionLine, PublicationMade, RiskScore, ScrutinyLine)
TABLES = [getattr(models, name) for name in models.__all__]
ROWS = [table for table in TABLES if table not in (*LINES, Pack, PackOpening, PackPart, RiskBand)]


def run():
    printed = io.StringIO()
    call_command("load_demonstration", stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """What loading printed. Its rows stay until the last test here, and then go."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=QUICK):
            said = run()
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def plan(printed):
    return DeliveryPlan.objects.get()


@pytest.fixture
def packs(printed):
    return list(Pack.objects.order_by("published_at").select_related("meeting"))


def days_of(meetings):
    return [str(meeting.on) for meeting in meetings.order_by("on")]


# --- The whole ----------------------------------------------------------------------------------
def test_loading_says_what_it_added(printed):
    assert printed.split("\n\n")[0].splitlines()[-6:-3] == [
        "  21 bodies, 29 strategies and policies, 20 publication duties",
        "  43 meetings, 20 questions and recommendations, 12 risks, 9 decisions, 15 actions",
        "  4 packs published, 1 being prepared",
    ]


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_row_is_one_that_its_form_would_take(printed, model):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()

    assert rows


@pytest.mark.parametrize("model", LINES, ids=lambda model: model.__name__)
def test_lines_are_spoken_in_a_post_at_moments_of_the_year(printed, model):
    posts = {post["title"] for post in sample.office()["posts"]}
    lines = list(model.objects.all())

    assert {line.made_by_post for line in lines} <= posts
    assert all(dt.date(2020, 4, 1) <= line.said_on <= TODAY for line in lines)
    assert all(line.made_at <= sample.clock() for line in lines)
    assert all(line.made_by_name.endswith(" (demonstration)") for line in lines)


def test_a_second_run_changes_nothing(printed):
    before = [table.objects.count() for table in TABLES]

    run()

    assert [table.objects.count() for table in TABLES] == before


# --- Meetings -----------------------------------------------------------------------------------
def test_the_panel_meets_four_times_a_year_and_twice_for_one_thing(printed):
    panel = Body.objects.panel()

    assert days_of(panel.meetings.filter(on__year__gte=2020)) == [
        "2020-06-18",
        "2020-07-23",
        "2020-09-03",
        "2021-01-14",
        "2021-02-04",
        "2021-03-25",
    ]


def test_the_leadership_team_meets_every_fortnight_but_once(printed):
    meetings = Body.objects.leadership_team().meetings.order_by("on")
    gaps = {(b.on - a.on).days for a, b in pairwise(meetings)}

    assert (meetings.count(), gaps) == (26, {14})
    assert str(meetings[0].on) == "2020-04-07"
    assert [str(meeting.on) for meeting in meetings if meeting.cancelled_on] == ["2020-12-29"]


def test_every_panel_meeting_of_the_year_names_when_papers_are_due(printed):
    meetings = Body.objects.panel().meetings.filter(on__year__gte=2020)

    assert meetings.filter(papers_due_on=None).count() == 0
    assert meetings.get(on="2021-03-25").papers_due_on >= TODAY


# --- Packs --------------------------------------------------------------------------------------
def test_three_meetings_have_packs_and_one_of_them_a_second_version(packs):
    assert [(str(pack.meeting.on), pack.version) for pack in packs] == [
        ("2020-06-18", 1),
        ("2020-09-03", 1),
        ("2021-01-14", 1),
        ("2021-01-14", 2),
    ]


def test_each_pack_follows_that_of_the_meeting_before(packs):
    june, september, january, again = packs

    assert [pack.previous_id for pack in packs] == [None, june.pk, september.pk, september.pk]
    assert january.cut_off == again.cut_off


def test_packs_are_published_by_the_accountable_post_before_their_meeting(packs):
    assert {pack.published_by_post for pack in packs} == {"Chief Executive"}
    assert all(pack.cut_off < pack.published_at for pack in packs)
    assert all(pack.published_at.date() < pack.meeting.on for pack in packs)


def test_the_june_pack_is_open_to_everybody_from_its_meeting_on(packs):
    openings = {pack: [o.public_from for o in pack.openings.all()] for pack in packs}

    assert list(openings.values()) == [[dt.date(2020, 6, 18)], [], [], []]


@pytest.mark.parametrize(
    ("place", "counts", "said"),
    [
        (0, {"on_track": 45, "at_risk": 1, "not_started": 2}, "45 activities of 48 are on track"),
        (
            1,
            {
                "on_track": 39,
                "at_risk": 3,
                "off_track": 1,
                "complete": 1,
                "not_started": 1,
                "silent": 3,
            },
            "39 activities of 48 are on track and one is complete. One is off track and three are",
        ),
        (
            3,
            {"on_track": 32, "at_risk": 8, "off_track": 1, "complete": 6, "not_started": 1},
            "32 activities of 48 are on track and six are complete. Eight are at risk",
        ),
    ],
)
def test_a_commentary_agrees_with_the_position_at_its_cut_off(plan, packs, place, counts, said):
    pack = packs[place]

    assert position(plan, pack.cut_off).counts == counts
    assert said in pack.facts["content"]["commentary"]


def test_the_second_version_says_which_figure_was_wrong(packs):
    *_, first, second = packs

    assert (
        "32 activities of 48 are on track and five are complete"
        in (first.facts["content"]["commentary"])
    )
    assert second.reason.startswith("The first version said that five activities were complete.")


def test_every_objective_has_a_commentary_in_every_published_pack(packs):
    for pack in packs:
        assert all(o["commentary"] for o in pack.facts["content"]["objectives"])


def test_the_fourth_pack_is_half_written(plan):
    draft = PackDraft.objects.select_related("meeting").get()
    keys = {str(objective.pk): objective.number for objective in Objective.objects.all()}

    assert str(draft.meeting.on) == "2021-03-25"
    assert sorted(keys[key] for key in draft.objective_commentary) == [1, 3]
    assert draft.internal_note
    assert position(plan, draft.cut_off).counts == {
        "on_track": 26,
        "at_risk": 6,
        "off_track": 4,
        "complete": 7,
        "not_started": 1,
        "silent": 3,
        "withdrawn": 1,
    }
    assert draft.commentary.startswith(
        "26 activities of 48 are on track, seven are complete and one is withdrawn. Four are off "
        "track and six at risk. Three have not been heard from"
    )


def test_record_and_packs_verify(plan):
    assert verify(plan) == []
    assert verify_packs(plan) == (
        [],
        "All 4 packs are as published, and the record gives the same position at each cut-off.",
    )


def test_no_internal_note_is_in_a_pack(packs):
    notes = [
        note
        for model in (Meeting, ProgrammeItem, ScrutinyItem, Risk, Decision, Action, Strategy)
        for note in model.objects.exclude(internal_note="").values_list("internal_note", flat=True)
    ]

    assert len(notes) >= 10
    assert [note for note in notes for pack in packs if note in pack.frozen] == []


# --- Scrutiny and programme ---------------------------------------------------------------------
def test_questions_and_recommendations_come_from_four_sources(printed):
    kinds = Counter(ScrutinyItem.objects.values_list("kind", flat=True))
    sources = Counter(ScrutinyItem.objects.values_list("source", flat=True))

    assert kinds == {"question": 11, "recommendation": 9}
    assert sources == {"panel": 11, "internal_audit": 5, "inspectorate": 3, "external_audit": 1}


def test_one_question_and_one_recommendation_are_late(printed):
    late = ScrutinyItem.objects.late(TODAY).order_by("kind")

    assert [item.title for item in late] == [
        "Are victims still heard without focus groups?",
        "A risk score for every contract",
    ]


def test_a_recommendation_that_is_not_accepted_says_why(printed):
    item = ScrutinyItem.objects.get(response="not_accepted")

    assert item.lines.get(kind="responded").words.startswith("Not accepted. ")


def test_dates_moved_with_words_by_the_accountable_post(printed):
    moved = [*ScrutinyItem.objects.filter(moves__gt=0), *Action.objects.filter(moves__gt=0)]

    for row in moved:
        lines = row.lines.filter(kind="date_moved")
        assert lines.count() == row.moves
        assert lines.last().due_to == row.due_on
        assert {line.made_by_post for line in lines} == {"Chief Executive"}
    assert len(moved) == 6


def test_the_inspectorates_clock_counts_56_days_from_publication(printed):
    due = ScrutinyItem.objects.filter(clock="inspectorate").values_list("due_on", flat=True)

    assert set(due) == {dt.date(2021, 1, 4), dt.date(2021, 4, 26)}


def test_what_was_answered_or_closed_has_its_lines(printed):
    for item in ScrutinyItem.objects.exclude(responded_on=None):
        assert item.lines.filter(kind="responded", said_on=item.responded_on).exists(), item
    for action in Action.objects.exclude(done_on=None):
        assert action.lines.filter(kind="done", said_on=action.done_on).exists(), action


def test_programme_items_stand_in_every_state(printed):
    states = Counter(ProgrammeItem.objects.with_state().values_list("state_now", flat=True))

    assert states == {"offered": 2, "chosen": 5, "scheduled": 1, "heard": 4, "dropped": 1}


def test_no_item_of_the_programme_is_about_priority_two(printed):
    assert not ProgrammeItem.objects.filter(priorities__number=2).exists()
    assert [item.title for item in ProgrammeItem.objects.of_year(2020).tied_to_nothing()] == [
        "How members hear of serious incidents"
    ]


# --- Registers ----------------------------------------------------------------------------------
def test_two_risks_are_not_reviewed_and_one_is_closed(printed):
    risks = Risk.objects.with_scores()

    assert [risk.title for risk in risks.not_reviewed(TODAY)] == [
        "Something the law asks for is not published in time",
        "Collaborations cost more than they give",
    ]
    assert [risk.title for risk in risks.exclude(closed_on=None)] == [
        "Complaints pile up at the take-over"
    ]


def test_every_risk_has_controls_and_a_score_of_each_kind(printed):
    for risk in Risk.objects.all():
        assert set(risk.standing) == {"inherent", "current", "target"}
        assert all(risk.standing.values()), risk
        assert risk.controls.exists(), risk


def test_current_scores_were_judged_anew_over_the_year(printed):
    again = [risk for risk in Risk.objects.all() if len(risk.judged["current"]) > 1]

    assert len(again) == 12


def test_actions_are_done_late_and_to_come(printed):
    actions = Action.objects

    assert (actions.count(), actions.open().count()) == (15, 7)
    assert [action.title for action in actions.late(TODAY)] == [
        "Score the last contracts in the register for risk",
        "Bring a recruitment plan for analysts and accountants",
    ]


def test_decisions_carry_reasons_and_most_a_cost(printed):
    assert Decision.objects.count() == 9
    assert Decision.objects.exclude(cost=None).count() == 6


def test_two_lists_were_published_late(printed):
    late = []
    for duty in PublicationDuty.objects.exclude(interval="unknown"):
        covered = None
        for made in duty.made.order_by("covers_until"):
            due_on = next_due(duty.interval, duty.starts_on, covered)
            if due_on and duty.interval == "monthly" and made.said_on > due_on:
                late.append(made.words)
            covered = made.covers_until

    assert late == ["Grants of October 2020", "Spending over £500 in October 2020"]


def test_one_duty_with_a_date_has_nothing_published_yet(printed):
    waiting = [
        duty.title
        for duty in PublicationDuty.objects.with_last()
        if duty.next_due_on() and duty.last_on is None
    ]

    assert waiting == ["Annual investment strategy"]


def test_a_strategy_that_is_not_written_after_all_is_retired(printed):
    assert Strategy.objects.get(title="Environmental strategy").state == "retired"
    assert Strategy.objects.due_for_review(TODAY).count() == 2
