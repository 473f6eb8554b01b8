"""“Add to your calendar”: one meeting, or one activity's dates, as a file."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import record
from tests.calendar.reading import by_name, read
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import MeetingFactory, the_panel
from tests.governance.packs import force, published


def file_of(client, name, row):
    return client.get(reverse(name, args=[row.pk]))


def test_a_meeting_is_a_file_with_the_events_of_the_feed(client, feed, finance_chief):
    meeting = MeetingFactory(starts_at=dt.time(10), papers_due_on=dt.date(2021, 1, 7))
    client.force_login(finance_chief)

    answer = file_of(client, "governance:meeting-calendar", meeting)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == (
        'attachment; filename="joint-audit-committee-14-january-2021.ics"'
    )
    assert set(by_name(answer.content)) == {f"meeting-{meeting.pk}", f"papers-{meeting.pk}"}
    assert by_name(answer.content) == by_name(feed(finance_chief).content)


def test_an_activity_is_a_file_with_the_events_of_the_feed(client, feed, finance_chief, plan):
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), title="Open a library",
        milestones=[("Builder chosen", dt.date(2020, 12, 20))],
    )  # fmt: skip
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="Slow.")
    client.force_login(finance_chief)

    answer = file_of(client, "plans:activity-calendar", activity)

    assert answer["Content-Disposition"] == (
        'attachment; filename="activity-11-open-a-library.ics"'
    )
    assert len(read(answer.content)[1]) == 2
    assert by_name(answer.content) == by_name(feed(finance_chief).content)


def test_a_title_without_a_letter_for_a_file_name_still_makes_a_file(client, finance_chief, plan):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"), title="計画" * 200)
    client.force_login(finance_chief)

    answer = file_of(client, "plans:activity-calendar", activity)

    assert answer["Content-Disposition"] == 'attachment; filename="activity-11.ics"'
    assert "計画" in read(answer.content)[1][0]["SUMMARY"][1]


def test_an_activity_with_no_date_to_keep_offers_no_file(client, finance_chief, activity):
    said(activity, "complete", on=dt.date(2020, 12, 1), evidence="https://example.org/")
    client.force_login(finance_chief)
    address = reverse("plans:activity-calendar", args=[activity.pk])

    page = client.get(activity.get_absolute_url()).content.decode()

    assert address not in page
    assert client.get(address).status_code == 404


def test_the_pages_lead_to_their_files(client, finance_chief, activity):
    meeting = MeetingFactory()
    client.force_login(finance_chief)

    for row, name in (
        (activity, "plans:activity-calendar"),
        (meeting, "governance:meeting-calendar"),
    ):
        assert reverse(name, args=[row.pk]) in client.get(row.get_absolute_url()).content.decode()


def test_a_cancelled_meeting_is_offered_no_more_and_its_file_says_why(client, finance_chief):
    meeting = MeetingFactory()
    meeting.cancel(on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)
    address = reverse("governance:meeting-calendar", args=[meeting.pk])

    page = client.get(meeting.get_absolute_url()).content.decode()
    [event] = by_name(client.get(address).content).values()

    assert address not in page
    assert event["STATUS"] == "CANCELLED"
    assert event["DESCRIPTION"].startswith("Cancelled on 1 December 2020\n")


def test_a_panel_member_adds_the_panel_meetings_and_nothing_else(client, panel_member, activity):
    panel, other = MeetingFactory(body=the_panel()), MeetingFactory()
    client.force_login(panel_member)

    assert file_of(client, "governance:meeting-calendar", panel).status_code == 200
    assert file_of(client, "governance:meeting-calendar", other).status_code == 404
    assert file_of(client, "plans:activity-calendar", activity).status_code == 404


def test_the_dates_of_a_pack_are_a_file_for_whoever_reads_the_pack(
    client, feed, panel_member, activity, plan
):
    closed = published(plan)
    later = {"on": dt.date(2021, 1, 21), "cut_off": moment(2020, 12, 11)}
    opened = published(plan, **later, public_from=dt.date(2020, 12, 14))

    found = {pack: dates_in(client, pack, activity) for pack in (closed, opened)}
    page = client.get(reverse("governance:pack-activity", args=[opened.pk, activity.pk]))

    assert [found[closed].status_code, found[opened].status_code] == [404, 200]
    assert found[opened].wsgi_request.path in page.content.decode()
    assert set(by_name(found[opened].content)) == {f"activity-{activity.pk}"}
    assert by_name(found[opened].content).items() <= calendar_of(feed, panel_member).items()


def dates_in(client, pack, activity):
    return client.get(reverse("governance:pack-calendar", args=[pack.pk, activity.pk]))


def calendar_of(feed, panel_member):
    return by_name(feed(panel_member, whole=True).content)


def test_a_pack_that_was_tampered_with_gives_no_file(client, panel_member, activity, plan):
    pack = published(plan)
    force(type(pack), frozen=pack.frozen.replace("2021-03-31", "2021-03-30"))
    client.force_login(panel_member)

    assert dates_in(client, pack, activity).status_code == 404


@pytest.mark.parametrize("lines", [1, 12])
def test_a_file_asks_the_same_of_the_database_for_any_record(
    client, finance_chief, plan, django_assert_num_queries, lines
):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    for number in range(1, lines):
        record.add_milestone(
            activity, title=f"Part {number}", due_on=dt.date(2021, 1, number),
            reason="More to do.", by=voice(), at=moment(2020, 12, number),
        )  # fmt: skip
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))

    with django_assert_num_queries(4):
        answer = file_of(client, "plans:activity-calendar", activity)

    assert len(read(answer.content)[1]) == lines
