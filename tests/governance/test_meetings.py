"""Meetings: when and where, their papers, what was raised, and who reads which of it."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import Meeting, Pack, Paper
from governance.models.packs import sha256
from plans.registers.models import Stale
from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    DecisionFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    ScrutinyItemFactory,
    the_panel,
)
from tests.governance.filling import filled

LIST = "governance:meeting-list"
CANARY = "canary-7c1e"


@pytest.fixture
def panel(office, finance_chief):
    """The finance chief's post answers for it."""
    return the_panel()


@pytest.fixture
def meeting(panel):
    """A month from today."""
    return MeetingFactory(body=panel, on=dt.date(2021, 1, 14), place="County Hall")


@pytest.fixture
def committee_meeting(finance_chief):
    """Of a body that is not the panel."""
    return MeetingFactory(on=dt.date(2021, 1, 20), place="Committee room")


def url_of(name, meeting, *keys):
    return reverse(f"governance:{name}", args=[meeting.pk, *keys])


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


def days_on(client, **query):
    return [meeting.on for meeting in client.get(reverse(LIST), query).context["object_list"]]


def published(meeting, plan, now, version=1):
    return Pack.objects.create(
        meeting=meeting, plan=plan, version=version, reason="x" if version > 1 else "",
        cut_off=now, frozen="{}", summary={}, digest=sha256(f"{meeting.pk} {version}"),
        published_at=now, published_by_name="Chief Executive",
    )  # fmt: skip


def raised_at(meeting, number):
    """Everything that a meeting's page lists, `number` times over."""
    for place in range(number):
        Paper.objects.create(meeting=meeting, title=f"Paper {place}")
        ActionFactory(meeting=meeting)
        DecisionFactory(meeting=meeting)
        ScrutinyItemFactory(meeting=meeting)
        ProgrammeItemFactory(meeting=meeting)
        ProgrammeItemFactory(offered_at=meeting)


# --- The list ------------------------------------------------------------------------------------
def test_the_list_opens_with_the_meetings_to_come_soonest_first(client, outsider, panel):
    for on in (dt.date(2021, 3, 4), dt.date(2020, 12, 14), dt.date(2020, 12, 13)):
        MeetingFactory(body=panel, on=on)
    client.force_login(outsider)

    assert days_on(client) == [dt.date(2020, 12, 14), dt.date(2021, 3, 4)]


def test_past_meetings_and_all_meetings_are_newest_first(client, outsider, panel):
    for on in (dt.date(2021, 3, 4), dt.date(2020, 9, 3), dt.date(2020, 12, 3)):
        MeetingFactory(body=panel, on=on)
    client.force_login(outsider)

    assert days_on(client, when="past") == [dt.date(2020, 12, 3), dt.date(2020, 9, 3)]
    assert days_on(client, when="all") == [
        dt.date(2021, 3, 4), dt.date(2020, 12, 3), dt.date(2020, 9, 3)
    ]  # fmt: skip


def test_the_list_keeps_the_meetings_of_one_body(client, outsider, meeting, committee_meeting):
    client.force_login(outsider)

    assert days_on(client, body=meeting.body_id) == [meeting.on]


def test_a_question_that_nobody_can_ask_is_shown_with_what_is_wrong(client, outsider, meeting):
    client.force_login(outsider)

    response = client.get(reverse(LIST), {"when": "someday"})

    assert response.status_code == 200
    assert "Select a valid choice" in response.content.decode()


def test_where_no_meeting_is_to_come_the_list_leads_to_the_past_ones(client, outsider, panel):
    MeetingFactory(body=panel, on=dt.date(2020, 9, 3))
    client.force_login(outsider)

    page = client.get(reverse(LIST)).content.decode()

    assert "No such meeting is to come" in page
    assert f'href="{reverse(LIST)}?when=all"' in page


def test_a_panel_member_lists_the_panels_meetings_alone(
    client, panel_member, meeting, committee_meeting
):
    client.force_login(panel_member)

    response = client.get(reverse(LIST))

    assert list(response.context["object_list"]) == [meeting]
    assert "body" not in response.context["filter_form"].fields
    assert "Committee" not in response.content.decode()


def test_a_panel_members_file_has_the_panels_meetings_alone(
    client, panel_member, meeting, committee_meeting
):
    Meeting.objects.update(internal_note=CANARY)
    client.force_login(panel_member)

    file = client.get(reverse("governance:meeting-csv"), {"when": "all"}).content.decode()

    assert len(file.strip().splitlines()) == 2
    assert "County Hall" in file
    assert CANARY not in file


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, meeting):
    MeetingFactory(body=meeting.body, on=dt.date(2020, 9, 3), starts_at=dt.time(10, 30))
    client.force_login(outsider)

    file = client.get(reverse("governance:meeting-csv"), {"when": "past"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff") == (
        "body,date,time,place,papers due,papers,cancelled on,summary"
    )
    assert row == "Police and Crime Panel,2020-09-03,10:30,,,0,,"


# --- The page ------------------------------------------------------------------------------------
def test_the_page_shows_the_office_all_that_was_raised(client, outsider, meeting, plan, now):
    action = ActionFactory(meeting=meeting)
    decision = DecisionFactory(meeting=meeting)
    question = ScrutinyItemFactory(meeting=meeting, source="internal_audit")
    item = ProgrammeItemFactory(meeting=meeting)
    pack = published(meeting, plan, now)
    client.force_login(outsider)

    page = client.get(meeting.get_absolute_url()).content.decode()

    for thing in (action, decision, question, item, pack):
        assert f'href="{thing.get_absolute_url()}"' in page


def test_a_panel_member_reads_what_the_panel_may_know_and_no_more(
    client, panel_member, meeting, plan, now
):
    Meeting.objects.update(internal_note=CANARY, summary="Members asked about victims.")
    ActionFactory(meeting=meeting, title=f"Action {CANARY}")
    DecisionFactory(meeting=meeting, title=f"Decision {CANARY}")
    ScrutinyItemFactory(meeting=meeting, source="internal_audit", title=f"Audit {CANARY}")
    question = ScrutinyItemFactory(meeting=meeting, source="panel")
    item = ProgrammeItemFactory(meeting=meeting)
    pack = published(meeting, plan, now)
    Paper.objects.create(meeting=meeting, title="Agenda of the day")
    client.force_login(panel_member)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert CANARY not in page
    assert "Members asked about victims." in page
    assert "Agenda of the day" in page
    assert "County Hall" in page
    for thing in (question, item, pack):
        assert f'href="{thing.get_absolute_url()}"' in page
    assert meeting.body.get_absolute_url() not in page
    assert "/change/" not in page


def test_a_panel_member_does_not_find_a_meeting_of_another_body(
    client, panel_member, committee_meeting
):
    client.force_login(panel_member)

    assert client.get(committee_meeting.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "name", ["meeting-change", "meeting-cancel", "meeting-restore", "paper-add"]
)
def test_a_panel_member_writes_nothing_about_a_meeting(client, panel_member, meeting, name):
    client.force_login(panel_member)

    assert client.post(url_of(name, meeting), {}).status_code == 404


@pytest.mark.parametrize("name", ["meeting-change", "meeting-cancel", "paper-add"])
def test_only_who_works_for_the_bodys_owner_writes_about_a_meeting(client, outsider, meeting, name):
    client.force_login(outsider)

    assert client.get(url_of(name, meeting)).status_code == 403


def test_the_accountable_post_changes_any_meeting(client, chief_executive, meeting):
    client.force_login(chief_executive)

    assert client.get(url_of("meeting-change", meeting)).status_code == 200


# --- The form ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10am", dt.time(10)),
        ("2.30pm", dt.time(14, 30)),
        ("14:05", dt.time(14, 5)),
        ("9 AM", dt.time(9)),
    ],
)
def test_a_meeting_is_added_with_its_time_as_people_write_it(client, outsider, panel, typed, kept):
    client.force_login(outsider)
    facts = {"body": panel.pk, "starts_at": typed, **day("on", dt.date(2021, 2, 4))}

    response = client.post(reverse("governance:meeting-add"), facts)

    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.on, meeting.starts_at) == (dt.date(2021, 2, 4), kept)


def test_the_form_says_what_is_wrong_with_the_days_and_keeps_them(client, outsider, meeting):
    client.force_login(outsider)
    facts = {
        "body": meeting.body_id,
        "starts_at": "late",
        **day("on", meeting.on),
        **day("papers_due_on", dt.date(2021, 1, 15)),
    }

    page = client.post(reverse("governance:meeting-add"), facts).content.decode()

    assert "Enter another day: the body already has a meeting on this one" in page
    assert "Enter the day of the meeting or an earlier day" in page
    assert "Enter a time, such as 10am or 2:30pm" in page
    assert 'value="late"' in page
    assert Meeting.objects.count() == 1


def test_a_meeting_does_not_move_to_a_day_that_is_taken(client, finance_chief, meeting):
    MeetingFactory(body=meeting.body, on=dt.date(2021, 2, 4))
    client.force_login(finance_chief)
    url = url_of("meeting-change", meeting)

    page = client.post(url, filled(client, url, **day("on", dt.date(2021, 2, 4)))).content.decode()

    assert "Enter another day: the body already has a meeting on this one" in page


def test_a_meeting_stays_with_its_body(client, finance_chief, meeting):
    other = BodyFactory(name="Area Boards")
    client.force_login(finance_chief)
    url = url_of("meeting-change", meeting)

    client.post(url, filled(client, url, body=other.pk, place="Town Hall", **day("on", meeting.on)))

    assert Meeting.objects.get().body_id == meeting.body_id
    assert Meeting.objects.get().place == "Town Hall"


def test_two_people_who_change_one_meeting_lose_nothing(client, finance_chief, meeting):
    client.force_login(finance_chief)
    url = url_of("meeting-change", meeting)
    typed = filled(client, url, place="Town Hall", **day("on", meeting.on))
    Meeting.objects.get().change(place="Guildhall")

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert "What is saved now differs from yours in: Place." in refused.content.decode()
    assert Meeting.objects.get().place == "Guildhall"


def test_a_writer_who_read_an_earlier_version_changes_nothing(meeting):
    earlier = Meeting.objects.get()
    Meeting.objects.get().change(place="Guildhall")

    with pytest.raises(Stale):
        earlier.change(place="Town Hall")

    assert Meeting.objects.get().place == "Guildhall"


# --- Query counts --------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_database_as_often_for_one_meeting_as_for_twelve(
    client, outsider, panel, django_assert_num_queries, number
):
    for place in range(number):
        MeetingFactory(body=panel, on=dt.date(2021, 1, 1 + place))
    client.force_login(outsider)

    with django_assert_num_queries(8):
        client.get(reverse(LIST))


@pytest.mark.parametrize("number", [1, 12])
def test_a_meeting_asks_the_database_as_often_for_one_of_each_as_for_twelve(
    client, outsider, meeting, plan, now, django_assert_num_queries, number
):
    raised_at(meeting, number)
    for place in range(number):
        published(meeting, plan, now, version=place + 1)
    client.force_login(outsider)

    with django_assert_num_queries(13):
        client.get(meeting.get_absolute_url())


@pytest.mark.parametrize("number", [1, 12])
def test_the_file_asks_the_database_as_often_for_one_meeting_as_for_twelve(
    client, outsider, panel, django_assert_num_queries, number
):
    for place in range(number):
        MeetingFactory(body=panel, on=dt.date(2021, 1, 1 + place))
    client.force_login(outsider)

    with django_assert_num_queries(6):
        client.get(reverse("governance:meeting-csv"))


# --- Admin ---------------------------------------------------------------------------------------
def test_an_administrator_cannot_give_a_meeting_to_another_body(client, administrator, meeting):
    client.force_login(administrator)

    page = client.get(reverse("admin:governance_meeting_change", args=[meeting.pk]))

    assert "body" not in page.context["adminform"].form.fields
    assert 'name="papers-TOTAL_FORMS"' in page.content.decode()
