"""The papers of a meeting, and a meeting that is called off."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import Meeting, Paper
from tests.governance.factories import MeetingFactory, the_panel
from tests.governance.filling import filled


@pytest.fixture
def meeting(office, finance_chief):
    """A month from today; the finance chief's post answers for the panel."""
    return MeetingFactory(body=the_panel(), on=dt.date(2021, 1, 14))


@pytest.fixture
def committee_meeting(finance_chief):
    """Of a body that is not the panel."""
    return MeetingFactory(on=dt.date(2021, 1, 20))


def url_of(name, meeting, *keys):
    return reverse(f"governance:{name}", args=[meeting.pk, *keys])


# --- Papers --------------------------------------------------------------------------------------
def test_a_paper_that_is_sent_twice_is_listed_once(client, finance_chief, meeting):
    client.force_login(finance_chief)
    url = url_of("paper-add", meeting)
    typed = filled(client, url, kind="agenda", title="Agenda", link="example.org/agenda")

    client.post(url, typed)
    again = client.post(url, typed)

    paper = Paper.objects.get()
    assert again.url == meeting.get_absolute_url()
    assert (paper.kind, paper.link) == ("agenda", "https://example.org/agenda")


def test_a_paper_that_is_listed_twice_already_is_not_listed_again(client, finance_chief, meeting):
    for _ in range(2):
        Paper.objects.create(meeting=meeting, kind="agenda", title="Agenda")
    client.force_login(finance_chief)
    url = url_of("paper-add", meeting)

    client.post(url, filled(client, url, kind="agenda", title="Agenda"))

    assert meeting.papers.count() == 2


def test_papers_are_read_from_the_agenda_to_the_minutes(client, outsider, meeting):
    for kind in ("minutes", "paper", "agenda"):
        Paper.objects.create(meeting=meeting, kind=kind, title=kind)
    client.force_login(outsider)

    papers = client.get(meeting.get_absolute_url()).context["papers"]

    assert [paper.kind for paper in papers] == ["agenda", "paper", "minutes"]


def test_a_paper_without_a_title_is_refused_and_nothing_is_lost(client, finance_chief, meeting):
    client.force_login(finance_chief)
    url = url_of("paper-add", meeting)
    typed = filled(client, url, kind="paper", title="", link="no address")

    page = client.post(url, typed).content.decode()

    assert "Enter the title" in page
    assert "Enter a full address, such as https://www.example.org/agenda" in page
    assert 'value="no address"' in page


def test_a_link_that_would_run_is_refused(client, finance_chief, meeting):
    client.force_login(finance_chief)
    url = url_of("paper-add", meeting)

    client.post(url, filled(client, url, kind="paper", title="x", link="javascript:alert(1)"))

    assert not Paper.objects.exists()


def test_a_paper_is_changed_from_what_it_was(client, finance_chief, meeting):
    paper = Paper.objects.create(meeting=meeting, kind="agenda", title="Agenda")
    client.force_login(finance_chief)
    url = url_of("paper-change", meeting, paper.pk)

    shown = client.get(url).context["form"]["title"].value()
    client.post(url, filled(client, url, kind="agenda", title="Final agenda", link=""))

    paper.refresh_from_db()
    assert shown == "Agenda"
    assert paper.title == "Final agenda"


def test_two_people_who_change_one_paper_lose_nothing(client, finance_chief, meeting):
    paper = Paper.objects.create(meeting=meeting, title="Agenda")
    client.force_login(finance_chief)
    url = url_of("paper-change", meeting, paper.pk)
    typed = filled(client, url, kind="paper", title="Mine", link="")
    Meeting.objects.get().change_paper(paper, title="Theirs")

    refused = client.post(url, typed)

    paper.refresh_from_db()
    assert refused.status_code == 409
    assert paper.title == "Theirs"


def test_removing_a_paper_asks_first_and_says_where_it_is_gone_already(
    client, finance_chief, meeting
):
    paper = Paper.objects.create(meeting=meeting, title="Agenda")
    client.force_login(finance_chief)
    url = url_of("paper-remove", meeting, paper.pk)
    typed = filled(client, url)

    before = Paper.objects.count()
    client.post(url, typed)
    again = client.post(url, typed, follow=True)

    assert (before, Paper.objects.count()) == (1, 0)
    assert "That paper is not listed any more." in again.content.decode()


def test_a_paper_of_another_meeting_is_not_touched(
    client, finance_chief, meeting, committee_meeting
):
    paper = Paper.objects.create(meeting=committee_meeting, title="Agenda")
    client.force_login(finance_chief)

    response = client.post(url_of("paper-remove", meeting, paper.pk), {})

    assert response.url == meeting.get_absolute_url()
    assert Paper.objects.get() == paper


# --- Cancelling ----------------------------------------------------------------------------------
def test_cancelling_asks_first_and_then_marks_the_meeting(client, finance_chief, meeting):
    client.force_login(finance_chief)
    url = url_of("meeting-cancel", meeting)

    asked = client.get(url).content.decode()
    untouched = Meeting.objects.get().cancelled_on
    client.post(url, filled(client, url))

    assert "Cancel this meeting?" in asked
    assert untouched is None
    assert Meeting.objects.get().cancelled_on == dt.date(2020, 12, 14)
    assert "This meeting is cancelled" in (client.get(meeting.get_absolute_url()).content.decode())


def test_a_meeting_is_not_cancelled_twice(client, finance_chief, meeting):
    meeting.cancel(on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    response = client.post(url_of("meeting-cancel", meeting), {}, follow=True)

    assert "This meeting is cancelled already." in response.content.decode()
    assert Meeting.objects.get().cancelled_on == dt.date(2020, 12, 1)


def test_a_cancelled_meeting_can_stand_after_all(client, finance_chief, meeting):
    meeting.cancel(on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)
    url = url_of("meeting-restore", meeting)

    client.post(url, filled(client, url))

    assert Meeting.objects.get().cancelled_on is None
