"""The panel chooses some of what it is offered: recorded whole, once, or not at all."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.forms.programme import ChooseForm
from governance.models import ProgrammeItem
from plans.registers.models import Stale
from tests.admin_pages import words
from tests.factories import post
from tests.governance.factories import MeetingFactory, ProgrammeItemFactory, the_panel
from tests.governance.filling import typed_day

CHOOSE = "governance:programmeitem-choose"


@pytest.fixture
def panel(office, finance_chief):
    return the_panel()


@pytest.fixture
def to_come(panel):
    """The panel's next meeting, on 14 January 2021."""
    return MeetingFactory(body=panel)


@pytest.fixture
def held(panel):
    """The panel's meeting of 3 December 2020."""
    return MeetingFactory(body=panel, on=dt.date(2020, 12, 3))


@pytest.fixture
def topic(office, finance_chief):
    """Offered on 1 September 2020; the finance chief leads it."""
    return ProgrammeItemFactory(title="Council integration", internal_note="Our own words.")


def test_of_ten_that_are_offered_the_panel_chooses_four(client, chief_executive, to_come):
    items = ProgrammeItemFactory.create_batch(10)
    client.force_login(chief_executive)
    ticked = [item.pk for item in items[:4]]
    typed = {"items": ticked, "meeting": to_come.pk, **typed_day("chosen_on", dt.date(2020, 12, 3))}

    response = client.post(reverse(CHOOSE), typed, follow=True)

    assert "The panel’s choice of 4 topics is recorded." in words(response)
    assert set(
        ProgrammeItem.objects.filter(chosen_on=dt.date(2020, 12, 3), meeting=to_come)
    ) == set(items[:4])
    assert ProgrammeItem.objects.offered().count() == 6


def test_a_choice_without_a_meeting_leaves_that_for_later(client, chief_executive, topic):
    client.force_login(chief_executive)

    client.post(
        reverse(CHOOSE), {"items": [topic.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}
    )

    topic.refresh_from_db()
    assert (topic.state, topic.meeting) == ("chosen", None)


def test_the_page_of_choosing_ticks_the_topic_that_led_to_it(client, chief_executive, topic):
    ProgrammeItemFactory()
    client.force_login(chief_executive)

    page = client.get(reverse(CHOOSE), {"item": topic.pk}).content.decode()

    assert page.count('checked="checked"') == 1
    assert f"{reverse(CHOOSE)}?item={topic.pk}" in (
        client.get(topic.get_absolute_url()).content.decode()
    )


def test_what_was_chosen_heard_or_dropped_is_not_offered_again(client, chief_executive, held):
    ProgrammeItemFactory(chosen_on=dt.date(2020, 12, 1))
    ProgrammeItemFactory(dropped_on=dt.date(2020, 12, 1), reason="Overtaken.")
    ProgrammeItemFactory(meeting=held, heard_on=dt.date(2020, 12, 3))
    client.force_login(chief_executive)

    page = words(client.get(reverse(CHOOSE)))

    assert "Nothing waits to be chosen" in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({}, "Select the topics that the panel chose"),
        (typed_day("chosen_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (typed_day("chosen_on", dt.date(2020, 8, 31)), "Enter 1 September 2020, when the last"),
        ({"items": ["999999"]}, "A topic that you ticked was dropped or heard meanwhile."),
        ({"items": ["none"]}, "Select a valid choice."),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(client, chief_executive, topic, typed, complaint):
    client.force_login(chief_executive)
    usual = {"items": [topic.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}
    if not typed:
        usual.pop("items")

    page = words(client.post(reverse(CHOOSE), usual | typed))

    assert complaint in page
    assert ProgrammeItem.objects.offered().count() == 1


def test_a_choice_is_recorded_whole_or_not_at_all(office, topic):
    other = ProgrammeItemFactory()
    rows = list(ProgrammeItem.objects.select_related("owner").order_by("pk"))
    typed = {"items": [topic.pk, other.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}
    form = ChooseForm(typed, rows=rows, today=dt.date(2020, 12, 14))
    assert form.is_valid()
    ProgrammeItem.objects.get(pk=other.pk).change(title="Reworded meanwhile")

    with pytest.raises(Stale):
        form.enter()

    assert ProgrammeItem.objects.offered().count() == 2


def test_a_choice_that_somebody_else_recorded_is_named(client, chief_executive, topic):
    other = ProgrammeItemFactory()
    topic.choose(on=dt.date(2020, 12, 2))
    client.force_login(chief_executive)
    typed = {"items": [topic.pk, other.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}

    page = words(client.post(reverse(CHOOSE), typed))

    assert "The panel’s choice of “Council integration” was recorded meanwhile." in page
    other.refresh_from_db()
    assert other.chosen_on is None


def test_sending_a_choice_twice_records_it_once(client, chief_executive, topic):
    client.force_login(chief_executive)
    typed = {"items": [topic.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}

    client.post(reverse(CHOOSE), typed)
    again = client.post(reverse(CHOOSE), typed)

    topic.refresh_from_db()
    assert again.status_code == 302
    assert topic.version == 2


def test_a_writer_records_the_choice_of_what_their_post_leads(client, finance_officer, topic):
    ProgrammeItemFactory(owner=post("Chief Executive"))
    client.force_login(finance_officer)

    answer = client.get(reverse(CHOOSE))

    assert [choice[0] for choice in answer.context["form"].fields["items"].choices] == [
        str(topic.pk)
    ]
    assert "Listed is the 1 of the posts you work for." in words(answer)


def test_nobody_records_the_choice_of_what_other_posts_lead(client, outsider, topic):
    client.force_login(outsider)
    typed = {"items": [topic.pk], **typed_day("chosen_on", dt.date(2020, 12, 3))}

    client.post(reverse(CHOOSE), typed)

    topic.refresh_from_db()
    assert topic.chosen_on is None
    assert "Nothing here is yours to record" in words(client.get(reverse(CHOOSE)))
