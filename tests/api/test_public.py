"""What a stranger reads: what was published, as it was published, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from governance import packs
from plans.statuses import SHOWN_ORDER
from tests.commissioning.factories import ContractFactory
from tests.factories import moment, promised_activity, said, voice
from tests.governance.factories import DecisionFactory, ScrutinyItemFactory
from tests.governance.packs import PUBLISHED_AT, published
from tests.governance.reading import first_pack
from tests.plans.measures import VECTOR, MeasureFactory, observed

TODAY = dt.date(2020, 12, 14)
OPENED = {"public_from": TODAY}


def close(pack):
    at = PUBLISHED_AT + dt.timedelta(hours=1)
    packs.open_to_public(pack, None, words="A mistake.", by=voice(), at=at)


# --- Packs --------------------------------------------------------------------------------------
def test_a_pack_that_is_not_public_is_nowhere(stranger, plan, activity):
    pack = published(plan)
    parts = ("", "/activities", f"/activities/{activity.pk}", "/changes", "/measures", "/questions")

    refused = {stranger.get(f"packs/{pack.pk}{part}").status_code for part in parts}

    assert refused == {404}
    assert stranger.read("packs")["results"] == []
    assert stranger.read("plans")["results"] == []
    assert stranger.get(f"plans/{plan.pk}").status_code == 404


def test_a_hidden_pack_answers_as_one_that_is_not_there(stranger, plan, activity):
    pack = published(plan)

    hidden, missing = stranger.get(f"packs/{pack.pk}"), stranger.get("packs/987654")

    assert hidden.content == missing.content
    assert sorted(hidden.headers) == sorted(missing.headers)


@pytest.mark.parametrize(("day", "found"), [(TODAY, 1), (dt.date(2020, 12, 15), 0)])
def test_a_pack_is_there_from_its_day_on(stranger, plan, activity, day, found):
    published(plan, public_from=day)

    assert stranger.read("packs")["count"] == found


def test_a_pack_that_is_closed_again_is_gone(stranger, plan, activity):
    pack = published(plan, **OPENED)

    close(pack)

    assert stranger.get(f"packs/{pack.pk}").status_code == 404


def test_a_pack_tells_its_numbers_its_words_and_its_checksum(stranger, plan, activity):
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    pack = published(
        plan, commentary="A hard month.", objective_commentary={str(activity.objective_id): "Hm."},
        **OPENED,
    )  # fmt: skip

    told = stranger.read(f"packs/{pack.pk}")

    assert told["digest"] == pack.digest
    assert told["is_intact"] is True
    assert told["commentary"] == "A hard month."
    assert told["headline"] == "0 of 1 activity is on track. 1 is at risk."
    assert told["counts"] == [{"shown": "at_risk", "count": 1}]
    assert told["total"] == 1
    assert told["objectives"][0]["commentary"] == "Hm."
    assert told["objectives"][0]["counts"] == [{"shown": "at_risk", "count": 1}]
    assert told["cut_off"] == "2020-12-10T17:00:00Z"
    assert told["changes_since"] is None


def test_an_activity_of_a_pack_has_its_first_date_beside_todays(stranger, both, activity):
    later = both[1]

    told = stranger.read(f"packs/{later.pk}/activities/{activity.pk}")

    assert told["due_on"] == "2021-06-30"
    assert told["first_due_on"] == "2021-03-31"
    assert told["moves"] == 1
    assert told["lead"] == "Chief Financial Officer"
    assert told["shown"] == "at_risk"
    assert told["reason"] == "Two posts are vacant."
    assert told["as_at"] == "2020-12-10T17:00:00Z"


def test_what_was_said_after_the_cut_off_is_not_in_a_pack(stranger, plan, activity):
    said(activity, on=dt.date(2020, 12, 8), narrative="Before.")
    pack = published(plan, **OPENED)
    said(activity, on=dt.date(2020, 12, 13), narrative="After.")

    told = stranger.read(f"packs/{pack.pk}/activities/{activity.pk}")
    lines = stranger.read(f"packs/{pack.pk}/activities/{activity.pk}/timeline")

    assert told["narrative"] == "Before."
    assert [line["narrative"] for line in lines["results"]] == ["Before.", ""]


def test_a_timeline_names_posts_and_no_people(stranger, plan, activity, finance_chief):
    pack = published(plan, **OPENED)
    said(activity, on=dt.date(2020, 12, 13))

    response = stranger.get(f"packs/{pack.pk}/activities/{activity.pk}/timeline")

    assert finance_chief.name not in response.content.decode()
    assert "made_by_name" not in response.json()["results"][0]


def test_changes_are_told_against_the_pack_before(stranger, both, activity):
    earlier, later = both

    whole = stranger.read(f"packs/{later.pk}")["changes_since"]
    rows = stranger.read(f"packs/{later.pk}/changes")["results"]

    assert whole["since"]["pack"] == earlier.pk
    assert whole["since"]["digest"] == earlier.digest
    assert whole["sentence"] == "1 fell behind, 1 had a date moved"
    assert {count["kind"]: count["count"] for count in whole["counts"]} == {"status": 1, "date": 1}
    fell = next(row for row in rows if row["kind"] == "status")
    assert (fell["shown_before"], fell["shown"], fell["fell_behind"]) == (
        "on_track", "at_risk", True,
    )  # fmt: skip
    moved = next(row for row in rows if row["kind"] == "date")
    assert moved["moved_dates"] == [
        {
            "what": "",
            "first_due_on": "2021-03-31",
            "due_on_before": "2021-03-31",
            "due_on": "2021-06-30",
        }
    ]
    assert moved["reasons"] == [{"words": "Steel is late.", "category": "Supplier"}]


def test_changes_are_told_against_the_version_that_the_pack_names(stranger, plan, both):
    earlier, later = both
    on, cut_off = earlier.meeting.on, earlier.cut_off
    published(plan, on=on, cut_off=cut_off, reason="A date was wrong.", **OPENED)

    whole = stranger.read(f"packs/{later.pk}")["changes_since"]

    assert whole["since"]["pack"] == earlier.pk


def test_what_changed_is_told_as_on_the_packs_page_and_the_hidden_pack_stays_shut(stranger, both):
    earlier, later = both

    close(earlier)

    since = stranger.read(f"packs/{later.pk}")["changes_since"]
    assert since["sentence"] == "1 fell behind, 1 had a date moved"
    assert stranger.client.get(since["since"]["url"]).status_code == 404


def test_the_panels_questions_stand_as_at_the_cut_off(stranger, plan, activity):
    asked = ScrutinyItemFactory(raised_on=dt.date(2020, 12, 1), internal_note="canary")
    pack = published(plan, **OPENED)
    asked.respond(
        response="answered", words="Ten days.", said_on=TODAY, by=voice(), at=PUBLISHED_AT
    )

    (told,) = stranger.read(f"packs/{pack.pk}/questions")["results"]

    assert told["words"] == "How long do victims wait?"
    assert told["is_open"] is True
    assert told["lines"] == []


# --- Plans --------------------------------------------------------------------------------------
def test_a_plan_stands_as_its_newest_public_pack_says(stranger, both, plan, activity):
    later = both[1]
    said(activity, "complete", on=dt.date(2020, 12, 13), evidence="https://example.org")

    (listed,) = stranger.read("plans")["results"]
    told = stranger.read(f"plans/{plan.pk}")

    assert listed["source"] == told["source"]
    assert told["source"]["pack"] == later.pk
    assert told["source"]["cut_off"] == "2020-12-10T17:00:00Z"
    assert told["counts"] == [{"shown": "at_risk", "count": 1}]


def test_a_plan_stands_as_an_earlier_pack_says_while_the_newest_is_hidden(stranger, both, plan):
    earlier, later = both

    close(later)

    assert stranger.read(f"plans/{plan.pk}")["source"]["pack"] == earlier.pk


# --- Measures -----------------------------------------------------------------------------------
def test_a_measure_is_told_as_the_pack_froze_it(stranger, both, measure):
    later = both[1]
    said_later = {"said_on": TODAY, "by": voice(), "at": moment(2020, 12, 14)}
    measure.observe(dt.date(2020, 11, 1), Decimal(99), words="Later.", **said_later)

    (listed,) = stranger.read("measures")["results"]
    told = stranger.read(f"measures/{measure.pk}")

    assert listed["source"]["pack"] == told["source"]["pack"] == later.pk
    assert [value["value"] for value in told["values"]] == [str(value) for value in VECTOR]
    assert listed["last_value"] == "1"
    assert {(v["mean"], v["lower"], v["upper"]) for v in told["values"]} == {
        ("1.9444", "-0.7156", "4.6044")
    }


def test_a_measure_that_no_public_pack_shows_is_nowhere(stranger, both, plan):
    hidden = MeasureFactory(plan=plan.police_and_crime_plan)

    assert stranger.get(f"measures/{hidden.pk}").status_code == 404
    assert stranger.read("measures")["count"] == 1


def test_limits_that_begin_anew_are_told_with_their_cause(stranger, plan, activity, measure):
    measure.rebase(
        from_period=dt.date(2020, 4, 1), words="A new system.", said_on=dt.date(2020, 5, 1),
        by=voice(), at=moment(2020, 5, 1),
    )  # fmt: skip
    pack = published(plan, measures=[measure], **OPENED)

    told = stranger.read(f"packs/{pack.pk}/measures/1")

    assert [v["period"] for v in told["values"] if v["starts_anew"]] == ["2020-04-01"]
    assert told["breaks"] == [
        {
            "kind": "rebased",
            "from_period": "2020-04-01",
            "words": "A new system.",
            "definition_before": "",
        }
    ]


def test_limits_are_those_of_the_files(stranger, plan, activity):
    measure = MeasureFactory(plan=plan.police_and_crime_plan, decimals=2)
    pack = published(plan, measures=[observed(measure, 1, 2, 4, 8, 3, 7, 5)], **OPENED)

    told = stranger.read(f"packs/{pack.pk}/measures/1")["values"][0]
    whole = stranger.client.get(reverse("governance:pack-json", args=[pack.pk])).json()

    row = whole["sheets"]["measures"]["rows"][0]
    limits = [row["mean"], row["lower_limit"], row["upper_limit"]]
    assert told["mean"] == "4.2857"
    assert [told["mean"], told["lower"], told["upper"]] == list(map(str, limits))


# --- The office ---------------------------------------------------------------------------------
def test_the_office_and_its_words_are_told(stranger, settings):
    settings.DATA_LICENCE = "A licence"

    office, words = stranger.read("office"), stranger.read("statuses")["results"]

    assert office["full_name"] == "Office of the Police and Crime Commissioner for Testshire"
    assert office["licence"]["title"] == "A licence"
    assert office["now"] == "2020-12-14T17:00:00Z"
    assert [word["shown"] for word in words] == [str(word) for word in SHOWN_ORDER]
    assert [word["shown"] for word in words if not word["is_stated"]] == ["silent"]


def test_every_address_of_the_index_leads_somewhere(stranger):
    client, addresses = stranger.client, stranger.read("").values()

    assert {client.get(address).status_code for address in addresses} == {200}


# --- Nothing else -------------------------------------------------------------------------------
def test_drafts_and_what_was_said_later_are_in_no_answer(
    stranger, both, plan, activity, things_said
):
    _, later = both
    addresses = [
        "packs", f"packs/{later.pk}", f"packs/{later.pk}/activities", f"packs/{later.pk}/changes",
        f"packs/{later.pk}/activities/{activity.pk}/timeline", f"packs/{later.pk}/measures",
        f"packs/{later.pk}/measures/1", f"packs/{later.pk}/questions", "plans",
        f"plans/{plan.pk}", "measures", "contracts", "decisions", "publication-duties",
        "publications", "office",
    ]  # fmt: skip

    answers = [stranger.get(address) for address in addresses]
    read = "".join(answer.content.decode() for answer in answers)

    assert {answer.status_code for answer in answers} == {200}
    assert "Two posts are vacant." in read
    assert "canary" not in read


@pytest.fixture
def things_said(both, plan, activity, measure):
    """Words that nobody published, wherever words are kept."""
    told = {"said_on": TODAY, "by": voice(), "at": moment(2020, 12, 14)}
    said(activity, on=dt.date(2020, 12, 13), narrative="canary")
    promised_activity(plan, lead=activity.lead, title="canary")
    measure.observe(dt.date(2020, 11, 1), Decimal(7), words="canary", **told)
    measure.redefine("canary", from_period=dt.date(2020, 10, 1), words="canary", **told)
    MeasureFactory(plan=plan.police_and_crime_plan, title="canary", internal_note="canary")
    DecisionFactory(title="canary", reason="canary")
    contract = ContractFactory(internal_note="canary", extension="canary")
    contract.publish(link="https://www.example.org/c1", words="canary", **told)
    ContractFactory(title="canary", internal_note="canary")
    ScrutinyItemFactory(title="canary", raised_on=TODAY, internal_note="canary")
    first_pack(plan, reason="canary", commentary="canary")
