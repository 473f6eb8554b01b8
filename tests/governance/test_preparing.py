"""Preparing a pack: begun once for a meeting, written by several people, seen by the office."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Pack, PackDraft
from plans.models import Objective
from tests import factories
from tests.factories import LONDON, promised_activity, said
from tests.governance.factories import MeetingFactory, the_panel
from tests.governance.packs import draft_for, published


@pytest.fixture
def draft(plan, activity):
    """Being prepared for 17 December 2020, as things stood on 10 December at 5pm."""
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="A supplier is late.")
    return draft_for(plan)


def address(name, *keys):
    return reverse(f"governance:{name}", args=keys)


def filled(client, url, **typed):
    """What a browser would post: the hidden fields of the page, and what is typed."""
    form = client.get(url).context["form"]
    return {field.name: field.value() for field in form.hidden_fields()} | typed


def cut_off(day, month, year, time="5pm"):
    return {
        "cut_off_on_0": day, "cut_off_on_1": month, "cut_off_on_2": year, "cut_off_at": time,
    }  # fmt: skip


def pages_of(draft):
    """{address: whether it writes} of every page of a draft."""
    objective = Objective.objects.get()
    return {
        address("packdraft-detail", draft.pk): False,
        address("packdraft-preview", draft.pk): False,
        address("packdraft-preview-whole", draft.pk): False,
        address("packdraft-preview-objective", draft.pk, 1): False,
        address("packdraft-preview-activity", draft.pk, draft.plan.activities.get().pk): False,
        address("packdraft-check", draft.pk): False,
        address("packdraft-begin"): True,
        address("packdraft-cut-off", draft.pk): True,
        address("packdraft-measures", draft.pk): True,
        address("packdraft-words", draft.pk): True,
        address("packdraft-objective", draft.pk, objective.pk): True,
        address("packdraft-discard", draft.pk): True,
    }


# --- Who may ------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_panel_member_finds_no_page_of_a_draft(client, panel_member, draft, verb):
    client.force_login(panel_member)

    found = {url: getattr(client, verb)(url).status_code for url in pages_of(draft)}

    assert set(found.values()) <= {404, 405}
    assert [url for url, status in found.items() if verb == "get" and status != 404] == []


def test_whoever_holds_no_post_reads_a_draft_and_does_not_write(client, administrator, draft):
    client.force_login(administrator)

    for url, writes in pages_of(draft).items():
        assert client.get(url).status_code == (403 if writes else 200), url
        assert client.post(url).status_code in ((403,) if writes else (403, 405)), url


def test_any_post_of_the_office_prepares(client, outsider, draft):
    client.force_login(outsider)

    found = {url: client.get(url).status_code for url in pages_of(draft)}

    assert set(found.values()) == {200}


def test_a_stranger_is_asked_to_sign_in_and_sees_nothing(client, draft):
    for url in pages_of(draft):
        response = client.get(url)

        assert response.status_code in (302, 404)
        assert b"A supplier is late." not in response.content


def test_the_list_of_packs_shows_drafts_to_the_office_alone(
    client, outsider, administrator, panel_member, draft
):
    pages = {}
    for user in (outsider, administrator, panel_member):
        client.force_login(user)
        pages[user] = client.get(address("pack-list")).content.decode()

    shows = {user: draft.get_absolute_url() in page for user, page in pages.items()}
    offers = {user: "Prepare a pack" in page for user, page in pages.items()}
    assert shows == {outsider: True, administrator: True, panel_member: False}
    assert offers == {outsider: True, administrator: False, panel_member: False}


# --- Begin --------------------------------------------------------------------------------------
def test_a_pack_is_begun_for_a_meeting_that_is_to_come(client, outsider, plan, activity):
    meeting = MeetingFactory(body=the_panel(), on=dt.date(2021, 1, 14))
    client.force_login(outsider)

    response = client.post(
        address("packdraft-begin"),
        {"meeting": meeting.pk, "plan": plan.pk} | cut_off(8, 1, 2021, "17:30"),
    )

    draft = PackDraft.objects.get()
    assert response.url == draft.get_absolute_url()
    assert draft.cut_off == dt.datetime(2021, 1, 8, 17, 30, tzinfo=LONDON)
    assert draft.saved_by == outsider


def test_meetings_to_come_stand_before_those_that_have_a_pack(client, outsider, plan, activity):
    MeetingFactory(body=the_panel(), on=dt.date(2021, 1, 14))
    MeetingFactory(on=dt.date(2021, 1, 21))
    MeetingFactory(body=the_panel(), on=dt.date(2020, 6, 11))
    published(plan, on=dt.date(2020, 9, 10))
    client.force_login(outsider)

    form = client.get(address("packdraft-begin")).context["form"]

    groups = form.fields["meeting"].choices[1:]
    assert [(label, [words for _, words in each]) for label, each in groups] == [
        ("Meetings to come", ["14 January 2021"]),
        ("Another version", ["10 September 2020, version 1 is published"]),
        ("Held without a pack", ["11 June 2020"]),
    ]


def test_a_pack_can_come_after_its_meeting(client, outsider, plan, activity):
    meeting = MeetingFactory(body=the_panel(), on=dt.date(2020, 12, 10))
    client.force_login(outsider)

    response = client.post(
        address("packdraft-begin"),
        {"meeting": meeting.pk, "plan": plan.pk} | cut_off(8, 12, 2020),
    )

    assert response.url == PackDraft.objects.get(meeting=meeting).get_absolute_url()


def test_whoever_begins_what_was_begun_is_led_to_it(client, outsider, draft):
    client.force_login(outsider)

    response = client.post(
        address("packdraft-begin"),
        {"meeting": draft.meeting_id, "plan": draft.plan_id} | cut_off(10, 12, 2020),
    )

    assert response.url == draft.get_absolute_url()
    assert PackDraft.objects.count() == 1


def test_another_version_asks_for_a_reason_and_begins_from_the_words(client, outsider, plan, draft):
    published_pack = published_from(draft, commentary="Two things went well.")
    client.force_login(outsider)
    typed = {"meeting": published_pack.meeting_id, "plan": plan.pk} | cut_off(10, 12, 2020)

    asked = client.post(address("packdraft-begin"), typed)
    client.post(address("packdraft-begin"), typed | {"reason": "A figure was wrong."})

    assert "Say why there is another version of this pack" in asked.content.decode()
    begun = PackDraft.objects.get()
    assert begun.commentary == "Two things went well."
    assert begun.reason == "A figure was wrong."


def published_from(draft, **words):
    plan = draft.plan
    draft.delete()
    return published(plan, **words)


@pytest.mark.parametrize("time", ["25:00", "17:75", "13pm", "0am", "five", ""])
def test_a_time_that_is_none_is_refused_in_words(client, outsider, draft, time):
    client.force_login(outsider)
    url = address("packdraft-cut-off", draft.pk)

    page = client.post(url, filled(client, url, **cut_off(8, 12, 2020, time)))

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"cut_off_at"}


@pytest.mark.parametrize(
    ("typed", "hour"), [("5pm", 17), ("17:00", 17), ("12am", 0), ("midday", 12), ("9.00 am", 9)]
)
def test_a_time_is_read_as_people_write_it(client, outsider, draft, typed, hour):
    client.force_login(outsider)
    url = address("packdraft-cut-off", draft.pk)

    client.post(url, filled(client, url, **cut_off(8, 12, 2020, typed)))

    draft.refresh_from_db()
    assert draft.cut_off == dt.datetime(2020, 12, 8, hour, tzinfo=LONDON)


# --- Write --------------------------------------------------------------------------------------
def test_each_text_says_whether_it_is_written(client, outsider, draft):
    client.force_login(outsider)
    objective = Objective.objects.get()
    words_url = address("packdraft-words", draft.pk)
    objective_url = address("packdraft-objective", draft.pk, objective.pk)

    client.post(words_url, filled(client, words_url, commentary="Two things went well."))
    half = client.get(draft.get_absolute_url()).content.decode()
    client.post(objective_url, filled(client, objective_url, commentary="It goes on."))
    whole = client.get(draft.get_absolute_url()).content.decode()

    assert half.count("Not written yet") == 1
    assert "Written, 4 words" in half
    assert "Not written yet" not in whole
    draft.refresh_from_db()
    assert draft.objective_commentary == {str(objective.pk): "It goes on."}
    assert (draft.saved_by, draft.version) == (outsider, 3)


def test_an_emptied_commentary_is_gone(client, outsider, draft):
    objective = Objective.objects.get()
    PackDraft.objects.update(objective_commentary={str(objective.pk): "Old words."})
    client.force_login(outsider)
    url = address("packdraft-objective", draft.pk, objective.pk)

    client.post(url, filled(client, url, commentary=""))

    assert PackDraft.objects.get().objective_commentary == {}


def test_two_who_write_different_objectives_both_keep_their_words(
    client, outsider, finance_chief, draft
):
    first, second = Objective.objects.get(), factories.ObjectiveFactory(plan=draft.plan, number=2)
    client.force_login(outsider)
    other = Client()
    other.force_login(finance_chief)
    urls = [address("packdraft-objective", draft.pk, one.pk) for one in (first, second)]
    mine = filled(client, urls[0], commentary="Mine.")
    theirs = filled(other, urls[1], commentary="Theirs.")

    responses = [other.post(urls[1], theirs), client.post(urls[0], mine)]

    assert [response.status_code for response in responses] == [302, 302]
    words = PackDraft.objects.get().objective_commentary
    assert words == {str(first.pk): "Mine.", str(second.pk): "Theirs."}


def test_two_who_write_the_same_lose_nothing(client, outsider, finance_chief, draft):
    client.force_login(outsider)
    url = address("packdraft-words", draft.pk)
    mine = filled(client, url, commentary="My words.")
    draft.change(by=finance_chief, at=draft.cut_off, commentary="Their words.")

    refused = client.post(url, mine)
    again = mine | {"base": refused.context["form"]["base"].value()}
    accepted = client.post(url, again)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Saved by Chief Financial Officer (holder)" in page
    assert "Their words." in page
    assert "My words." in page
    assert accepted.status_code == 302
    assert PackDraft.objects.get().commentary == "My words."


def test_what_was_typed_about_a_draft_that_is_gone_is_given_back(client, outsider, draft):
    client.force_login(outsider)
    url = address("packdraft-words", draft.pk)
    typed = filled(client, url, commentary="Long and careful words.")
    draft.delete()

    response = client.post(url, typed)

    assert response.status_code == 409
    assert "Long and careful words." in response.content.decode()


def test_what_was_typed_when_the_session_ended_is_kept(client, outsider, draft):
    client.post(reverse("account_login"), {"login": outsider.email, "password": factories.PASSWORD})
    url = address("packdraft-words", draft.pk)
    typed = filled(client, url, commentary="Long and careful words.")
    client.cookies.pop("sessionid")

    client.post(url, typed)
    client.post(reverse("account_login"), {"login": outsider.email, "password": factories.PASSWORD})
    page = client.get(url).content.decode()

    assert "Not sent yet" in page
    assert "Long and careful words." in page


def test_beside_a_commentary_stands_what_it_is_written_from(client, outsider, plan, activity):
    published(plan, on=dt.date(2020, 9, 10), cut_off=dt.datetime(2020, 9, 3, 17, tzinfo=LONDON))
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="A supplier is late.")
    draft = draft_for(plan)
    client.force_login(outsider)

    page = client.get(address("packdraft-objective", draft.pk, activity.objective_id))

    assert [s.title for s in page.context["standings"]] == ["Activity 1.1"]
    assert [group["kind"] for group in page.context["groups"]] == ["status", "heard"]
    assert "A supplier is late." in page.content.decode()


def test_an_objective_of_another_plan_has_no_page_here(client, outsider, draft):
    elsewhere = factories.ObjectiveFactory(
        plan=factories.DeliveryPlanFactory(title="Another", starts_on=dt.date(2019, 4, 1))
    )
    client.force_login(outsider)

    response = client.get(address("packdraft-objective", draft.pk, elsewhere.pk))

    assert response.status_code == 404


# --- Discard ------------------------------------------------------------------------------------
def test_discarding_asks_and_leaves_what_is_published(client, outsider, plan, draft):
    published(plan, on=dt.date(2020, 9, 10))
    client.force_login(outsider)
    url = address("packdraft-discard", draft.pk)

    asked = client.get(url)
    client.post(url, {"version": draft.version})

    assert "Discard this draft?" in asked.content.decode()
    assert not PackDraft.objects.exists()
    assert Pack.objects.count() == 1


def test_what_was_saved_meanwhile_is_not_discarded(client, outsider, finance_chief, draft):
    client.force_login(outsider)
    draft.change(by=finance_chief, at=draft.cut_off, commentary="New words.")

    client.post(address("packdraft-discard", draft.pk), {"version": 1})

    assert PackDraft.objects.get().commentary == "New words."


# --- Shape --------------------------------------------------------------------------------------
def test_pages_ask_no_more_of_the_database_for_more_activities(
    client, chief_executive, draft, activity, django_assert_max_num_queries
):
    published(
        draft.plan, on=dt.date(2020, 9, 10), cut_off=dt.datetime(2020, 9, 3, 17, tzinfo=LONDON)
    )
    client.force_login(chief_executive)
    urls = [
        address("packdraft-detail", draft.pk),
        address("packdraft-preview", draft.pk),
        address("packdraft-check", draft.pk),
        address("packdraft-objective", draft.pk, activity.objective_id),
    ]
    for url in urls:
        client.get(url)

    counts = []
    for more in (0, 6):
        for _ in range(more):
            another = promised_activity(draft.plan, lead=activity.lead)
            said(another, on=dt.date(2020, 12, 2))
        for url in urls:
            with django_assert_max_num_queries(30) as captured:
                client.get(url)
            counts.append(len(captured))

    assert counts[:4] == counts[4:]
