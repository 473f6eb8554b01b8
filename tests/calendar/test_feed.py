"""The calendar behind a key: who gets it, when it changes, and what it never says."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.models import AccessKey, Holding
from plans import kept_positions, record
from plans.models import Draft
from tests.calendar.conftest import secret_of
from tests.calendar.reading import by_name, read
from tests.conftest import NOW
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    MeetingFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    the_panel,
)
from tests.governance.packs import draft_for, published

CANARY = "unpublished-canary-words"


# --- Who gets it --------------------------------------------------------------------------------
def test_a_calendar_asks_for_its_key_and_nothing_else(feed, finance_chief):
    answer = feed(finance_chief)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Disposition"] == 'inline; filename="delivery-plan.ics"'
    assert "Set-Cookie" not in answer
    assert read(answer.content)[0]["NAME"] == ("", "OPCC delivery plan")


def test_nothing_is_behind_a_key_that_nobody_has(feed, finance_chief):
    secret = secret_of(finance_chief)

    assert feed(secret[:-1]).status_code == 404
    assert feed(f"{secret}x").status_code == 404
    assert feed("é" * 3_000).status_code == 404


def test_a_data_key_opens_no_calendar(feed, finance_chief):
    assert feed(secret_of(finance_chief, "data")).status_code == 404


def test_a_revoked_key_opens_nothing_from_the_next_request_on(feed, finance_chief):
    secret = secret_of(finance_chief)
    assert feed(secret).status_code == 200

    AccessKey.objects.get().revoke(at=NOW)

    assert feed(secret).status_code == 404


def test_the_keys_of_who_has_left_open_nothing(feed, finance_chief):
    secret = secret_of(finance_chief)

    finance_chief.is_active = False
    finance_chief.save()

    assert feed(secret).status_code == 404


def test_what_a_key_opens_changes_with_its_owner(feed, finance_chief, activity):
    secret = secret_of(finance_chief)
    assert set(by_name(feed(secret).content)) == {f"activity-{activity.pk}"}

    Holding.objects.update(ends_on=dt.date(2020, 12, 13))

    assert by_name(feed(secret).content) == {}


def test_the_reader_is_the_owner_of_the_key_whoever_is_signed_in(
    client, finance_chief, panel_member, activity
):
    client.force_login(finance_chief)

    answer = client.get(reverse("portal:calendar-feed", args=[secret_of(panel_member)]))

    assert by_name(answer.content) == {}


def test_a_key_remembers_the_day_it_was_last_used(feed, finance_chief):
    secret = secret_of(finance_chief)
    assert AccessKey.objects.get().last_used_on is None

    feed(secret)

    assert AccessKey.objects.get().last_used_on == dt.date(2020, 12, 14)


def test_a_calendar_is_only_read(client, finance_chief):
    address = reverse("portal:calendar-feed", args=[secret_of(finance_chief)])

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
    assert AccessKey.objects.get().last_used_on == dt.date(2020, 12, 14)


def test_an_address_that_was_wrong_is_not_told_to_the_log(feed, finance_chief, caplog):
    secret = secret_of(finance_chief)
    caplog.set_level("INFO")

    feed(f"{secret}x")

    assert [record for record in caplog.records if secret in str(vars(record))] == []


# --- Whether it is still the same ---------------------------------------------------------------
def test_a_calendar_that_did_not_change_is_not_sent_again(feed, finance_chief, activity):
    secret = secret_of(finance_chief)
    first = feed(secret)

    again = feed(secret, **{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"


def test_it_stays_the_same_while_days_go_by_and_progress_is_said(
    feed, office, finance_chief, activity, plan
):
    ActionFactory(owner=post("Chief Financial Officer"), due_on=dt.date(2020, 12, 15))
    RiskFactory(owner=post("Chief Financial Officer"))
    PublicationDutyFactory(owner=post("Chief Financial Officer"), starts_on=dt.date(2020, 10, 1))
    first = feed(finance_chief)["ETag"]

    said(activity, "at_risk", on=dt.date(2020, 12, 14), reason="Slow.")
    office.set_clock(NOW + dt.timedelta(days=9))
    office.save()

    assert feed(finance_chief)["ETag"] == first


def test_a_date_that_moves_makes_another_calendar(feed, finance_chief, activity):
    first = feed(finance_chief)["ETag"]

    move(activity, dt.date(2021, 6, 30))

    assert feed(finance_chief)["ETag"] != first


def move(activity, to):
    return record.move_date(
        activity, to=to, reason="The supplier was late.", reason_category="supplier",
        by=voice("Chief Executive"), at=moment(2020, 12, 10),
    )  # fmt: skip


# --- Never --------------------------------------------------------------------------------------
@pytest.mark.parametrize("reader", ["finance_chief", "panel_member", "administrator"])
def test_drafts_notes_and_advice_never_reach_a_calendar(request, feed, plan, activity, reader):
    user = request.getfixturevalue(reader)
    own = {"owner": activity.lead, "internal_note": f"{CANARY} in a note"}
    body = BodyFactory(name="Board", **own)
    MeetingFactory(body=body, internal_note=f"{CANARY} about a meeting", summary=CANARY)
    MeetingFactory(body=the_panel(**own), internal_note=CANARY)
    for factory in (ActionFactory, ScrutinyItemFactory, RiskFactory, PublicationDutyFactory):
        factory(**own)
    for kind in ("update", "date_move", "reword"):
        Draft.objects.create(
            activity=activity, kind=kind, author=user, internal_note=f"{CANARY} in a note",
            proposal={"narrative": [CANARY], "new_title": [CANARY], "to": ["2021-02-01"]},
            state="submitted", activity_version=1, saved_at=NOW, submitted_at=NOW,
        )  # fmt: skip
    said(activity, "at_risk", on=dt.date(2020, 12, 9), narrative=CANARY, reason=CANARY)
    draft_for(plan, commentary=CANARY, internal_note=CANARY)
    published(plan, on=dt.date(2021, 1, 21))

    content = feed(user, whole=True).content

    assert len(read(content)[1]) >= 3
    assert CANARY.encode() not in b"".join(content.split(b"\r\n "))


# --- Speed --------------------------------------------------------------------------------------
def fill(plan, day, count):
    """So many of everything that a calendar holds, and a pack that says so."""
    for later in range(count):
        on = dt.date(2021, 1, day + later)
        MeetingFactory(on=on, papers_due_on=on)
        MeetingFactory(body=the_panel(), on=on)
        promised_activity(
            plan, lead=post("Chief Financial Officer"), milestones=[("Half way", on)],
            at=moment(2020, 12, day),
        )  # fmt: skip
        own = {"owner": post("Chief Financial Officer"), "due_on": on}
        ActionFactory(**own)
        ScrutinyItemFactory(**own)
    cut_off = moment(2020, 12, day, hour=12)
    published(plan, on=dt.date(2021, 1, day), cut_off=cut_off, at=cut_off)


@pytest.mark.parametrize(("reader", "queries"), [("finance_chief", 9), ("panel_member", 5)])
def test_a_calendar_asks_no_more_of_the_database_for_more_events(
    request, feed, plan, finance_chief, django_assert_num_queries, reader, queries
):
    secret = secret_of(request.getfixturevalue(reader))
    found = []

    for day, count in ((1, 1), (2, 6)):
        fill(plan, day, count)
        feed(secret, whole=True)  # The day of its use is noted, and the pack remembered.
        kept_positions.shelf.clear()
        with django_assert_num_queries(queries):
            content = feed(secret, whole=True).content
        found.append(len(read(content)[1]))

    assert found == ([7, 49] if reader == "finance_chief" else [3, 21])
