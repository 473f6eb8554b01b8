"""Questions and recommendations: their clock, their answers, and what stays beside them."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import ScrutinyItem
from plans.registers.models import Stale
from tests.admin_pages import words
from tests.factories import post, voice
from tests.governance.factories import BodyFactory, MeetingFactory, ScrutinyItemFactory, the_panel
from tests.governance.filling import filled, typed_day


@pytest.fixture
def question(office, finance_chief):
    """The panel's, of 1 December 2020 for 21 December; the finance chief answers."""
    return ScrutinyItemFactory(title="How long do victims wait?", internal_note="Our own words.")


@pytest.fixture
def recommendation(office, finance_chief):
    """An audit's, agreed for 1 December 2020: thirteen days late."""
    return ScrutinyItemFactory(
        kind="recommendation",
        source="internal_audit",
        title="Keep a register of assets",
        clock="agreed",
        period_days=None,
        due_on=dt.date(2020, 12, 1),
        first_due_on=dt.date(2020, 12, 1),
    )


def address(verb, item):
    return reverse(f"governance:scrutinyitem-{verb}", args=[item.pk])


def a_new_one(owner, **typed):
    """What is typed on the form that adds one: a question of the panel with twenty days."""
    return {
        "kind": "question",
        "source": "panel",
        "title": "Custody",
        "words": "How many people were held?",
        "owner": owner.pk,
        "clock": "period",
        "period_days": "20",
        **typed_day("raised_on", dt.date(2020, 12, 1)),
        **typed,
    }


def test_a_question_that_is_added_gets_its_date_from_the_period(client, outsider, activity):
    client.force_login(outsider)
    typed = a_new_one(activity.lead, activities="1.1")

    response = client.post(reverse("governance:scrutinyitem-add"), typed)

    item = ScrutinyItem.objects.get()
    assert response.url == item.get_absolute_url()
    assert (item.due_on, item.first_due_on) == (dt.date(2020, 12, 21), dt.date(2020, 12, 21))
    assert list(item.activities.all()) == [activity]


def test_a_question_of_the_panel_is_noted_under_its_body(client, outsider):
    panel = the_panel()
    client.force_login(outsider)

    client.post(reverse("governance:scrutinyitem-add"), a_new_one(panel.owner))

    assert ScrutinyItem.objects.get().body == panel


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"period_days": ""}, "Enter the number of days that were given"),
        ({"period_days": "0"}, "Enter a number from 1 to 366"),
        ({"period_days": "367"}, "Enter a number from 1 to 366"),
        ({"clock": "none"}, "Leave this empty, or say above that a period was set"),
        ({"clock": "agreed", "period_days": ""}, "Enter the date that was agreed"),
        ({"clock": "inspectorate", "period_days": ""}, "for an inspectorate’s report"),
        (typed_day("agreed_on", dt.date(2021, 1, 1)), "say above that a date was agreed"),
        (typed_day("raised_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (
            {"clock": "agreed", "period_days": ""} | typed_day("agreed_on", dt.date(2020, 11, 30)),
            "Enter the day it was raised or a later day",
        ),
    ],
)
def test_a_clock_that_makes_no_sense_is_refused_and_nothing_is_lost(
    client, outsider, typed, complaint
):
    client.force_login(outsider)
    answer = client.post(
        reverse("governance:scrutinyitem-add"), a_new_one(post("Chief Executive"), **typed)
    )

    assert complaint in words(answer)
    assert "How many people were held?" in words(answer)
    assert not ScrutinyItem.objects.exists()


def test_a_question_of_the_panel_names_a_meeting_of_the_panel(client, outsider):
    ours = MeetingFactory()
    client.force_login(outsider)
    typed = a_new_one(ours.body.owner, meeting=ours.pk)

    answer = client.post(reverse("governance:scrutinyitem-add"), typed)

    assert "Select a meeting of the panel, which asked, or none" in words(answer)


def test_a_question_of_the_panel_is_not_noted_under_another_body(client, outsider):
    committee = BodyFactory()
    client.force_login(outsider)

    answer = client.post(
        reverse("governance:scrutinyitem-add"), a_new_one(committee.owner, body=committee.pk)
    )

    assert "Select the panel, which asked, or none" in words(answer)
    assert not ScrutinyItem.objects.exists()


def test_what_was_asked_and_what_its_date_rests_on_stay_when_the_rest_is_changed(
    client, finance_chief, question
):
    client.force_login(finance_chief)
    url = address("change", question)
    typed = filled(client, url, owner=question.owner_id, internal_note="Ask the hospital.")
    forced = {"title": "A softer question", "words": "How short?"}
    forced |= {"clock": "none", "period_days": "300", "kind": "recommendation", "source": "other"}

    client.post(url, typed | forced | typed_day("raised_on", dt.date(2020, 1, 1)))

    question.refresh_from_db()
    assert question.internal_note == "Ask the hospital."
    assert (question.title, question.words) == (
        "How long do victims wait?", "How long do victims wait?",
    )  # fmt: skip
    assert (question.clock, question.period_days, question.kind, question.source) == (
        "period", 20, "question", "panel",
    )  # fmt: skip
    assert (question.raised_on, question.due_on) == (dt.date(2020, 12, 1), dt.date(2020, 12, 21))


def test_the_form_says_why_what_was_asked_is_fixed(client, finance_chief, question):
    client.force_login(finance_chief)

    page = words(client.get(address("change", question)))

    assert "What was asked, by whom and when is fixed once it is added" in page


def test_an_answer_closes_a_question(client, finance_chief, question):
    client.force_login(finance_chief)
    url = address("respond", question)

    client.post(url, filled(client, url, words="Nine days at most."))

    question.refresh_from_db()
    assert (question.response, question.responded_on, question.closed_on) == (
        "answered", dt.date(2020, 12, 14), dt.date(2020, 12, 14),
    )  # fmt: skip
    assert "Nine days at most." in words(client.get(question.get_absolute_url()))


@pytest.mark.parametrize(
    ("response", "closed_on"),
    [("accepted", None), ("partly", None), ("not_accepted", dt.date(2020, 12, 14))],
)
def test_a_recommendation_stays_open_until_what_was_accepted_is_done(
    client, finance_chief, recommendation, response, closed_on
):
    client.force_login(finance_chief)
    url = address("respond", recommendation)

    client.post(url, filled(client, url, response=response, words="For this reason."))

    recommendation.refresh_from_db()
    assert (recommendation.response, recommendation.closed_on) == (response, closed_on)


def test_a_response_says_whether_it_is_accepted_and_why(client, finance_chief, recommendation):
    client.force_login(finance_chief)
    url = address("respond", recommendation)

    page = words(client.post(url, filled(client, url, words="")))

    assert "Select whether it is accepted" in page
    assert "Say why, and what is done about it" in page
    assert not recommendation.lines.exists()


def test_a_second_answer_stands_instead_and_the_first_stays_readable(
    client, finance_chief, question
):
    client.force_login(finance_chief)
    url = address("respond", question)
    client.post(
        url, filled(client, url, words="Nine days.", **typed_day("said_on", dt.date(2020, 12, 10)))
    )

    client.post(url, filled(client, url, words="Eleven days, we had counted wrongly."))

    question.refresh_from_db()
    answer = client.get(question.get_absolute_url())
    assert answer.context["answer"].words == "Eleven days, we had counted wrongly."
    assert [line.words for line in answer.context["lines"]] == [
        "Eleven days, we had counted wrongly.", "Nine days.",
    ]  # fmt: skip
    assert (question.responded_on, question.closed_on) == (dt.date(2020, 12, 10),) * 2


def test_accepting_after_all_what_was_refused_opens_it_again(recommendation, now):
    spoken = {"said_on": dt.date(2020, 12, 1), "by": voice(), "at": now}
    recommendation.respond(response="not_accepted", words="Too dear.", **spoken)

    recommendation.respond(response="accepted", words="The panel helps to pay.", **spoken)

    assert recommendation.closed_on is None


def test_nothing_is_answered_before_it_was_asked(client, finance_chief, question):
    client.force_login(finance_chief)
    url = address("respond", question)
    typed = filled(client, url, words="Nine.", **typed_day("said_on", dt.date(2020, 11, 30)))

    page = words(client.post(url, typed))

    assert "Enter 1 December 2020, when it was raised, or a later day" in page


def test_of_two_answers_at_once_the_second_is_told_and_loses_nothing(
    client, finance_chief, question
):
    client.force_login(finance_chief)
    url = address("respond", question)
    first, second = (filled(client, url, words=text) for text in ("Nine.", "Eleven."))

    client.post(url, first)
    told = client.post(url, second)

    assert told.status_code == 409
    assert "Eleven." in words(told)
    assert [line.words for line in question.lines.all()] == ["Nine."]


def test_of_two_answers_that_were_read_at_once_one_is_written(question, now):
    held = [ScrutinyItem.objects.get(), ScrutinyItem.objects.get()]
    spoken = {"said_on": dt.date(2020, 12, 14), "by": voice(), "at": now, "response": "answered"}
    held[0].respond(words="Nine.", **spoken)

    with pytest.raises(Stale):
        held[1].respond(words="Eleven.", **spoken)

    assert [line.words for line in question.lines.all()] == ["Nine."]


def test_sending_an_answer_twice_writes_one_line(client, finance_chief, question):
    client.force_login(finance_chief)
    url = address("respond", question)
    typed = filled(client, url, words="Nine days at most.")

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.status_code == 302
    assert question.lines.count() == 1


def test_who_only_writes_for_the_owner_does_not_answer(client, finance_officer, question):
    client.force_login(finance_officer)

    assert client.get(address("respond", question)).status_code == 403
    assert client.get(address("update", question)).status_code == 200


def test_an_update_is_a_dated_line(client, finance_officer, recommendation):
    client.force_login(finance_officer)
    url = address("update", recommendation)

    client.post(url, filled(client, url, words="Half of it is listed."))

    line = recommendation.lines.get()
    assert (line.kind, line.words, line.made_by_post) == (
        "updated", "Half of it is listed.", "Staff of Chief Financial Officer",
    )  # fmt: skip


def test_a_recommendation_is_closed_when_it_was_answered_and_done(
    client, finance_chief, recommendation, now
):
    recommendation.respond(
        response="accepted", words="We will.", said_on=dt.date(2020, 12, 1), by=voice(), at=now
    )
    client.force_login(finance_chief)
    url = address("close", recommendation)

    client.post(url, filled(client, url, words="The register stands."))

    recommendation.refresh_from_db()
    assert recommendation.closed_on == dt.date(2020, 12, 14)
    assert recommendation.standing == "Accepted and done"


@pytest.mark.parametrize(
    ("verb", "facts", "refusal"),
    [
        ("close", {"kind": "question"}, "A question is closed by its answer."),
        ("close", {"kind": "recommendation"}, "Respond to the recommendation first."),
        ("update", {"closed_on": dt.date(2020, 12, 10)}, "It was closed on 10 December 2020"),
        ("move-date", {"closed_on": dt.date(2020, 12, 10)}, "It was closed on 10 December 2020"),
        (
            "move-date",
            {"response": "accepted", "responded_on": dt.date(2020, 12, 9)},
            "What was due was done on 9 December 2020",
        ),
        (
            "move-date",
            {"clock": "inspectorate", "source": "inspectorate", "period_days": None},
            "The law sets these 56 days, and nobody here can move them.",
        ),
    ],
)
def test_what_makes_no_sense_any_more_is_refused_in_words(
    client, chief_executive, verb, facts, refusal
):
    item = ScrutinyItemFactory(**facts)
    client.force_login(chief_executive)

    answer = client.post(address(verb, item), {"words": "Please."}, follow=True)

    assert refusal in words(answer)
    assert not item.lines.exists()


def test_a_period_moves_only_where_whoever_asked_agreed(client, chief_executive, question):
    client.force_login(chief_executive)
    url = address("move-date", question)
    typed = filled(client, url, words="The figures came late.")
    typed |= typed_day("to", dt.date(2021, 1, 11))

    refused = words(client.post(url, typed))
    client.post(url, typed | {"agreed_by": "the panel’s chair, 11 December 2020"})

    question.refresh_from_db()
    assert "Enter who agreed to the new date, and when" in refused
    assert (question.due_on, question.first_due_on, question.moves) == (
        dt.date(2021, 1, 11), dt.date(2020, 12, 21), 1,
    )  # fmt: skip
    assert question.lines.get().words == (
        "The figures came late.\nAgreed by: the panel’s chair, 11 December 2020"
    )


def test_both_dates_stand_side_by_side(client, chief_executive, recommendation, now):
    recommendation.move_date(
        to=dt.date(2021, 3, 1), words="More to list.", said_on=now.date(), by=voice(), at=now
    )
    client.force_login(chief_executive)

    page = words(client.get(recommendation.get_absolute_url()))

    assert "First due 1 December 2020 Moved once since Due now 1 March 2021" in page


def test_the_owner_does_not_move_a_date_alone(client, finance_chief, recommendation):
    client.force_login(finance_chief)

    assert client.get(address("move-date", recommendation)).status_code == 403


def test_an_agreed_date_moves_without_anybody_elses_word(client, chief_executive, recommendation):
    client.force_login(chief_executive)
    url = address("move-date", recommendation)
    typed = filled(client, url, words="More to list.") | typed_day("to", dt.date(2021, 3, 1))

    client.post(url, typed)

    recommendation.refresh_from_db()
    assert recommendation.due_on == dt.date(2021, 3, 1)
