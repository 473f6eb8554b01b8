"""The demonstration as it stands once loaded. The year is loaded once for all of these tests."""

import datetime as dt
import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from opcc.office.models import Handover, Holding, Office, OutgoingMail, Post, User
from plans import sample
from plans.deciding import form_of
from plans.models import Activity, DeliveryPlan, Draft, Entry, Ownership
from plans.position import position
from plans.record.verifying import verify

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROLES = {
    "chief.executive": "Chief Executive",
    "deputy.chief.executive": "Deputy Chief Executive",
    "chief.financial.officer": "Chief Financial Officer",
    "head.of.communications": "Head of Corporate Communications & Engagement",
    "director.of.people": "Director of People & Change",
    "deputy.chief.financial.officer": "Deputy for Chief Financial Officer",
    "executive.assistant": "Staff of Chief Executive",
    "commissioning.officer": "Staff of Deputy Chief Executive; Deputy for Commissioning Manager",
    "finance.officer": "Staff of Chief Financial Officer",
    "communications.officer": "Staff of Head of Corporate Communications & Engagement",
    "people.officer": "Staff of Director of People & Change",
    "panel.member": "Panel Member",
    "administrator": "Administrator",
}


def run():
    """Run the command and return what it printed."""
    printed = io.StringIO()
    call_command("load_demonstration", stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module")
def first_run(django_db_setup, django_db_blocker):
    """What the first run printed. Its rows stay until the last test here, and then go."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=QUICK):
            printed = run()
        yield printed
        transaction.set_rollback(True)


def test_nobody_gets_mail_about_the_invented_year(first_run):
    assert not OutgoingMail.objects.exists()


@pytest.fixture
def plan(first_run):
    return DeliveryPlan.objects.get()


@pytest.fixture
def standings(plan):
    """{"3.14": Standing} at the demonstration's moment."""
    return {s.reference: s for s in position(plan, sample.clock()).standings}


def accounts_in(printed):
    """{e-mail: (password, role)} of the lines printed under the heading."""
    rows = [line.split(maxsplit=2) for line in printed.splitlines() if "@" in line]
    return {email: (password, role) for email, password, role in rows}


def test_the_whole_plan_is_there(plan):
    sizes = [objective.activities.count() for objective in plan.objectives.all()]
    owners = plan.activities.count() + Ownership.objects.count()

    assert plan.title == "Delivery Plan 2020 to 2021"
    assert sizes == [9, 10, 16, 6, 7]
    assert owners == 51
    assert plan.police_and_crime_plan.refreshed_on == dt.date(2020, 6, 1)
    assert plan.police_and_crime_plan.priorities.count() == 4


def test_progress_is_mixed_as_in_a_real_year(plan):
    assert position(plan, sample.clock()).counts == {
        "on_track": 25,
        "at_risk": 6,
        "off_track": 4,
        "complete": 7,
        "not_started": 1,
        "silent": 4,
        "withdrawn": 1,
    }


def test_dates_moved_as_the_stories_tell(standings):
    moved = {reference: s.moves for reference, s in standings.items() if s.moves}

    assert moved == {"1.8": 2, "3.1": 2, "3.2": 1, "3.15": 1, "3.16": 1}
    assert standings["1.8"].first_due_on == dt.date(2020, 10, 30)
    assert standings["1.8"].due_on == dt.date(2021, 3, 31)


def test_the_record_verifies(plan):
    assert verify(plan) == []


def test_no_line_is_made_after_the_demonstrations_clock(plan):
    newest = plan.entries.latest("number")

    assert dt.date(2021, 3, 15) < newest.made_at.date()
    assert newest.made_at <= sample.clock()


def test_staff_of_the_post_write_and_its_holder_says_it(plan):
    line = plan.entries.filter(activity__title__startswith="Wiltshire Criminal", kind="updated")[0]

    assert line.made_by_post == "Deputy Chief Executive"
    assert line.written_by_post == "Staff of Deputy Chief Executive"


def test_a_deputy_stands_in_under_the_posts_name(plan):
    by_deputy = plan.entries.filter(made_by_post="Deputy for Chief Financial Officer")

    assert by_deputy.count() == 3


def test_the_chief_executive_accepts_every_move_and_withdrawal(plan):
    lines = plan.entries.filter(kind__in=["date_moved", "withdrawn"])

    assert set(lines.values_list("made_by_post", flat=True)) == {"Chief Executive"}


def test_the_post_that_changed_hands_has_a_line_on_each_open_activity(plan):
    post = Post.objects.get(title="Head of Corporate Communications & Engagement")
    lines = plan.entries.filter(activity__lead=post, changes__has_key="holder")

    assert lines.count() == 6
    assert {line.made_at.date() for line in lines} == {dt.date(2020, 11, 2)}
    assert Handover.objects.get().accepted_at.date() == dt.date(2020, 11, 2)


def test_a_post_that_changed_hands_has_one_holder_on_every_day(first_run):
    post = Post.objects.get(title="Head of Corporate Communications & Engagement")
    days = [dt.date(2020, 10, 31), dt.date(2020, 11, 1)]

    names = [post.holder_on(day).email.partition("@")[0] for day in days]

    assert names == ["former.head.of.communications", "head.of.communications"]


def test_a_correction_keeps_the_status_and_replaces_the_words(plan, standings):
    correction = plan.entries.filter(kind="corrected").select_related("corrects").last()

    assert correction.status == correction.corrects.status
    assert "82 in every 100" in correction.narrative
    assert "92 in every 100" in correction.corrects.narrative


def test_the_vacant_post_has_a_deputy(first_run):
    post = Post.objects.get(title="Commissioning Manager")

    words = post.held_by_words(dt.date(2021, 3, 22))

    assert words == "Vacant (Commissioning Officer (demonstration) acts as deputy)"


def test_drafts_wait_as_a_browser_would_have_sent_them(first_run):
    states = Draft.objects.order_by("pk").values_list("state", flat=True)
    waiting = Draft.objects.submitted().for_list()

    assert list(states) == ["submitted"] * 4 + ["returned", "writing"]
    assert all(form_of(d, today=dt.date(2021, 3, 22)).is_valid() for d in waiting)


def test_the_returned_draft_says_by_whom_and_why(first_run):
    draft = Draft.objects.get(state="returned")

    assert draft.returned_by.email == "director.of.people@demonstration.example"
    assert draft.returned_comment.startswith("Please say which posts are still open")
    assert draft.saved_at.date() == dt.date(2021, 3, 19)


def test_the_office_lives_in_march_2021_and_says_so(first_run):
    office = Office.objects.get()

    assert office.is_demonstration
    assert dt.timedelta(0) <= office.now() - sample.clock() < dt.timedelta(minutes=5)


def test_every_account_printed_can_sign_in_with_its_password(first_run, settings):
    printed = accounts_in(first_run)
    signed_in = {
        email: authenticate(None, username=email, password=password)
        for email, (password, _) in printed.items()
    }

    refused = [email for email, user in signed_in.items() if user is None]

    assert len(signed_in) == 14
    assert refused == ["former.head.of.communications@demonstration.example"]


def test_every_account_is_printed_with_the_role_it_has(first_run):
    roles = {email.partition("@")[0]: role for email, (_, role) in accounts_in(first_run).items()}

    left = roles.pop("former.head.of.communications")

    assert roles == ROLES
    assert left.endswith("(has left, cannot sign in)")


def test_roles_follow_from_groups(first_run):
    users = {user.email.partition("@")[0]: user for user in User.objects.all()}

    assert [name for name, user in users.items() if user.is_panel] == ["panel.member"]
    assert [name for name, user in users.items() if user.is_administrator] == ["administrator"]
    assert [name for name, user in users.items() if not user.works_here] == [
        "former.head.of.communications",
        "panel.member",
    ]


def everything():
    counts = [m.objects.count() for m in (Activity, Draft, Entry, Handover, Holding, Post, User)]
    return counts, DeliveryPlan.objects.get().record_digest, Office.objects.get().clock_offset


def test_a_second_run_changes_nothing_and_lists_the_accounts_again(first_run):
    before = everything()

    printed = run()

    assert everything() == before
    assert printed.startswith("The demonstration is loaded already.")
    assert accounts_in(printed) == accounts_in(first_run)


def test_loading_says_how_far_it_is(first_run):
    lines = first_run.splitlines()

    assert lines[0] == "Loading the demonstration"
    assert lines[1] == "  48 activities promised"
    assert lines[2].startswith("  April 2020: ")
    assert lines[13].startswith("  March 2021: ")
