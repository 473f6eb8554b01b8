"""Service level agreements: both sides' duties, and reviews whose day moves only by a review."""

import datetime as dt

import pytest
from django.urls import reverse

from commissioning.models import ServiceLevelAgreement
from plans.registers.models import Stale
from tests.admin_pages import as_shown, words
from tests.commissioning.factories import AgreementFactory, SharedServiceFactory
from tests.factories import moment, post, voice
from tests.governance.filling import filled, typed_day

LIST = "/agreements/"


@pytest.fixture
def agreement(office, finance_chief):
    """In force since 1 April 2019, its review thirteen days late; the finance chief's."""
    return AgreementFactory(title="Buildings", review_on=dt.date(2020, 12, 1))


def address(verb, agreement):
    return reverse(f"commissioning:servicelevelagreement-{verb}", args=[agreement.pk])


def reviewing(client, agreement, **typed):
    """The form of a review, filled in so that it can be sent."""
    usual = {"words": "Both sides do what was agreed."}
    usual |= typed_day("next_review_on", dt.date(2021, 12, 1))
    return filled(client, address("review", agreement), **usual | typed)


def shown(response):
    return [row.title for row in response.context["object_list"]]


def test_a_late_review_says_by_how_many_days(client, outsider, agreement):
    client.force_login(outsider)

    assert "1 December 2020 Late by 13 days" in words(client.get(LIST))
    assert "1 December 2020 Late by 13 days" in words(client.get(agreement.get_absolute_url()))


def test_a_review_that_is_due_today_is_not_late(client, outsider, agreement):
    agreement.change(review_on=dt.date(2020, 12, 14))
    client.force_login(outsider)

    assert "Late by" not in words(client.get(agreement.get_absolute_url()))
    assert shown(client.get(LIST, {"review": "late"})) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Buildings", "Vehicles", "Records"]),
        ("review=late", ["Buildings"]),
        ("state=current", ["Buildings", "Vehicles"]),
        ("state=ended", ["Records"]),
        ("q=garage", ["Vehicles"]),
        ("activity=1.1", ["Vehicles"]),
        ("sort=-agreement", ["Vehicles", "Records", "Buildings"]),
    ],
)
def test_the_list_narrows_and_sorts(client, outsider, activity, agreement, query, found):
    vehicles = AgreementFactory(title="Vehicles", force_does="Runs the garage.")
    vehicles.activities.add(activity)
    AgreementFactory(title="Records", review_on=dt.date(2020, 1, 1), ended_on=dt.date(2020, 1, 1))
    client.force_login(outsider)

    assert shown(client.get(f"{LIST}?{query}")) == found


def test_the_list_narrows_to_a_service_and_an_owner(client, outsider, agreement):
    fleet = SharedServiceFactory(title="Fleet")
    other = AgreementFactory(title="Vehicles", service=fleet, owner=post("Fleet Manager"))
    client.force_login(outsider)

    assert shown(client.get(LIST, {"service": fleet.pk})) == ["Vehicles"]
    assert shown(client.get(LIST, {"owner": other.owner_id})) == ["Vehicles"]


def test_an_activity_of_its_service_leads_to_the_agreement_too(
    client, outsider, activity, agreement
):
    agreement.service.activities.add(activity)
    client.force_login(outsider)

    assert shown(client.get(LIST, {"activity": "1.1"})) == ["Buildings"]


def test_the_page_shows_both_sides(client, outsider, agreement):
    client.force_login(outsider)

    page = words(client.get(agreement.get_absolute_url()))

    assert "The office Runs the buildings." in page
    assert "The force Says what it needs a year ahead." in page


def test_a_review_moves_the_day_and_stays_as_a_dated_line(client, finance_chief, agreement):
    client.force_login(finance_chief)
    typed = reviewing(client, agreement, **typed_day("said_on", dt.date(2020, 12, 9)))

    client.post(address("review", agreement), typed)

    agreement.refresh_from_db()
    line = agreement.lines.get()
    assert agreement.review_on == dt.date(2021, 12, 1)
    assert (line.said_on, line.review_from, line.review_to) == (
        dt.date(2020, 12, 9), dt.date(2020, 12, 1), dt.date(2021, 12, 1),
    )  # fmt: skip
    page = words(client.get(agreement.get_absolute_url()))
    assert "It was due on 1 December 2020. The next is on 1 December 2021." in page
    assert "Both sides do what was agreed." in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"words": " "}, "Say what the review found"),
        (typed_day("next_review_on", dt.date(2020, 12, 14)), "Enter a day after today"),
        ({"next_review_on_0": ""}, "Enter a real date in figures, such as 31 3 2021"),
        (typed_day("said_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (
            typed_day("said_on", dt.date(2019, 3, 31)),
            "Enter 1 April 2019, since when it is in force, or a later day",
        ),
    ],
)
def test_a_review_that_makes_no_sense_is_refused(
    client, finance_chief, agreement, typed, complaint
):
    client.force_login(finance_chief)

    response = client.post(address("review", agreement), reviewing(client, agreement, **typed))

    agreement.refresh_from_db()
    assert complaint in response.content.decode()
    assert agreement.review_on == dt.date(2020, 12, 1)
    assert not agreement.lines.exists()


def test_the_same_review_sent_twice_is_noted_once(client, finance_chief, agreement):
    client.force_login(finance_chief)
    typed = reviewing(client, agreement)

    client.post(address("review", agreement), typed)
    again = client.post(address("review", agreement), typed)

    assert again.url == agreement.get_absolute_url()
    assert agreement.lines.count() == 1


def test_a_review_beside_somebody_elses_loses_nothing(client, finance_chief, agreement):
    client.force_login(finance_chief)
    typed = reviewing(client, agreement)
    agreement.change(office_does="Pays for the buildings.")

    refused = client.post(address("review", agreement), typed)

    assert refused.status_code == 409
    assert "Both sides do what was agreed." in refused.content.decode()
    assert not agreement.lines.exists()


def test_an_agreement_that_ended_is_not_reviewed(client, finance_chief, agreement):
    client.force_login(finance_chief)
    typed = reviewing(client, agreement)
    agreement.change(ended_on=dt.date(2020, 12, 10))

    opened = client.get(address("review", agreement))
    sent = client.post(address("review", agreement), typed)

    assert opened.url == agreement.get_absolute_url()
    assert sent.status_code == 409
    assert "This agreement ended on 10 December 2020, so it is not reviewed again." in words(sent)
    assert "Both sides do what was agreed." in words(sent)
    assert not agreement.lines.exists()


def test_a_reader_in_another_post_reviews_nothing(client, outsider, agreement):
    client.force_login(outsider)

    assert client.get(address("review", agreement)).status_code == 403


def test_whoever_read_before_another_wrote_reviews_nothing(agreement):
    held = ServiceLevelAgreement.objects.get()
    agreement.change(title="Buildings and land")

    with pytest.raises(Stale):
        held.review(
            words="All well.",
            next_review_on=dt.date(2021, 12, 1),
            said_on=dt.date(2020, 12, 9),
            by=voice(),
            at=moment(2020, 12, 9),
        )

    assert not agreement.lines.exists()


@pytest.fixture
def typed_agreement(activity):
    """What is typed to add one; the review a year after it comes into force."""
    return {
        "title": "Vehicles",
        "service": SharedServiceFactory(title="Fleet").pk,
        "office_does": "Says what it needs.",
        "force_does": "Runs the garage.",
        "owner": activity.lead_id,
        **typed_day("starts_on", dt.date(2020, 4, 1)),
        **typed_day("review_on", dt.date(2021, 4, 1)),
    }


def test_an_agreement_is_added_once_even_when_sent_twice(client, outsider, typed_agreement):
    client.force_login(outsider)
    url = reverse("commissioning:servicelevelagreement-add")
    typed = filled(client, url, **typed_agreement)

    first = client.post(url, typed)
    again = client.post(url, typed)

    agreement = ServiceLevelAgreement.objects.get()
    assert first.url == again.url == agreement.get_absolute_url()
    assert agreement.review_on == dt.date(2021, 4, 1)


def test_the_page_of_a_service_leads_to_an_agreement_about_it(client, outsider, office):
    service = SharedServiceFactory()
    client.force_login(outsider)

    form = client.get(f"{LIST}add/", {"service": service.pk}).context["form"]

    assert form["service"].value() == str(service.pk)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (
            typed_day("review_on", dt.date(2020, 3, 31)),
            "Enter the day it comes into force or a later day",
        ),
        ({"office_does": ""}, "Enter what the office is responsible for"),
        ({"force_does": ""}, "Enter what the force is responsible for"),
        ({"service": ""}, "Select the shared service"),
        ({"link": "no address"}, "Enter a full address"),
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(
    client, outsider, typed_agreement, fields, complaint
):
    client.force_login(outsider)

    page = client.post(f"{LIST}add/", typed_agreement | fields).content.decode()

    assert complaint in page
    assert 'value="Vehicles"' in page
    assert not ServiceLevelAgreement.objects.exists()


def test_the_day_of_the_review_is_not_typed_again(client, finance_chief, agreement):
    client.force_login(finance_chief)
    url = address("change", agreement)
    typed = filled(
        client, url, title="Buildings", service=agreement.service_id, owner=agreement.owner_id,
        office_does="Pays.", force_does="Builds.",
        **typed_day("starts_on", dt.date(2019, 4, 1)),
        **typed_day("review_on", dt.date(2025, 1, 1)),
    )  # fmt: skip

    client.post(url, typed)

    agreement.refresh_from_db()
    assert (agreement.office_does, agreement.review_on) == ("Pays.", dt.date(2020, 12, 1))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        (
            typed_day("starts_on", dt.date(2020, 12, 2)),
            "Enter 1 December 2020, its next review, or an earlier day",
        ),
        (
            typed_day("ended_on", dt.date(2019, 3, 31)),
            "Enter the day it came into force or a later day",
        ),
        (typed_day("ended_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
    ],
)
def test_days_that_contradict_each_other_are_refused(
    client, finance_chief, agreement, fields, complaint
):
    client.force_login(finance_chief)
    url = address("change", agreement)
    typed = filled(
        client, url, title="Buildings", service=agreement.service_id, owner=agreement.owner_id,
        office_does="Pays.", force_does="Builds.",
        **typed_day("starts_on", dt.date(2019, 4, 1)),
    )  # fmt: skip

    page = client.post(url, typed | fields).content.decode()

    assert complaint in page


def test_an_overdue_review_is_asked_of_the_post_that_answers_for_it(
    client, plan, finance_officer, agreement
):
    AgreementFactory(title="Not yet", review_on=dt.date(2020, 12, 29))
    AgreementFactory(
        title="Somebody else's", owner=post("Solicitor"), review_on=dt.date(2020, 1, 1)
    )
    AgreementFactory(title="Over", review_on=dt.date(2020, 1, 1), ended_on=dt.date(2020, 2, 1))
    client.force_login(finance_officer)

    asked = client.get("/").context["asked"]

    assert [(due.what, due.item.title, due.item.is_late) for due in asked] == [
        ("To review", "Buildings", True)
    ]


def test_the_list_as_a_file(client, outsider, agreement):
    AgreementFactory(title="=1+1")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:servicelevelagreement-csv"), {"q": "=1"})

    heading, row = file.content.decode().strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("agreement,shared service,run by")
    assert row.startswith("'=1+1,Estates and Facilities,The office,Runs the buildings.")


@pytest.mark.parametrize("page", ["list", "csv", "add", "detail", "change", "review"])
def test_a_panel_member_finds_no_agreements(client, panel_member, agreement, page):
    client.force_login(panel_member)
    keys = [] if page in ("list", "csv", "add") else [agreement.pk]

    response = client.get(reverse(f"commissioning:servicelevelagreement-{page}", args=keys))

    assert response.status_code == 404


def test_admin_shows_the_review_day_and_leaves_it(client, administrator, agreement):
    client.force_login(administrator)
    url = reverse("admin:commissioning_servicelevelagreement_change", args=[agreement.pk])

    client.post(url, as_shown(client.get(url), title="Land", review_on="2030-01-01"))

    agreement.refresh_from_db()
    assert (agreement.title, agreement.review_on) == ("Land", dt.date(2020, 12, 1))


@pytest.mark.parametrize("page", ["list", "csv", "detail"])
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, page
):
    client.force_login(outsider)
    first = AgreementFactory()
    url = reverse(
        f"commissioning:servicelevelagreement-{page}", args=[first.pk] if page == "detail" else []
    )
    client.get(url)
    counts = []

    for more in (1, 9):
        for _ in range(more):
            AgreementFactory().activities.add(activity)
            first.review(
                words="All well.",
                next_review_on=dt.date(2021, 12, 1),
                said_on=dt.date(2020, 12, 9),
                by=voice(),
                at=moment(2020, 12, 9),
            )
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
