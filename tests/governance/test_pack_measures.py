"""Measures in a pack: chosen, frozen with it, and drawn from the frozen values alone."""

import datetime as dt
import hashlib
import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from governance import packs
from governance.models import Pack, PackDraft
from governance.packs.freezing import as_text
from governance.packs.reading import read_digest
from governance.packs.verifying import verify_packs
from plans.models import Measure, Observation
from plans.registers.models import Stale
from tests.factories import LONDON, PriorityFactory, post, said, voice
from tests.governance.packs import CUT_OFF, PUBLISHED_AT, draft_for, force, published
from tests.governance.reading import first_pack
from tests.plans.measures import VECTOR, MeasureFactory, observed

LATER = dt.datetime(2020, 12, 13, 9, tzinfo=LONDON)
SAID = {"said_on": dt.date(2020, 12, 13), "by": voice("Analyst"), "at": LATER}


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def measure(plan):
    """Eighteen months from April 2019, with a target and an owner."""
    scorecard = plan.police_and_crime_plan
    made = MeasureFactory(
        title="Calls answered",
        plan=scorecard,
        priority=PriorityFactory(plan=scorecard, number=2, title="Help"),
        owner=post("Head of Performance"),
    )
    made.set_target(
        Decimal(8), set_by="The Commissioner", words="As promised.",
        said_on=dt.date(2020, 3, 1), by=voice(), at=dt.datetime(2020, 3, 1, tzinfo=LONDON),
    )  # fmt: skip
    return observed(made, *VECTOR)


@pytest.fixture
def told(plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    return activity


def facts_of(pack):
    return pack.facts["content"]["measures"]


# --- Frozen -------------------------------------------------------------------------------------
def test_a_pack_freezes_a_measure_with_its_values_names_and_words(plan, told, measure):
    (facts,) = facts_of(published(plan, measures=[measure]))

    assert facts["title"] == "Calls answered"
    assert facts["definition"] == "Calls answered, without those cut off by the caller."
    assert facts["priority"] == "2. Help"
    assert facts["owner"] == "Head of Performance"
    assert facts["target"] == {
        "value": "8", "set_by": "The Commissioner", "said_on": "2020-03-01",
        "words": "As promised.",
    }  # fmt: skip
    assert facts["values"][4] == {
        "period": "2019-08-01", "value": "10", "is_provisional": False, "note": "",
    }  # fmt: skip
    assert len(facts["values"]) == 18
    assert facts["marks"][4] == "Above the upper limit: better"
    assert facts["headline"] == "No significant change now; last unusual in August 2019"
    assert facts["assurance"].startswith("The target of 8 calls will be missed")
    assert facts["limits"] == "Outlying moving ranges are left out of the limits: 2 left out."


def test_values_said_after_the_cut_off_are_not_in_it(plan, told, measure):
    measure.observe(dt.date(2020, 10, 1), Decimal(5), **SAID)
    measure.observe(dt.date(2020, 9, 1), Decimal(77), **SAID)

    (facts,) = facts_of(published(plan, measures=[measure], at=LATER + dt.timedelta(days=1)))

    assert facts["values"][-1] == {
        "period": "2020-09-01", "value": "1", "is_provisional": False, "note": "",
    }  # fmt: skip


def test_a_definition_and_a_target_changed_after_the_cut_off_are_not_in_it(plan, told, measure):
    measure.redefine("Other words.", from_period=dt.date(2020, 1, 1), words="Why.", **SAID)
    measure.set_target(Decimal(1), set_by="Somebody", words="Why.", **SAID)
    measure.end(words="No use.", **SAID)

    (facts,) = facts_of(published(plan, measures=[measure], at=LATER + dt.timedelta(days=1)))

    assert facts["definition"] == "Calls answered, without those cut off by the caller."
    assert facts["target"]["value"] == "8"
    assert (facts["breaks"], facts["ended"]) == ([], None)


def test_a_break_is_frozen_with_its_reason_and_the_definition_until_then(plan, told, measure):
    measure.redefine(
        "Calls to the new line.", from_period=dt.date(2020, 1, 1), words="A new line.",
        said_on=dt.date(2020, 11, 1), by=voice(), at=dt.datetime(2020, 11, 1, tzinfo=LONDON),
    )  # fmt: skip

    (facts,) = facts_of(published(plan, measures=[measure]))

    assert facts["definition"] == "Calls to the new line."
    assert facts["breaks"] == [
        {
            "kind": "redefined",
            "from_period": "2020-01-01",
            "words": "A new line.",
            "definition_from": "Calls answered, without those cut off by the caller.",
        }
    ]
    assert [each["start"] for each in facts["analysis"]["segments"]] == [0, 9]


def test_notes_for_colleagues_and_who_entered_a_value_are_not_in_it(plan, told, measure):
    measure.change(internal_note="unpublished-canary-words")
    measure.observe(
        dt.date(2020, 10, 1), Decimal(5), said_on=dt.date(2020, 11, 1),
        by=voice("Ann Analyst", "Analyst"), at=dt.datetime(2020, 11, 1, tzinfo=LONDON),
    )  # fmt: skip

    pack = published(plan, measures=[measure])

    assert "2020-10-01" in pack.frozen
    assert "unpublished-canary-words" not in pack.frozen
    assert "Ann Analyst" not in pack.frozen


def test_a_measure_is_read_back_from_the_frozen_text_alone(
    plan, told, measure, django_assert_num_queries
):
    pack = published(plan, measures=[measure])
    with django_assert_num_queries(1):
        (read,) = packs.read_pack(pack).measures

        assert read.last.value == "1 call"
        assert read.last.period == "September 2020"
        assert [float(each.mean) for each in read.analysis.segments] == [
            pytest.approx(1.9444, 1e-3)
        ]
        assert len(read.chart.dots) == 18
        assert len(read.rows) == 18
        assert read.target["in_unit"] == "8 calls"


def test_measures_stand_in_the_order_of_the_scorecard(plan, told, measure):
    scorecard = plan.police_and_crime_plan
    without = MeasureFactory(title="About all", plan=scorecard)
    first = MeasureFactory(
        title="Zebra", plan=scorecard, priority=PriorityFactory(plan=scorecard, number=1)
    )

    pack = published(plan, measures=[without, measure, first])

    assert [facts["title"] for facts in facts_of(pack)] == ["Zebra", "Calls answered", "About all"]


def test_a_measure_without_a_value_is_in_the_pack_and_says_so(plan, told):
    empty = MeasureFactory(plan=plan.police_and_crime_plan)

    (read,) = packs.read_pack(published(plan, measures=[empty])).measures

    assert read.headline == "Too few values to say: none so far"
    assert (read.last, read.chart, read.small_chart, read.rows) == (None, None, None, [])


@pytest.mark.parametrize("many", [1, 8])
def test_freezing_asks_no_more_of_the_database_for_more_measures(
    plan, told, django_assert_max_num_queries, many
):
    scorecard = plan.police_and_crime_plan
    measures = [observed(MeasureFactory(plan=scorecard), 1, 2, 3) for _ in range(many)]
    draft = draft_for(plan, measures=measures)

    with django_assert_max_num_queries(15):
        content = packs.content_of(draft, version=1)

    assert len(content["measures"]) == many


# --- The same for ever --------------------------------------------------------------------------
def change_everything(measure):
    measure.observe(dt.date(2020, 8, 1), Decimal(99), words="Revised.", **SAID)
    measure.observe(dt.date(2020, 10, 1), Decimal(98), **SAID)
    measure.rebase(from_period=dt.date(2019, 10, 1), words="Other.", **SAID)
    measure.redefine("Other words.", from_period=dt.date(2020, 1, 1), words="Other.", **SAID)
    measure.set_target(Decimal(50), set_by="Somebody else", words="Other.", **SAID)
    measure.set_target(None, set_by="", words="Other.", **SAID)
    measure.end(words="Other.", **SAID)
    measure.change(
        title="Other title", definition="Other", source="Other", unit="people", decimals=2,
        better="lower", is_screened=False, priority=None, owner=post("Other post"),
        internal_note="Other",
    )  # fmt: skip


def test_whatever_is_changed_afterwards_the_text_stays_and_still_verifies(plan, told, measure):
    pack = published(plan, measures=[measure])

    change_everything(measure)

    assert Pack.objects.get().frozen == pack.frozen
    assert verify_packs(plan)[0] == []


def test_what_would_be_published_for_the_same_cut_off_keeps_its_lines(plan, told, measure):
    draft = draft_for(plan, measures=[measure])
    before = packs.content_of(draft, version=1)["measures"][0]

    change_everything(measure)

    after = packs.content_of(draft, version=1)["measures"][0]
    lines = ("values", "breaks", "target", "ended")
    assert [after[name] for name in lines] == [before[name] for name in lines]


def test_a_value_asked_for_before_the_cut_off_enters_after_it(plan, told, measure):
    pack = published(plan, measures=[measure])
    asked = pack.cut_off - dt.timedelta(seconds=1)

    line = measure.observe(
        dt.date(2020, 9, 1), Decimal(77), said_on=dt.date(2020, 12, 10), by=voice(), at=asked
    )
    target = measure.set_target(
        Decimal(2), set_by="Somebody", words="Why.", said_on=dt.date(2020, 12, 10), by=voice(),
        at=asked,
    )  # fmt: skip

    assert line.made_at > pack.cut_off
    assert target.made_at > pack.cut_off
    assert verify_packs(plan)[0] == []


def test_verify_record_fails_when_a_value_is_changed_by_force(plan, told, measure, capsys):
    published(plan, measures=[measure])
    force(Observation.objects.filter(period=dt.date(2020, 9, 1)), value=3)

    with pytest.raises(SystemExit):
        call_command("verify_record")

    assert "measure “Calls answered” stood otherwise by its lines" in capsys.readouterr().out


def test_verify_record_fails_when_a_frozen_value_is_forged_with_its_digest(
    plan, told, measure, capsys
):
    pack = published(plan, measures=[measure])
    forged = pack.frozen.replace('"value":"10"', '"value":"4"')
    force(Pack, frozen=forged, digest=hashlib.sha256(forged.encode()).hexdigest())

    with pytest.raises(SystemExit):
        call_command("verify_record")

    assert "measure “Calls answered” stood otherwise by its lines" in capsys.readouterr().out


def test_verify_record_fails_when_the_definition_is_changed_by_force(plan, told, measure, capsys):
    published(plan, measures=[measure])
    Measure.objects.update(definition="Other calls.")

    with pytest.raises(SystemExit):
        call_command("verify_record")

    assert "measure “Calls answered” stood otherwise by its lines" in capsys.readouterr().out


def in_first_layout(pack):
    """Store the pack as it would have been before packs had measures."""
    values = json.loads(pack.frozen)
    values["content"]["format"] = 1
    del values["content"]["measures"]
    text = as_text(values)
    force(
        Pack.objects.filter(pk=pack.pk),
        frozen=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    return Pack.objects.get(pk=pack.pk)


def test_a_pack_of_the_first_layout_reads_and_verifies_as_before(client, plan, told, panel_member):
    old = in_first_layout(published(plan, commentary="All is slow."))
    client.force_login(panel_member)

    page = client.get(old.get_absolute_url()).content.decode()
    whole = client.get(f"{old.get_absolute_url()}whole/").content.decode()
    text = client.get(f"{old.get_absolute_url()}record.json").content.decode()

    assert "All is slow." in page
    assert 'id="measures"' not in page + whole
    assert text == old.frozen
    assert packs.read_pack(old).is_intact
    assert verify_packs(plan)[0] == []


# --- Published from a draft ---------------------------------------------------------------------
def test_a_choice_saved_meanwhile_is_not_published_over(plan, told, measure, finance_chief):
    draft = draft_for(plan)
    held = PackDraft.objects.get()
    draft.change(by=finance_chief, at=CUT_OFF, measures=[measure])

    with pytest.raises(Stale):
        packs.publish(held, by=voice(), at=PUBLISHED_AT)

    assert list(PackDraft.objects.get().measures.all()) == [measure]


def test_a_draft_with_measures_saved_meanwhile_is_not_removed(plan, told, measure, finance_chief):
    draft = draft_for(plan, measures=[measure])
    held = PackDraft.objects.get()
    draft.change(by=finance_chief, at=CUT_OFF, commentary="New words.")

    with pytest.raises(Stale):
        held.remove()

    assert list(PackDraft.objects.get().measures.all()) == [measure]


def test_a_stale_choice_changes_no_row(plan, told, measure, finance_chief):
    draft, held = draft_for(plan), PackDraft.objects.get()
    draft.change(by=finance_chief, at=CUT_OFF, commentary="New words.")

    with pytest.raises(Stale):
        held.change(by=finance_chief, at=CUT_OFF, measures=[measure])

    assert not PackDraft.objects.get().measures.exists()


def test_a_value_that_came_after_the_preview_refuses_the_publication(plan, told, measure):
    draft = draft_for(plan, measures=[measure])
    seen = packs.fingerprint(packs.content_of(draft, version=1))
    measure.change(title="Calls answered in time")

    with pytest.raises(Stale):
        packs.publish(draft, by=voice(), at=PUBLISHED_AT, expected=seen)


def test_the_next_pack_begins_from_the_measures_of_the_last(plan, told, measure, finance_chief):
    first_pack(plan, measures=[measure])
    meeting = draft_for(plan).meeting
    PackDraft.objects.all().delete()

    draft = packs.begin(meeting, plan, cut_off=CUT_OFF, by=finance_chief, at=PUBLISHED_AT)

    assert list(draft.measures.all()) == [measure]


def test_another_version_begins_from_its_own_measures(plan, told, measure, finance_chief):
    first_pack(plan, measures=[MeasureFactory(plan=plan.police_and_crime_plan)])
    pack = published(plan, measures=[measure])

    draft = packs.begin(
        pack.meeting, plan, cut_off=CUT_OFF, by=finance_chief, at=PUBLISHED_AT, reason="A slip."
    )

    assert list(draft.measures.all()) == [measure]


def test_the_first_pack_begins_with_no_measure(plan, told, measure, finance_chief):
    meeting = draft_for(plan).meeting
    PackDraft.objects.all().delete()

    draft = packs.begin(meeting, plan, cut_off=CUT_OFF, by=finance_chief, at=PUBLISHED_AT)

    assert not draft.measures.exists()
