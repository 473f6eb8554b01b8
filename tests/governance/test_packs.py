"""A pack: frozen whole, once, and the same for ever."""

import datetime as dt
import hashlib
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from governance import packs
from governance.guards import GUARDS
from governance.models import Meeting, Pack, PackDraft, PackPart
from opcc.office.models import Office
from plans import record
from plans.models import DeliveryPlan, Objective
from plans.position import position
from plans.record import Refused
from plans.registers.models import Stale
from tests.factories import LONDON, post, promised_activity, said, voice
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import CUT_OFF, PUBLISHED_AT, draft_for, force, published, unguarded


def on(month, day):
    return dt.datetime(2020, month, day, 9, tzinfo=LONDON)


@pytest.fixture
def told(plan, activity):
    """The activity, said to be at risk on 1 December 2020."""
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="A supplier is late.")
    return activity


def test_a_pack_reads_back_as_the_position_it_was_frozen_from(plan, told):
    pack = published(plan)

    read = packs.read_pack(pack)

    stood = position(plan, CUT_OFF)
    assert read.position.counts == stood.counts
    assert [s.title for s in read.position.standings] == ["Activity 1.1"]
    assert read.position.standings[0].reason == "A supplier is late."
    assert read.posts[told.lead_id].holder == "Chief Financial Officer (holder)"
    assert read.headline == "0 of 1 activity is on track. 1 is at risk."


def test_what_comes_after_the_cut_off_is_not_in_it(plan, told):
    said(told, "complete", on=dt.date(2020, 12, 11), evidence="Minutes")

    pack = published(plan)

    assert packs.read_pack(pack).position.standings[0].status == "at_risk"


def test_its_digest_is_the_sha_256_of_its_text(plan, told):
    pack = published(plan)

    assert pack.digest == hashlib.sha256(pack.frozen.encode()).hexdigest()
    assert json.loads(pack.frozen)["published"]["by_name"] == "Chief Executive"


def test_names_stay_as_they_were(plan, told):
    pack = published(plan)

    Objective.objects.update(title="Another heading")
    told.lead.title = "Finance Director"
    told.lead.save()

    read = packs.reading.read_digest.__wrapped__(Pack.objects.get().digest)
    assert read.posts[told.lead_id].title == "Chief Financial Officer"
    assert read.objectives[0].title != "Another heading"
    assert pack.frozen == Pack.objects.get().frozen


def test_drafts_and_internal_notes_are_not_in_it(plan, told):
    secret = "unpublished-canary-words"
    ScrutinyItemFactory(title="Waiting times", internal_note=secret)

    pack = published(plan, internal_note=secret, commentary="Two things went well.")

    assert "Two things went well." in pack.frozen
    assert "Waiting times" in pack.frozen
    assert secret not in pack.frozen
    assert not PackPart.objects.filter(frozen__contains=secret).exists()


def test_a_second_version_needs_a_reason_and_leaves_the_first(plan, told):
    first = published(plan)
    with pytest.raises(Refused, match="Say why there is another version"):
        published(plan)
    PackDraft.objects.all().delete()

    second = published(plan, reason="A figure was wrong.")

    assert (first.version, second.version) == (1, 2)
    assert Pack.objects.get(version=1).frozen == first.frozen
    assert packs.read_pack(second).content["reason"] == "A figure was wrong."


def test_the_next_meeting_points_to_the_newest_version_of_the_one_before(plan, told):
    published(plan)
    corrected = published(plan, reason="A figure was wrong.")

    following = published(
        plan, on=dt.date(2021, 1, 14), cut_off=dt.datetime(2020, 12, 14, 12, tzinfo=LONDON),
        at=dt.datetime(2020, 12, 14, 13, tzinfo=LONDON),
    )  # fmt: skip

    assert following.previous == corrected
    assert packs.read_pack(following).content["previous"]["digest"] == corrected.digest


def test_a_meeting_that_is_moved_afterwards_stays_the_one_before(plan, told):
    told_of = published(
        plan, on=dt.date(2020, 12, 3), cut_off=on(12, 1), at=on(12, 2),
    )  # fmt: skip
    Meeting.objects.update(on=dt.date(2021, 2, 1))

    following = published(plan)

    assert following.previous == told_of
    assert following.facts["content"]["previous"]["meeting_on"] == "2020-12-03"


def test_a_cut_off_that_is_still_to_come_is_refused(plan, told):
    draft = draft_for(plan, cut_off=dt.datetime(2020, 12, 20, 17, tzinfo=LONDON))

    with pytest.raises(Refused, match="still to come"):
        packs.publish(draft, by=voice(), at=PUBLISHED_AT)

    assert PackDraft.objects.count() == 1
    assert not Pack.objects.exists()


def test_a_draft_that_changed_meanwhile_is_not_published(plan, told):
    draft = draft_for(plan)
    PackDraft.objects.update(version=2, commentary="Other words.")

    with pytest.raises(Stale):
        packs.publish(draft, by=voice(), at=PUBLISHED_AT)

    assert not Pack.objects.exists()


def test_what_was_not_previewed_is_not_published(plan, told):
    draft = draft_for(plan)
    seen = packs.fingerprint(packs.content_of(draft, version=1))
    ScrutinyItemFactory(raised_on=dt.date(2020, 12, 2))

    with pytest.raises(Stale):
        packs.publish(draft, by=voice(), at=PUBLISHED_AT, expected=seen)


def test_a_line_that_was_asked_for_before_the_cut_off_enters_after_it(plan, told):
    pack = published(plan, cut_off=on(12, 12), at=on(12, 12))

    line = record.confirm(told, by=voice(), at=on(12, 12))

    assert line.made_at > pack.cut_off


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_a_published_row_and_a_line_can_be_neither_changed_nor_deleted(plan, told, guard):
    assert guard.missing(connection) == []


def test_a_pack_can_be_neither_changed_nor_deleted(plan, told):
    published(plan)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Pack.objects.update(frozen="{}")
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        PackPart.objects.all().delete()


def outcome(capsys):
    """(exit code, what verify_record printed)."""
    try:
        call_command("verify_record")
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_verify_record_proves_every_pack(plan, told, capsys):
    published(plan)

    code, words = outcome(capsys)

    assert code == 0
    assert "1 pack is as published, and the record gives the same position" in words


def test_verify_record_fails_when_a_pack_is_touched(plan, told, capsys):
    pack = published(plan, commentary="All is slow.")
    force(Pack, frozen=pack.frozen.replace("All is slow.", "All is well."))

    code, words = outcome(capsys)

    assert code == 1
    assert "Pack for Police and Crime Panel, 17 December 2020: its text was changed" in words


def test_verify_record_fails_when_a_forged_pack_has_the_right_digest(plan, told, capsys):
    pack = published(plan)
    forged = pack.frozen.replace('"status":"at_risk"', '"status":"on_track"')
    force(Pack, frozen=forged, digest=hashlib.sha256(forged.encode()).hexdigest())

    code, words = outcome(capsys)

    assert code == 1
    assert "stood otherwise at its cut-off by the record" in words


def test_verify_record_measures_silence_as_the_pack_did(plan, told, capsys):
    published(plan)
    DeliveryPlan.objects.update(update_every=1)

    code, _ = outcome(capsys)

    assert code == 0


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("published_by_name", "Somebody else", "publisher is “Somebody else”"),
        ("published_by_post", "Another post", "publisher's post is “Another post”"),
        ("published_at", on(12, 14), "moment of publication is “2020-12-14"),
        ("summary", {"headline": "All is well."}, "text does"),
    ],
)
def test_verify_record_fails_when_a_column_says_otherwise(plan, told, capsys, column, value, named):
    published(plan)
    force(Pack, **{column: value})

    code, words = outcome(capsys)

    assert code == 1
    assert named in words


def test_verify_record_fails_when_the_pack_before_was_written_anew(plan, told, capsys):
    first = published(plan, on=dt.date(2020, 12, 3), cut_off=on(12, 1), at=on(12, 2))
    published(plan)
    forged = first.frozen.replace('"commentary":""', '"commentary":"All is well."', 1)
    digest = hashlib.sha256(forged.encode()).hexdigest()
    force(Pack.objects.filter(pk=first.pk), frozen=forged, digest=digest)

    code, words = outcome(capsys)

    assert code == 1
    assert "17 December 2020: the pack that it is compared with is not the one" in words


def test_verify_record_fails_when_a_version_is_gone(plan, told, capsys):
    first = published(plan)
    second = published(plan, reason="A figure was wrong.")
    with unguarded():
        first.parts.all().delete()
        first.delete()

    code, words = outcome(capsys)

    assert code == 1
    assert f"{second}: a version before it is missing" in words


def test_verify_record_fails_when_a_timeline_is_touched(plan, told, capsys):
    published(plan)
    force(PackPart, frozen="[]")

    code, words = outcome(capsys)

    assert code == 1
    assert f"the timeline of activity {told.pk} was changed" in words


def test_verify_record_fails_when_a_timeline_is_gone(plan, told, capsys):
    published(plan)
    force(PackPart, activity=0)

    code, words = outcome(capsys)

    assert code == 1
    assert f"the timeline of activity {told.pk} is missing" in words


def test_freezing_asks_no_more_of_the_database_for_more_activities(
    plan, finance_chief, django_assert_max_num_queries
):
    counts = []
    draft = draft_for(plan)
    Office.objects.current()  # remembered from now on

    for more in (1, 5):
        for _ in range(more):
            said(
                promised_activity(plan, lead=post("Chief Financial Officer")),
                on=dt.date(2020, 12, 1),
            )
        with django_assert_max_num_queries(11) as captured:
            packs.content_of(draft, version=1)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_words_forged_with_their_checksum_show_once_another_pack_stands(plan, told, capsys):
    pack = published(plan, commentary="All is slow.")
    published(plan, reason="A figure was wrong.")
    forged = pack.frozen.replace("All is slow.", "All is well.")

    with unguarded():
        Pack.objects.filter(pk=pack.pk).update(
            frozen=forged, digest=hashlib.sha256(forged.encode()).hexdigest()
        )
    code, words = outcome(capsys)

    assert code == 1
    assert "version 2: it does not follow the pack that was published before it" in words
