"""The page "How we report": facts with links, for the office, and no score."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Pack, PackDraft
from governance.signals import CutOff, cut_offs_of
from plans import record
from tests.factories import DeliveryPlanFactory, moment, post, promised_activity, said, voice
from tests.governance.factories import MeetingFactory, the_panel

URL = "/how-we-report/"


@pytest.fixture
def reader(client, outsider):
    """A colleague who owns nothing of the plan, signed in."""
    client.force_login(outsider)
    return client


def text(response):
    """The page with every run of spaces made one, as a browser shows it."""
    return " ".join(response.content.decode().split())


def completed(plan, count, *, lead="Chief Financial Officer", objective=1):
    """Activities that are complete and have no evidence."""
    for _ in range(count):
        activity = promised_activity(plan, lead=post(lead), objective=objective)
        said(activity, "complete", on=dt.date(2020, 11, 30))


def publish(plan, cut_off, **fields):
    made = {"published_at": cut_off, "published_by_name": "Chief Executive"}
    return Pack.objects.create(
        plan=plan,
        version=1,
        cut_off=cut_off,
        frozen="{}",
        summary={},
        digest="a" * 64,
        **made,
        **fields,
    )


def found_on(response):
    """{signal: (activities found, rows shown)}"""
    return {
        each["signal"].code: (each["total"], len(each["rows"]))
        for each in response.context["sections"]
    }


# --- Who reads it, and what it says -------------------------------------------------------------
def test_the_address_is_short(db):
    assert reverse("governance:how-we-report") == URL


def test_the_panel_does_not_see_it(client, panel_member, activity):
    client.force_login(panel_member)

    assert client.get(URL).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, activity):
    assert client.get(URL).url.startswith(reverse("account_login"))


def test_a_fact_links_to_its_line(reader, activity):
    said(activity, "complete", on=dt.date(2020, 11, 30))

    page = text(reader.get(URL))

    assert f'href="{activity.get_absolute_url()}?all=1#line-2"' in page
    assert "1 of 1 activity" in page


def test_every_signal_says_why_it_matters_and_what_it_does_not_prove(reader, activity):
    page = text(reader.get(URL))

    assert page.count("Why it matters:") == 5
    assert page.count("What it does not prove:") == 5
    assert "gaming" not in page.lower()


def test_what_has_nothing_to_show_says_so(reader, activity):
    page = text(reader.get(URL))

    assert "No pack of this plan has a cut-off yet" in page
    assert "Everything that is complete has evidence." in page


def test_an_office_without_a_plan_is_told_so(reader):
    assert "There is no delivery plan yet" in text(reader.get(URL))


def test_a_raise_names_the_meeting_of_a_pack_being_prepared(reader, plan, activity, outsider):
    said(activity, "at_risk", on=dt.date(2020, 11, 2), reason="Two posts are vacant.")
    said(activity, "on_track", on=dt.date(2020, 12, 9))
    meeting = MeetingFactory(body=the_panel(), on=dt.date(2020, 12, 17))
    saved = {"saved_by": outsider, "saved_at": moment(2020, 12, 1)}
    PackDraft.objects.create(meeting=meeting, plan=plan, cut_off=moment(2020, 12, 10), **saved)

    page = text(reader.get(URL))

    assert (
        "1 day before the cut-off of the pack being prepared for Police and Crime Panel, "
        "17 December 2020"
    ) in page


def test_a_move_after_the_day_is_told_in_a_sentence(reader, plan, finance_chief):
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, due_on=dt.date(2020, 10, 1))
    why = {"reason_category": "supplier", "reason": "Delivery is late."}
    to = dt.date(2020, 12, 31)
    record.move_date(activity, to=to, by=voice(), at=moment(2020, 10, 5), **why)

    page = text(reader.get(URL))

    assert "From 1 October 2020 to <b>31 December 2020</b>" in page
    assert "4 days after the date had passed" in page


def test_new_words_are_told_beside_the_old(reader, plan, finance_chief):
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, due_on=dt.date(2020, 10, 1))
    words = {"title": "Plan the work", "detail": "In outline", "reason": "Clearer."}
    record.reword(activity, by=voice(), at=moment(2020, 10, 4), **words)

    page = text(reader.get(URL))

    assert "Its title and detail were changed while it was not started and 3 days late" in page
    assert "from “Activity 1.1” to “Plan the work”" in page


def test_words_of_long_ago_are_told_with_the_confirmations_since(reader, activity):
    said(activity, on=dt.date(2020, 11, 2))
    record.confirm(activity, by=voice(), at=moment(2020, 12, 7))

    page = text(reader.get(URL))

    assert "Last described in words 42 days ago" in page
    assert "confirmed without words since, last on 7 December 2020" in page


def test_what_is_silent_as_well_is_told_to_be(reader, activity):
    said(activity, on=dt.date(2020, 11, 2))

    assert "shown in lists as “No update received”" in text(reader.get(URL))


# --- What it narrows to -------------------------------------------------------------------------
def test_the_page_narrows_to_a_lead_and_counts_of_their_activities(reader, plan, outsider):
    completed(plan, 2)
    completed(plan, 1, lead="Head of Communications")

    page = reader.get(URL, {"owner": post("Head of Communications").pk})

    assert found_on(page)["evidence"] == (1, 1)
    assert "1 of 1 activity" in text(page)


def test_the_page_narrows_to_an_objective_by_its_number(reader, plan):
    completed(plan, 2)
    completed(plan, 1, objective=2)

    page = reader.get(URL, {"objective": "2"})

    assert [row["finding"].reference for row in page.context["sections"][2]["rows"]] == ["2.1"]


def test_the_page_narrows_to_one_signal(reader, activity):
    page = reader.get(URL, {"signal": "moved"})

    assert list(found_on(page)) == ["moved"]


def test_filters_that_nothing_matches_say_so(reader, activity):
    owner = post("Head of Communications").pk

    assert "No activity matches these filters" in text(reader.get(URL, {"owner": owner}))


def test_an_unknown_choice_leaves_everything_shown(reader, plan):
    completed(plan, 2)

    page = reader.get(URL, {"objective": "99"})

    assert found_on(page)["evidence"] == (2, 2)


def test_another_plan_can_be_chosen(reader, plan, activity):
    older = DeliveryPlanFactory(title="Delivery Plan 2019 to 2020", starts_on=dt.date(2019, 4, 1))
    completed(older, 3)

    page = reader.get(URL, {"plan": older.pk})
    usual = reader.get(URL, {"plan": plan.pk})

    assert found_on(page)["evidence"] == (3, 3)
    assert found_on(usual)["evidence"] == (0, 0)


@pytest.mark.parametrize("asked", ["999999", "another", "9" * 40])
def test_a_plan_that_is_not_there_is_not_found(reader, activity, asked):
    assert reader.get(URL, {"plan": asked}).status_code == 404


def test_a_closed_plan_is_looked_at_from_the_end_of_its_year(reader, office, plan, activity):
    said(activity, on=dt.date(2021, 3, 24))
    plan.state = plan.State.CLOSED
    plan.save()
    office.set_clock(moment(2021, 9, 1))
    office.save()

    page = reader.get(URL, {"plan": plan.pk})

    assert found_on(page)["words"] == (0, 0)


def test_a_long_list_folds_and_opens(reader, plan):
    completed(plan, 26)

    folded = reader.get(URL)
    whole = reader.get(URL, {"show": "evidence"})

    assert found_on(folded)["evidence"] == (26, 25)
    assert 'href="?show=evidence#evidence">Show all 26' in text(folded)
    assert found_on(whole)["evidence"] == (26, 26)
    assert "Show fewer" in text(whole)


def test_a_list_of_exactly_a_page_does_not_fold(reader, plan):
    completed(plan, 25)

    page = reader.get(URL)

    assert found_on(page)["evidence"] == (25, 25)
    assert "Show all" not in text(page)


# --- What it reads ------------------------------------------------------------------------------
def test_many_activities_and_packs_take_no_more_queries_than_one(reader, plan, activity):
    said(activity, "complete", on=dt.date(2020, 11, 30))
    reader.get(URL)
    with CaptureQueriesContext(connection) as few:
        reader.get(URL)
    completed(plan, 30)
    publish(plan, moment(2020, 12, 9), meeting=MeetingFactory())

    with CaptureQueriesContext(connection) as many:
        reader.get(URL, {"show": "evidence"})

    assert len(many) == len(few)


def test_cut_offs_are_of_packs_published_and_being_prepared(
    plan, chief_executive, django_assert_num_queries
):
    body = the_panel()
    first = MeetingFactory(body=body, on=dt.date(2020, 12, 17))
    second = MeetingFactory(body=body, on=dt.date(2021, 3, 18))
    saved = {"saved_by": chief_executive, "saved_at": moment(2020, 12, 14)}
    PackDraft.objects.create(meeting=second, plan=plan, cut_off=moment(2021, 3, 10), **saved)
    publish(plan, moment(2020, 12, 9), meeting=first)

    with django_assert_num_queries(1):
        found = cut_offs_of(plan)

    name = "Police and Crime Panel"
    assert found == [
        CutOff(moment(2020, 12, 9), name, dt.date(2020, 12, 17), True),
        CutOff(moment(2021, 3, 10), name, dt.date(2021, 3, 18), False),
    ]


def test_packs_of_another_plan_have_no_part_in_it(plan):
    other = DeliveryPlanFactory(title="Another plan", starts_on=dt.date(2019, 4, 1))
    publish(other, moment(2020, 12, 9), meeting=MeetingFactory())

    assert cut_offs_of(plan) == []
