"""What is answered of a pack whose stored text is not the published one: that it is not."""

import datetime as dt

import pytest

from governance.models import Pack
from governance.packs.reading import read_digest
from tests.governance.packs import force, published

OPENED = {"public_from": dt.date(2020, 12, 14)}


def test_a_text_that_was_forged_is_said_to_be(stranger, plan, activity):
    pack = published(plan, commentary="True.", **OPENED)

    force(Pack, frozen=pack.frozen.replace("True.", "False."))

    response = stranger.get(f"packs/{pack.pk}")
    assert response.json()["is_intact"] is False
    assert "ETag" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "packs/{pack}/activities",
        "packs/{pack}/activities/{activity}",
        "packs/{pack}/activities/{activity}/timeline",
        "packs/{pack}/changes",
        "packs/{pack}/measures",
        "packs/{pack}/measures/1",
        "packs/{pack}/questions",
        "plans/{plan}",
        "measures",
        "measures/{measure}",
    ],
)
def test_nothing_is_told_of_a_text_that_was_forged(
    stranger, both, plan, activity, measure, address
):
    later = both[1]
    asked = address.format(pack=later.pk, activity=activity.pk, plan=plan.pk, measure=measure.pk)
    whole = Pack.objects.filter(pk=later.pk)
    force(whole, frozen=later.frozen.replace("vacant", "filled"))

    refused = stranger.get(asked)

    assert refused.status_code == 409
    assert refused.json()["type"].endswith("#not-intact")
    assert "filled" not in refused.content.decode()
    assert "ETag" not in refused
    assert "no-store" in refused["Cache-Control"]


def test_a_text_that_was_set_right_is_told_again(stranger, both):
    later = both[1]
    whole, address = Pack.objects.filter(pk=later.pk), f"packs/{later.pk}"
    before = stranger.get(address)
    read_digest.cache_clear()
    force(whole, frozen=later.frozen.replace("vacant", "filled"))

    asked_again = stranger.get(address, headers={"if-none-match": before["ETag"]})
    force(whole, frozen=later.frozen)
    after = stranger.get(address)

    assert (asked_again.status_code, asked_again.json()["is_intact"]) == (200, False)
    assert (after.json(), after["ETag"]) == (before.json(), before["ETag"])
    assert stranger.get(f"{address}/activities").status_code == 200


def test_nothing_is_compared_with_a_text_that_was_forged(stranger, both):
    earlier, later = both
    force(Pack.objects.filter(pk=earlier.pk), frozen=earlier.frozen.replace("on_track", "complete"))

    whole = stranger.get(f"packs/{later.pk}")

    assert (whole.json()["is_intact"], whole.json()["changes_since"]) == (True, None)
    assert "ETag" not in whole
    assert stranger.get(f"packs/{later.pk}/changes").status_code == 409
    assert stranger.get(f"packs/{later.pk}/activities").status_code == 200


def test_lines_that_were_forged_are_not_told(stranger, plan, activity):
    pack = published(plan, **OPENED)

    force(pack.parts, frozen="[]")

    address = f"packs/{pack.pk}/activities/{activity.pk}/timeline"
    assert stranger.get(address).status_code == 409
