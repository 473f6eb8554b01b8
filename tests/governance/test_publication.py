"""Publication duties: due by what was published last, and honest about what is not known."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import PublicationDuty
from tests.factories import moment, voice
from tests.governance.factories import PublicationDutyFactory
from tests.governance.filling import filled, typed_day

LIST = "governance:publicationduty-list"


@pytest.fixture
def spending(office, finance_chief):
    """Monthly, kept account of since 1 April 2020; the finance chief's."""
    return PublicationDutyFactory(title="Spending over £500", interval_source="Paragraph 13")


def published(duty, until, *, on=dt.date(2020, 12, 3), at=None):
    return duty.publish(
        covers_until=until, words="The list.", link="", said_on=on,
        by=voice(), at=at or moment(on.year, on.month, on.day),
    )  # fmt: skip


def with_last(duty):
    return PublicationDuty.objects.with_last().get(pk=duty.pk)


def titles(response):
    return [row.title for row in response.context["object_list"]]


def test_a_duty_is_late_from_the_day_after_the_allowance(client, outsider, spending):
    published(spending, dt.date(2020, 9, 30))
    client.force_login(outsider)

    page = client.get(spending.get_absolute_url()).content.decode()

    assert "30 November 2020" not in page
    assert "1 December 2020" in page
    assert "Late by 13 days" in page
    assert "an allowance of this service, not of the law" in page


def test_an_interval_that_was_not_verified_is_said_plainly(client, outsider):
    duty = PublicationDutyFactory(interval="unknown")
    client.force_login(outsider)

    page = client.get(duty.get_absolute_url()).content.decode()

    assert "No interval set" in page
    assert "has not been verified" in page
    assert "Late" not in page


def test_an_interval_without_its_source_is_said_plainly(client, outsider):
    duty = PublicationDutyFactory(interval="quarterly")
    client.force_login(outsider)

    page = client.get(duty.get_absolute_url()).content.decode()

    assert "Nobody has entered where this interval is written" in page


def test_noting_a_publication_moves_the_next_date(client, finance_chief, spending):
    client.force_login(finance_chief)
    url = reverse("governance:publicationduty-publish", args=[spending.pk])
    typed = filled(client, url, words="Spending in November 2020.")
    typed |= typed_day("covers_until", dt.date(2020, 11, 30))

    client.post(url, typed)
    again = client.post(url, typed)

    made = spending.made.get()
    assert again.status_code == 302
    assert (made.said_on, made.covers_until) == (dt.date(2020, 12, 14), dt.date(2020, 11, 30))
    assert (made.made_by, made.words) == (finance_chief, "Spending in November 2020.")
    assert with_last(spending).next_due_on() == dt.date(2021, 1, 31)


def test_a_month_that_has_not_ended_cannot_have_been_published(client, finance_chief, spending):
    client.force_login(finance_chief)
    url = reverse("governance:publicationduty-publish", args=[spending.pk])
    typed = filled(client, url, words="Spending in December 2020.")

    page = client.post(url, typed | typed_day("covers_until", dt.date(2020, 12, 31)))

    assert "Enter a day that had passed when it was published" in page.content.decode()
    assert not spending.made.exists()


def test_a_budget_is_published_for_the_year_to_come(client, finance_chief):
    budget = PublicationDutyFactory(title="Budget", interval="before_year")
    client.force_login(finance_chief)
    url = reverse("governance:publicationduty-publish", args=[budget.pk])
    typed = filled(client, url, words="The budget for 2021 to 2022.")

    client.post(url, typed | typed_day("covers_until", dt.date(2022, 3, 31)))

    assert with_last(budget).next_due_on() == dt.date(2022, 3, 31)


def test_a_year_far_ahead_is_taken_for_a_slip(client, finance_chief):
    budget = PublicationDutyFactory(title="Budget", interval="before_year")
    client.force_login(finance_chief)
    url = reverse("governance:publicationduty-publish", args=[budget.pk])
    typed = filled(client, url, words="The budget for 2021 to 2022.")

    page = client.post(url, typed | typed_day("covers_until", dt.date(2031, 3, 31)))

    assert "Enter a day within two years of the publication" in page.content.decode()


def test_what_has_no_period_needs_no_day_that_it_reaches(client, finance_chief):
    duty = PublicationDutyFactory(interval="on_event")
    client.force_login(finance_chief)
    url = reverse("governance:publicationduty-publish", args=[duty.pk])

    client.post(url, filled(client, url, words="The inspectorate’s report."))

    assert duty.made.get().covers_until == dt.date(2020, 12, 14)


def test_a_slip_in_what_is_covered_is_put_right_by_a_further_line(spending):
    published(spending, dt.date(2020, 11, 30), at=moment(2020, 12, 3, 9))

    published(spending, dt.date(2020, 10, 31), at=moment(2020, 12, 3, 10))

    assert with_last(spending).last_until == dt.date(2020, 10, 31)


def test_an_old_publication_noted_late_does_not_hide_the_newest(spending):
    published(spending, dt.date(2020, 11, 30), on=dt.date(2020, 12, 3))

    published(spending, dt.date(2020, 10, 31), on=dt.date(2020, 11, 4), at=moment(2020, 12, 14))

    assert with_last(spending).last_until == dt.date(2020, 11, 30)


def test_an_interval_is_not_entered_without_where_it_is_written(client, chief_executive):
    duty = PublicationDutyFactory(interval="unknown")
    client.force_login(chief_executive)
    url = reverse("governance:publicationduty-change", args=[duty.pk])
    typed = filled(client, url, title=duty.title, source=duty.source, interval="quarterly")
    typed |= {"owner": duty.owner_id, **typed_day("starts_on", duty.starts_on)}

    refused = client.post(url, typed)
    accepted = client.post(url, typed | {"interval_source": "Set by the chief executive"})

    duty.refresh_from_db()
    assert "Enter where this interval is written, or who set it" in refused.content.decode()
    assert accepted.status_code == 302
    assert duty.interval == "quarterly"


def test_a_duty_can_be_entered_without_an_interval(client, outsider, finance_chief):
    typed = {
        "title": "Gifts and hospitality",
        "source": "SI 2011/3050, paragraph 2",
        "owner": finance_chief.current_holdings[0].post_id,
        "interval": "unknown",
        **typed_day("starts_on", dt.date(2020, 4, 1)),
    }
    client.force_login(outsider)

    client.post(reverse("governance:publicationduty-add"), typed)

    assert PublicationDuty.objects.get().interval == "unknown"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Grants", "Spending over £500", "Budget", "Gifts"]),
        ({"sort": "-due"}, ["Budget", "Spending over £500", "Grants", "Gifts"]),
        ({"sort": "last"}, ["Spending over £500", "Budget", "Grants", "Gifts"]),
        ({"sort": "duty"}, ["Budget", "Gifts", "Grants", "Spending over £500"]),
        ({"due": "late"}, ["Grants"]),
        ({"due": "soon"}, ["Spending over £500"]),
        ({"due": "unset"}, ["Gifts"]),
        ({"due": "nonsense"}, ["Grants", "Spending over £500", "Budget", "Gifts"]),
        ({"interval": "before_year"}, ["Budget"]),
        ({"q": "paragraph 2"}, ["Gifts"]),
        ({"due": "late", "interval": "before_year"}, []),
    ],
)
def test_the_list_is_filtered_and_sorted_by_computed_dates(
    client, outsider, spending, query, found
):
    published(spending, dt.date(2020, 10, 31), on=dt.date(2020, 12, 1))
    budget = PublicationDutyFactory(title="Budget", interval="before_year")
    published(budget, dt.date(2021, 3, 31), on=dt.date(2020, 12, 2))
    PublicationDutyFactory(title="Grants")
    PublicationDutyFactory(title="Gifts", interval="unknown", source="SI 2011/3050, paragraph 2")
    client.force_login(outsider)

    response = client.get(reverse(LIST), query)

    assert titles(response) == found


def test_the_file_has_the_computed_dates(client, outsider, spending):
    published(spending, dt.date(2020, 10, 31), on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    file = client.get(reverse("governance:publicationduty-csv")).content.decode()

    assert "2020-12-01,2020-10-31,2020-12-31" in file


def test_who_does_not_answer_for_a_duty_notes_nothing(client, outsider, spending):
    client.force_login(outsider)

    response = client.get(reverse("governance:publicationduty-publish", args=[spending.pk]))

    assert response.status_code == 403


def test_a_panel_member_finds_no_such_page(client, panel_member, spending):
    client.force_login(panel_member)
    pages = [reverse(LIST), spending.get_absolute_url(), reverse("governance:publicationduty-csv")]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        (LIST, 6),
        ("governance:publicationduty-csv", 7),
        ("governance:publicationduty-detail", 6),
        ("governance:publicationduty-publish", 4),
    ],
)
def test_pages_ask_no_more_for_more_rows(
    client, finance_chief, spending, activity, django_assert_max_num_queries, name, most
):
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))
    args = [] if name.endswith(("-list", "-csv")) else [spending.pk]
    counts = []

    for more in (1, 8):
        for month in range(more):
            duty = PublicationDutyFactory()
            duty.activities.add(activity)
            published(duty, dt.date(2020, 6, 30))
            published(spending, dt.date(2020, 1 + month, 28))
        spending.refresh_from_db()
        with django_assert_max_num_queries(most) as captured:
            client.get(reverse(name, args=args))
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("verb", "times"), [("change", 2), ("publish", 1)])
def test_the_forms_say_which_words_everybody_can_read(client, finance_chief, spending, verb, times):
    client.force_login(finance_chief)

    form = client.get(reverse(f"governance:publicationduty-{verb}", args=[spending.pk]))

    assert form.content.decode().count("Everybody can read this, as data.") == times
    assert "Public as data" in client.get(spending.get_absolute_url()).content.decode()
