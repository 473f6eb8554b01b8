"""Whose word counts: the ways in which one person might speak for another, all shut."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import record
from plans.models import Draft, Entry
from tests.factories import (
    deputy_of,
    holder_of,
    moment,
    post,
    promised_activity,
    said,
    supporter_of,
    voice,
)
from tests.plans.browsing import address, typed


def sent(client, user, activity, word="update", **fields):
    """Let a person send a form; return the draft that came of it."""
    client.force_login(user)
    url = address(word, activity)
    client.post(url, typed(client, url, **fields))
    return Draft.objects.get()


def approve(client, user, draft):
    client.force_login(user)
    url = reverse("plans:draft-approve", args=[draft.pk])
    return client.post(url, {"version": draft.version})


def test_a_contributor_cannot_take_the_lead(client, plan, finance_chief):
    contributor = holder_of("Head of Estates")
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), contributors=[post("Head of Estates")]
    )
    client.force_login(contributor)

    response = client.get(address("hand-over", activity))

    assert response.status_code == 403


def test_only_the_post_that_is_offered_an_activity_may_accept_it(
    client, activity, finance_chief, outsider
):
    other = holder_of("Head of Estates")
    fields = {"to": post("Head of Communications").pk, "reason": "Moved."}
    draft = sent(client, finance_chief, activity, "hand-over", **fields)

    response = approve(client, other, draft)

    assert response.status_code == 403
    assert activity.entries.count() == 1


def test_a_second_value_for_one_field_is_not_kept(client, activity, finance_chief, outsider):
    first, second = post("Head of Communications"), post("Head of Estates")
    fields = {"to": [first.pk, second.pk], "reason": "Moved."}

    draft = sent(client, finance_chief, activity, "hand-over", **fields)

    assert draft.proposal["to"] == [str(second.pk)]
    assert approve(client, outsider, draft).status_code == 403


def test_only_the_accountable_post_sets_a_withdrawal_right(
    client, activity, finance_chief, chief_executive
):
    line = record.withdraw(activity, reason="No grant.", by=voice(), at=moment(2020, 12, 1))
    client.force_login(finance_chief)
    url = reverse("plans:entry-correct", args=[line.pk])
    fields = {"status": "on_track", "narrative": "It goes on.", "correction": "The grant came."}
    client.post(url, typed(client, url, **fields))
    draft = Draft.objects.get()
    assert approve(client, finance_chief, draft).status_code == 403

    approve(client, chief_executive, draft)

    activity.refresh_from_db()
    assert activity.status == "on_track"


def test_two_lines_are_corrected_each_by_its_own_draft(client, activity, finance_officer):
    first = said(activity, "on_track", on=dt.date(2020, 11, 1), narrative="First.")
    second = said(activity, "on_track", on=dt.date(2020, 11, 15), narrative="Second.")
    client.force_login(finance_officer)
    for line in (first, second):
        url = reverse("plans:entry-correct", args=[line.pk])
        words = f"About line {line.number}."
        client.post(url, typed(client, url, status="on_track", narrative="N.", correction=words))

    drafts = {draft.corrects: draft.proposal["correction"] for draft in Draft.objects.all()}

    assert drafts == {
        first: [f"About line {first.number}."],
        second: [f"About line {second.number}."],
    }


def test_a_colleague_does_not_take_back_a_draft_that_waits(client, activity, finance_officer):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Mine.")
    client.force_login(supporter_of("Chief Financial Officer"))
    url = address("update", activity)

    shown = client.get(url)
    client.post(
        url,
        {
            "base": f"{activity.version}.{draft.version}",
            "narrative": "Theirs.",
            "save_later": "",
        },
    )

    assert shown.url == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.state, draft.proposal["narrative"]) == ("submitted", ["Mine."])


def test_a_holder_who_sends_a_draft_as_it_was_written_names_its_writer(
    client, activity, finance_officer, finance_chief
):
    sent(client, finance_officer, activity, status="on_track", narrative="The tender is out.")
    client.force_login(finance_chief)
    url = address("update", activity)

    client.post(url, typed(client, url, status="on_track", narrative="The tender is out."))

    assert activity.entries.last().written_by == finance_officer


def test_a_holder_who_changes_the_words_stands_for_them_alone(
    client, activity, finance_officer, finance_chief
):
    sent(client, finance_officer, activity, status="on_track", narrative="The tender is out.")
    client.force_login(finance_chief)
    url = address("update", activity)

    client.post(url, typed(client, url, status="on_track", narrative="The tender is late."))

    line = activity.entries.last()
    assert (line.made_by, line.written_by) == (finance_chief, None)


def test_one_draft_that_is_gone_does_not_stop_the_others(
    client, activity, finance_officer, finance_chief
):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Fine.")
    client.force_login(finance_chief)
    ticked = ["999999.1", "x.y", "².1", f"{draft.pk}.{draft.version}"]

    response = client.post(reverse("plans:decide-many"), {"draft": ticked}, follow=True)

    assert "1 draft is now in the record." in response.content.decode()
    assert activity.entries.count() == 2


def test_a_date_before_the_start_is_refused_in_words(client, plan, chief_executive):
    activity = promised_activity(plan, lead=post("Chief Executive"), starts_on=dt.date(2020, 9, 1))
    client.force_login(chief_executive)
    url = address("move-date", activity)
    fields = {"what": "activity", "to_0": "1", "to_1": "5", "to_2": "2020"}

    response = client.post(
        url, typed(client, url, reason_category="other", reason="Why.", **fields)
    )

    assert "Enter a date from 1 September 2020 on, when it starts" in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"forecast_on_0": "31", "forecast_on_1": "2"},
        {"narrative": "x" * 2500},
        {"status": "off_track"},
    ],
)
def test_save_and_finish_later_keeps_what_is_half_written_or_wrong(
    client, activity, finance_officer, fields
):
    client.force_login(finance_officer)
    url = address("update", activity)
    posted = typed(client, url, **fields)
    del posted["send"]

    client.post(url, posted | {"save_later": ""})

    kept = Draft.objects.get().proposal
    assert {name: kept[name] for name in fields} == {k: [v] for k, v in fields.items()}


def test_a_forecast_moves_nothing_unless_the_activity_is_off_track(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("update", activity)
    day = {"forecast_on_0": "1", "forecast_on_1": "5", "forecast_on_2": "2021"}

    client.post(url, typed(client, url, status="on_track", narrative="Fine.", **day))

    assert activity.entries.last().status == "on_track"
    assert Draft.objects.count() == 0


def test_an_old_line_can_be_corrected_with_the_day_it_named(client, activity, finance_chief):
    line = said(
        activity,
        "off_track",
        on=dt.date(2020, 5, 4),
        narrative="Stopped.",
        reason="The supplier left.",
        next_steps="Ask again.",
        forecast_on=dt.date(2020, 10, 1),
    )
    client.force_login(finance_chief)
    url = reverse("plans:entry-correct", args=[line.pk])
    fields = {
        "status": "off_track",
        "narrative": "Stopped on Monday.",
        "reason": "The supplier left.",
        "next_steps": "Ask again.",
        "forecast_on_0": "1",
        "forecast_on_1": "10",
        "forecast_on_2": "2020",
        "correction": "The day was missing.",
    }

    client.post(url, typed(client, url, **fields))

    assert activity.entries.last().kind == "corrected"


def test_a_draft_saved_meanwhile_is_not_thrown_away(client, activity, finance_officer):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="First.")
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Second."))

    client.post(reverse("plans:draft-discard", args=[draft.pk]), {"version": draft.version})

    assert Draft.objects.get().proposal["narrative"] == ["Second."]


@pytest.mark.parametrize("version", ["²", "", "x", "9" * 40])
def test_an_odd_version_approves_nothing(client, activity, finance_officer, finance_chief, version):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Fine.")
    client.force_login(finance_chief)

    response = client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": version})

    assert response.status_code == 302
    assert activity.entries.count() == 1


def test_the_page_says_that_more_was_said_since_a_draft_was_written(
    client, activity, finance_officer, finance_chief
):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Fine.")
    activity.refresh_from_db()
    said(activity, "at_risk", on=dt.date(2020, 12, 14), reason="Slow.")
    client.force_login(finance_chief)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "More was said since this was written" in page


def test_after_signing_in_again_a_decision_can_be_made_with_the_comment_kept(
    client, activity, finance_officer, finance_chief
):
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Fine.")
    client.force_login(finance_chief)

    names = ["plans:draft-approve", "plans:draft-return"]
    answers = [client.get(reverse(name, args=[draft.pk])).status_code for name in names]

    assert answers == [302, 200]
    assert client.get(reverse("plans:decide-many")).status_code == 200


def test_a_deputy_of_a_joint_owner_may_approve(client, plan, finance_chief, finance_officer):
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), joint=[post("Head of Estates")]
    )
    deputy = deputy_of("Head of Estates")
    draft = sent(client, finance_officer, activity, status="on_track", narrative="Fine.")

    approve(client, deputy, draft)

    assert Entry.objects.filter(kind="updated").count() == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("update", "the Chief Financial Officer, or a joint owner"),
        ("hand_over", "the post that it is offered to"),
        ("date_move", "the post that answers for the whole plan"),
        ("withdraw", "the post that answers for the whole plan"),
    ],
)
def test_a_draft_says_whose_word_it_waits_for(activity, kind, words):
    assert Draft(activity=activity, kind=kind).waits_for == words


def test_a_correction_of_a_withdrawal_waits_for_the_accountable_post(activity):
    line = record.withdraw(activity, reason="No grant.", by=voice(), at=moment(2020, 12, 1))

    draft = Draft(activity=activity, kind="correction", corrects=line)

    assert draft.waits_for == "the post that answers for the whole plan"
