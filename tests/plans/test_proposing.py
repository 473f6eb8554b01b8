"""Writing about an activity in a browser: who may, what is asked for, what is kept."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.models import Draft, Entry
from tests.factories import promised_activity, said
from tests.plans.browsing import address, sign_in, typed


def test_a_holder_says_how_it_is_going_and_it_is_in_the_record(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("update", activity)

    response = client.post(
        url, typed(client, url, status="on_track", narrative="The tender is out.")
    )

    assert response.status_code == 302
    line = activity.entries.last()
    assert (line.kind, line.status, line.narrative) == ("updated", "on_track", "The tender is out.")
    assert (line.made_by, line.made_by_name) == (finance_chief, finance_chief.name)
    assert line.made_by_post == "Chief Financial Officer"
    assert line.said_on == dt.date(2020, 12, 14)


def test_what_staff_send_waits_for_approval(client, activity, finance_officer):
    client.force_login(finance_officer)
    url = address("update", activity)

    client.post(url, typed(client, url, status="on_track", narrative="The tender is out."))

    draft = Draft.objects.get()
    assert (draft.state, draft.author) == ("submitted", finance_officer)
    assert activity.entries.count() == 1


def test_an_outsider_may_read_but_not_write(client, activity, outsider):
    client.force_login(outsider)

    assert client.get(activity.get_absolute_url()).status_code == 200
    assert client.get(address("update", activity)).status_code == 403
    assert client.post(address("update", activity), {"status": "on_track"}).status_code == 403
    assert activity.entries.count() == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"narrative": "Fine."}, "Select how it is going"),
        ({"status": "on_track"}, "Say what has happened"),
        (
            {"status": "at_risk", "narrative": "Slow."},
            "Give the reason why it is at risk",
        ),
        (
            {"status": "off_track", "narrative": "Stopped.", "reason": "The supplier left."},
            "Say what is being done about it",
        ),
        (
            {
                "status": "off_track",
                "narrative": "Stopped.",
                "reason": "The supplier left.",
                "next_steps": "A new tender.",
            },
            "Enter the date when it is now expected",
        ),
        (
            {"status": "complete", "narrative": "Done."},
            "Give a link to the evidence, say where it is, or add a file",
        ),
        (
            {"status": "on_track", "narrative": "x" * 2001},
            "Use 2,000 characters or fewer",
        ),
    ],
)
def test_each_status_asks_for_its_words_and_keeps_what_was_typed(
    client, activity, finance_chief, fields, error
):
    client.force_login(finance_chief)
    url = address("update", activity)

    response = client.post(url, typed(client, url, **fields))

    page = response.content.decode()
    assert error in page
    assert "There is a problem" in page
    assert fields.get("narrative", "") in page
    assert activity.entries.count() == 1


def test_an_off_track_update_asks_for_its_new_date_to_be_accepted(
    client, activity, finance_chief, chief_executive
):
    client.force_login(finance_chief)
    url = address("update", activity)
    fields = {
        "status": "off_track",
        "narrative": "The works have stopped.",
        "reason": "The supplier left.",
        "next_steps": "A new tender goes out in January.",
        "forecast_on_0": "30",
        "forecast_on_1": "6",
        "forecast_on_2": "2021",
    }

    client.post(url, typed(client, url, **fields))

    activity.refresh_from_db()
    assert activity.due_on == dt.date(2021, 3, 31)
    draft = Draft.objects.get()
    assert (draft.kind, draft.state) == ("date_move", "submitted")
    client.force_login(chief_executive)
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version})
    activity.refresh_from_db()
    assert (activity.due_on, activity.moves) == (dt.date(2021, 6, 30), 1)


def test_a_date_that_does_not_exist_is_named(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("move-date", activity)

    response = client.post(
        url,
        typed(
            client,
            url,
            what="activity",
            to_0="31",
            to_1="2",
            to_2="2021",
            reason_category="other",
            reason="Why",
        ),
    )

    assert "Enter a real date in figures, such as 31 3 2021" in response.content.decode()


def test_save_and_finish_later_asks_for_nothing(client, activity, finance_officer):
    client.force_login(finance_officer)
    url = address("update", activity)
    fields = typed(client, url, narrative="Half a sent", internal_note="Ask Jo.")
    del fields["send"]

    client.post(url, fields | {"save_later": ""})

    draft = Draft.objects.get()
    assert draft.state == "writing"
    page = client.get(url).content.decode()
    assert "Half a sent" in page
    assert "Ask Jo." in page
    assert "There is a problem" not in page


def test_the_second_of_two_people_keeps_their_words_and_sees_the_others(
    client, activity, finance_chief
):
    client.force_login(finance_chief)
    url = address("update", activity)
    mine = typed(client, url, status="on_track", narrative="My own careful words.")
    said(
        activity,
        "at_risk",
        on=dt.date(2020, 12, 10),
        narrative="The deputy wrote this meanwhile.",
        reason="Staff have left.",
    )

    response = client.post(url, mine)

    page = response.content.decode()
    assert response.status_code == 409
    assert "My own careful words." in page
    assert "The deputy wrote this meanwhile." in page
    assert activity.entries.count() == 2


def test_after_reading_the_other_words_the_second_person_can_still_send(
    client, activity, finance_chief
):
    client.force_login(finance_chief)
    url = address("update", activity)
    mine = typed(client, url, status="on_track", narrative="My own careful words.")
    said(activity, "on_track", on=dt.date(2020, 12, 10), narrative="Other words.")
    clash = client.post(url, mine).context["form"]
    again = mine | {name: clash[name].value() for name in ("base", "token")}

    client.post(url, again)

    assert activity.entries.last().narrative == "My own careful words."


def test_two_drafts_of_one_kind_do_not_overwrite_each_other(
    client, activity, finance_officer, finance_chief
):
    client.force_login(finance_officer)
    url = address("move-date", activity)
    mine = typed(client, url, reason="Mine.")
    del mine["send"]
    Draft.objects.create(
        activity=activity,
        kind="date_move",
        author=finance_chief,
        proposal={"reason": ["Theirs."]},
        activity_version=activity.version,
        saved_at=dt.datetime(2020, 12, 14, 16, tzinfo=dt.UTC),
    )

    response = client.post(url, mine | {"save_later": ""})

    assert response.status_code == 409
    assert Draft.objects.get().proposal == {"reason": ["Theirs."]}


def test_a_form_sent_twice_makes_one_line(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("update", activity)
    fields = typed(client, url, status="on_track", narrative="The tender is out.")

    first, second = client.post(url, fields), client.post(url, fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert activity.entries.count() == 2


def test_what_was_typed_survives_the_end_of_a_session(client, activity, finance_chief):
    sign_in(client, finance_chief)
    url = address("update", activity)
    fields = typed(client, url, status="on_track", narrative="An hour of careful words.")
    client.session.flush()

    response = client.post(url, fields)
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={url}"
    response = sign_in(client, finance_chief, response.url)

    page = client.get(response.url).content.decode()
    assert response.url == url
    assert "An hour of careful words." in page
    assert activity.entries.count() == 1


def test_a_confirmation_is_a_dated_line(client, activity, finance_chief):
    said(activity, "on_track", on=dt.date(2020, 11, 30), narrative="The tender is out.")
    client.force_login(finance_chief)
    url = address("confirm", activity)

    client.post(url, typed(client, url))

    line = activity.entries.last()
    assert (line.kind, line.status, line.said_on) == (
        "confirmed",
        "on_track",
        dt.date(2020, 12, 14),
    )


def test_rewording_keeps_the_first_words_in_the_record(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("reword", activity)

    client.post(
        url, typed(client, url, new_title="Clearer words", new_detail="", reason="Plain English.")
    )

    activity.refresh_from_db()
    assert activity.title == "Clearer words"
    assert activity.entries.last().changes == {"title": ["Activity 1.1", "Clearer words"]}


def test_a_title_that_stands_elsewhere_in_the_plan_is_refused(
    client, plan, activity, finance_chief
):
    promised_activity(plan, lead=activity.lead, title="Taken already")
    client.force_login(finance_chief)
    url = address("reword", activity)

    response = client.post(
        url, typed(client, url, new_title="Taken already", reason="Plain English.")
    )

    assert "Another activity of the plan has this title already" in response.content.decode()


def test_a_correction_stands_beside_the_line_it_corrects(client, activity, finance_chief):
    wrong = said(activity, "on_track", on=dt.date(2020, 11, 30), narrative="All is done.")
    client.force_login(finance_chief)
    url = reverse("plans:entry-correct", args=[wrong.pk])

    client.post(
        url,
        typed(
            client,
            url,
            status="on_track",
            narrative="Half is done.",
            correction="The first account was about another site.",
        ),
    )

    line = activity.entries.last()
    assert (line.kind, line.corrects) == ("corrected", wrong)
    wrong.refresh_from_db()
    assert wrong.narrative == "All is done."


def test_a_line_that_is_no_statement_has_no_correction_page(client, activity, finance_chief):
    client.force_login(finance_chief)
    promised = Entry.objects.get(kind="promised")

    response = client.get(reverse("plans:entry-correct", args=[promised.pk]))

    assert response.status_code == 404


def test_nothing_is_said_about_a_closed_plan(client, plan, activity, finance_chief):
    plan.state = "closed"
    plan.save()
    client.force_login(finance_chief)

    assert client.get(address("update", activity)).status_code == 403
