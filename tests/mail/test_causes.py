"""What lets a mail wait, in the transaction of what is told; and whom it tells what."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from governance import packs
from opcc.office.models import Handover, MailPreference, OutgoingMail
from plans.models import Draft
from plans.operations import hand_over_post
from plans.record import Refused
from tests.factories import deputy_of, post, user_in, voice
from tests.governance.packs import PUBLISHED_AT, draft_for, published
from tests.plans.browsing import address, typed

from .conftest import put

WORDS = "words that stay inside"


@pytest.fixture
def submitted(activity, finance_officer, now):
    return Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        proposal={"status": ["on_track"], "narrative": [WORDS]},
        internal_note=WORDS,
        state="submitted",
        activity_version=activity.version,
        saved_at=now,
        submitted_at=now,
    )


def told():
    """[(kind, name of who is told, subject)] of all that waits."""
    waiting = OutgoingMail.objects.select_related("user").order_by("pk")
    return [(mail.kind, mail.user.name, mail.subject) for mail in waiting]


def test_a_returned_draft_is_told_to_its_author_without_its_words(submitted, finance_chief, now):
    submitted.send_back(comment=WORDS, by=finance_chief, at=now)

    assert told() == [
        (
            "returned",
            "Chief Financial Officer (support)",
            "Demonstration: Returned to you: 1.1 Activity 1.1",
        )
    ]
    mail = OutgoingMail.objects.get()
    assert WORDS not in mail.text + mail.html
    assert "Chief Financial Officer (holder) returned your draft to you" in mail.text
    assert f"https://plan.example.org/drafts/{submitted.pk}/" in mail.text


def test_who_returns_their_own_draft_is_not_told(submitted, finance_officer, now):
    submitted.send_back(comment="Later.", by=finance_officer, at=now)

    assert told() == []


def test_a_return_that_comes_to_nothing_tells_nobody(submitted, finance_chief, now):
    with transaction.atomic():
        submitted.send_back(comment=WORDS, by=finance_chief, at=now)
        transaction.set_rollback(True)

    assert told() == []


def test_a_draft_that_was_saved_meanwhile_is_not_returned_and_tells_nobody(
    submitted, finance_chief, now
):
    Draft.objects.update(version=7)

    assert not submitted.send_back(comment=WORDS, by=finance_chief, at=now)
    assert told() == []


def test_a_draft_returned_twice_is_told_twice(submitted, finance_chief, now):
    submitted.send_back(comment=WORDS, by=finance_chief, at=now)
    submitted.submit(by=submitted.author, at=now)
    submitted.send_back(comment=WORDS, by=finance_chief, at=now)

    assert len(told()) == 2


def test_an_offered_activity_is_told_to_who_decides_for_the_post(
    client, activity, finance_chief, outsider
):
    deputy_of("Head of Communications")
    url = address("hand-over", activity)
    client.force_login(finance_chief)

    to = post("Head of Communications").pk
    client.post(url, typed(client, url, to=to, reason=WORDS))

    subject = "Demonstration: Offered to Head of Communications: 1.1 Activity 1.1"
    assert told() == [
        ("offered", "Head of Communications (holder)", subject),
        ("offered", "Head of Communications (deputy)", subject),
    ]
    assert not any(WORDS in mail.text + mail.html for mail in OutgoingMail.objects.all())


def test_an_offer_that_is_only_kept_tells_nobody(client, activity, finance_chief, outsider):
    url = address("hand-over", activity)
    client.force_login(finance_chief)

    fields = typed(client, url, to=post("Head of Communications").pk, reason=WORDS)
    client.post(url, fields | {"save_later": ""})

    assert Draft.objects.get().state == "writing"
    assert told() == []


def test_an_update_that_is_sent_waits_for_the_next_digest(client, activity, finance_officer):
    url = address("update", activity)
    client.force_login(finance_officer)

    client.post(url, typed(client, url, status="on_track", narrative="Well."))

    assert Draft.objects.get().state == "submitted"
    assert told() == []


def test_a_post_that_passes_on_is_told_to_who_takes_it_over(
    activity, finance_chief, chief_executive, now
):
    successor = user_in("Staff", name="Successor")

    hand_over_post(
        post("Chief Financial Officer"), to=successor, on=dt.date(2021, 1, 4), reason=WORDS,
        by=voice(), at=now,
    )  # fmt: skip

    assert told() == [
        ("handover", "Successor", "Demonstration: Chief Financial Officer passes to you")
    ]
    mail = OutgoingMail.objects.get()
    assert "from 4 January 2021, from Chief Financial Officer (holder)" in mail.text
    assert WORDS not in mail.text + mail.html
    assert mail.cause == f"handover {Handover.objects.get().pk}"


def test_a_post_left_vacant_tells_nobody(activity, finance_chief, now):
    hand_over_post(
        post("Chief Financial Officer"), to=None, on=dt.date(2021, 1, 4), reason="She left.",
        by=voice(), at=now,
    )  # fmt: skip

    assert told() == []


def test_a_published_pack_is_told_to_the_panel_and_the_leadership_team(
    activity, finance_chief, finance_officer, panel_member
):
    draft = draft_for(activity.plan, commentary=WORDS)

    pack = packs.publish(draft, by=voice("Chief Executive"), at=PUBLISHED_AT)

    subject = "Demonstration: Pack published: Police and Crime Panel, 17 December 2020"
    assert told() == [
        ("pack", "Chief Financial Officer (holder)", subject),
        ("pack", "Panel member", subject),
    ]
    mail = OutgoingMail.objects.get(user=panel_member)
    assert WORDS not in mail.text + mail.html
    assert f"https://plan.example.org{pack.get_absolute_url()}" in mail.text
    assert "My work" not in mail.text + mail.html
    assert "draft" not in mail.text + mail.html


def test_who_publishes_a_pack_is_not_told_of_it(activity, finance_chief, panel_member):
    by = voice(user=finance_chief)

    packs.publish(draft_for(activity.plan), by=by, at=PUBLISHED_AT)

    assert [name for _, name, _ in told()] == ["Panel member"]


def test_a_further_version_says_that_it_takes_the_place_of_another(activity, panel_member):
    published(activity.plan)
    OutgoingMail.objects.all().delete()

    published(activity.plan, reason=WORDS)

    mail = OutgoingMail.objects.get(user=panel_member)
    assert mail.subject == (
        "Demonstration: Version 2 published: Police and Crime Panel, 17 December 2020"
    )
    assert "takes the place of version 1" in mail.text
    assert "takes the place of version 1" in mail.html
    assert WORDS not in mail.text + mail.html


def test_who_wants_no_mail_about_packs_and_who_has_left_gets_none(
    activity, finance_chief, panel_member
):
    user_in("Panel", name="Former member", is_active=False)
    MailPreference.objects.choose(panel_member, packs=False)

    published(activity.plan)

    assert [name for _, name, _ in told()] == ["Chief Financial Officer (holder)"]


def test_a_pack_that_is_not_published_after_all_tells_nobody(activity, panel_member):
    with pytest.raises(Refused):
        packs.publish(
            draft_for(activity.plan, cut_off=PUBLISHED_AT + dt.timedelta(days=1)),
            by=voice(),
            at=PUBLISHED_AT,
        )

    assert told() == []


@pytest.mark.parametrize("host", ["evil.example.org", "testserver"])
def test_no_address_in_a_mail_follows_what_a_visitor_claims(
    client, submitted, finance_chief, settings, host
):
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(finance_chief)
    url = reverse("plans:draft-return", args=[submitted.pk])

    client.post(url, {"version": "1", "comment": "Say more."}, headers={"host": host})

    mail = OutgoingMail.objects.get()
    assert f"https://plan.example.org/drafts/{submitted.pk}/" in mail.text
    assert host not in mail.text + mail.html


def test_one_cause_makes_one_mail(office, panel_member):
    put(panel_member, "a cause")
    put(panel_member, "a cause")

    assert OutgoingMail.objects.count() == 1
