"""Who reads with a token, what it adds, and when it ends."""

import datetime as dt

import pytest

from opcc.office.models import AccessKey
from plans import record
from plans.kept_positions import shelf
from plans.position import end_of, position
from tests.api.conftest import Reader, token_of
from tests.conftest import NOW
from tests.factories import moment, promised_activity, said, user_in, voice
from tests.governance.packs import published
from tests.plans.measures import VECTOR, MeasureFactory, observed

PURPOSE = AccessKey.Purpose.DATA


@pytest.fixture
def told(plan, activity):
    """The activity was on track in August and is at risk since December."""
    said(activity, on=dt.date(2020, 8, 20), narrative="Steel is ordered.")
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    return activity


# --- What it adds -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2020-03-31", []),
        ("2020-08-21", [{"shown": "on_track", "count": 1}]),
        ("2020-10-01", [{"shown": "silent", "count": 1}]),
        ("2020-12-08T08:59:00Z", [{"shown": "silent", "count": 1}]),
        ("2020-12-08T09:00:00Z", [{"shown": "at_risk", "count": 1}]),
        ("2020-12-08T10:00:00%2B01:00", [{"shown": "at_risk", "count": 1}]),
        ("2020-12-14", [{"shown": "at_risk", "count": 1}]),
    ],
)
def test_a_plan_is_read_as_it_stood_at_any_moment(staff, plan, told, at, counts):
    assert staff.read(f"plans/{plan.pk}/position?at={at}")["counts"] == counts


def test_a_day_means_its_end_in_london(staff, plan, told):
    stood = staff.read(f"plans/{plan.pk}/position?at=2020-08-20")

    assert stood["as_at"] == "2020-08-20T23:59:59.999999+01:00"


def test_today_is_the_present(staff, plan, told):
    stood = staff.read(f"plans/{plan.pk}/position?at=2020-12-14")

    assert dt.datetime.fromisoformat(stood["as_at"]) - NOW < dt.timedelta(minutes=5)


def test_the_present_is_the_offices_whichever_process_answers(staff, office, plan, told):
    addresses = [f"plans/{plan.pk}/position", f"plans/{plan.pk}/activities/{told.pk}"]
    for address in addresses:
        staff.read(address)
    office.set_clock(NOW + dt.timedelta(minutes=10))
    office.save()

    for address in addresses:
        kept = staff.get(address)
        shelf.clear()
        anew = staff.get(address)

        assert kept.json()["as_at"] == "2020-12-14T17:10:00Z"
        assert (kept.content, kept["ETag"]) == (anew.content, anew["ETag"])


def test_later_lines_change_no_past_answer(staff, plan, told):
    address = f"plans/{plan.pk}/activities?at=2020-10-01"
    before = staff.read(address)

    said(told, "complete", on=dt.date(2020, 12, 10), evidence="https://example.org")

    assert staff.read(address) == before


def test_activities_of_a_moment_are_those_of_the_position(staff, plan, told):
    promised_activity(plan, lead=told.lead, at=moment(2020, 12, 10))
    stood = position(plan, end_of(dt.date(2020, 12, 9)))

    (row,) = staff.read(f"plans/{plan.pk}/activities?at=2020-12-09")["results"]

    standing = stood.standings[0]
    assert row["id"] == standing.pk
    assert row["days_silent"] == standing.days_silent == 1
    assert row["lead"] == "Chief Financial Officer"
    assert row["url"].endswith(f"/activities/{told.pk}?at=2020-12-09")
    assert staff.read(f"plans/{plan.pk}/activities")["count"] == 2


def test_an_activity_that_was_not_promised_yet_is_not_there(staff, plan, told):
    later = promised_activity(plan, lead=told.lead, at=moment(2020, 12, 10))

    address = f"plans/{plan.pk}/activities/{later.pk}"

    assert staff.get(f"{address}?at=2020-12-09").status_code == 404
    assert staff.read(address)["id"] == later.pk


def test_a_timeline_has_every_line_with_what_it_changed(staff, plan, told):
    record.move_date(told, to=dt.date(2021, 6, 30), reason="Steel is late.",
                     reason_category="supplier", by=voice(), at=moment(2020, 12, 9))  # fmt: skip

    lines = staff.read(f"plans/{plan.pk}/activities/{told.pk}/timeline")["results"]

    assert [line["kind"] for line in lines] == ["date_moved", "updated", "updated", "promised"]
    assert lines[0]["changes"] == ["The date moved from 31 March 2021 to 30 June 2021."]
    assert lines[0]["reason"] == "Steel is late."


def test_an_activity_of_another_plan_has_no_timeline_here(staff, plan, told):
    assert staff.get(f"plans/{plan.pk + 1}/activities/{told.pk}/timeline").status_code == 404


def test_a_token_reads_packs_that_are_not_public(staff, stranger, plan, told):
    pack = published(plan)

    assert staff.read(f"packs/{pack.pk}")["public_from"] is None
    assert [row["id"] for row in staff.read("packs")["results"]] == [pack.pk]
    assert stranger.get(f"packs/{pack.pk}").status_code == 404


def test_a_token_reads_every_measure_as_it_is_now(staff, plan, told):
    measure = observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)
    MeasureFactory(plan=plan.police_and_crime_plan, frequency="year")

    listed = staff.read("measures")
    whole = staff.read(f"measures/{measure.pk}")

    assert listed["count"] == 2
    assert staff.read("measures?frequency=month")["count"] == 1
    assert staff.read("measures?has_ended=true")["count"] == 0
    assert staff.read("measures?has_ended=false")["count"] == 2
    assert whole["source"] is None
    assert whole["last_value"] == "1"
    assert len(whole["values"]) == len(VECTOR)


def test_a_token_reads_no_note_for_colleagues(staff, plan, told):
    measure = MeasureFactory(plan=plan.police_and_crime_plan, internal_note="canary")
    addresses = ["measures", f"measures/{measure.pk}", f"plans/{plan.pk}/activities"]

    assert "canary" not in "".join(staff.get(a).content.decode() for a in addresses)


# --- Who has none -------------------------------------------------------------------------------
def by_token(plan, activity):
    return [
        f"plans/{plan.pk}/position",
        f"plans/{plan.pk}/activities",
        f"plans/{plan.pk}/activities/{activity.pk}",
        f"plans/{plan.pk}/activities/{activity.pk}/timeline",
    ]


def test_the_present_needs_a_token(stranger, plan, told):
    answers = [stranger.get(address) for address in by_token(plan, told)]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {
        'Bearer realm="Delivery plan data"'
    }
    assert "Authorization" in answers[0].json()["detail"]


@pytest.mark.parametrize("role", ["chief_executive", "administrator", "panel_member"])
def test_a_session_opens_nothing(stranger, request, plan, told, role):
    pack = published(plan)
    stranger.client.force_login(request.getfixturevalue(role))

    assert {stranger.get(a).status_code for a in by_token(plan, told)} == {401}
    assert stranger.get(f"packs/{pack.pk}").status_code == 404


@pytest.mark.parametrize(
    "header",
    ["Bearer wrong", "Bearer ", "Bearer", "", "Basic {}", "{}", "Bearer {} {}", "Bearer é"],
)
def test_a_wrong_token_is_refused_even_where_none_is_needed(stranger, key, plan, told, header):
    wrong = {"authorization": header.format(key[1], key[1])}

    for address in ["packs", "office", *by_token(plan, told)]:
        response = stranger.get(address, headers=wrong)

        assert response.status_code == 401
        assert response["WWW-Authenticate"].endswith('error="invalid_token"')
        assert response["Content-Type"] == "application/problem+json"


def test_the_scheme_is_read_in_any_capitals(stranger, key, plan, told):
    header = {"authorization": f"bearer {key[1]}"}

    assert stranger.get(f"plans/{plan.pk}/position", headers=header).status_code == 200


def test_a_token_that_was_taken_back_opens_nothing(staff, key, plan, told):
    key[0].revoke(at=NOW)

    assert staff.get(f"plans/{plan.pk}/position").status_code == 401


def test_a_leavers_token_opens_nothing(staff, finance_officer, plan, told):
    assert staff.get(f"plans/{plan.pk}/position").status_code == 200

    finance_officer.is_active = False
    finance_officer.save()

    assert staff.get(f"plans/{plan.pk}/position").status_code == 401


@pytest.mark.parametrize("group", ["Panel", None])
def test_a_token_ends_with_the_rights_of_its_person(staff, finance_officer, plan, told, group):
    finance_officer.groups.clear()
    if group:
        finance_officer.groups.add(*user_in(group).groups.all())

    assert staff.get(f"plans/{plan.pk}/position").status_code == 401


def test_a_calendars_key_opens_no_data(finance_officer, plan, told):
    _, secret = AccessKey.objects.issue(
        finance_officer, AccessKey.Purpose.CALENDAR, name="My phone", at=NOW
    )

    assert Reader(secret).get(f"plans/{plan.pk}/position").status_code == 401


def test_a_panel_member_can_have_no_token(panel_member):
    with pytest.raises(ValueError, match="does not work here"):
        token_of(panel_member)

    assert AccessKey.objects.count() == 0


def test_the_day_of_the_last_use_is_kept(staff, key, django_assert_num_queries, plan, told):
    staff.read("statuses")
    key[0].refresh_from_db()
    assert key[0].last_used_on == dt.date(2020, 12, 14)

    with django_assert_num_queries(2):
        staff.read("statuses")
