"""Grants: entered with what the law asks to be published, published once, and then unchanged."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Grant
from plans.registers.models import Stale
from tests.admin_pages import as_shown, words
from tests.commissioning.factories import GrantFactory, ProviderFactory, ServiceFactory
from tests.factories import PriorityFactory, post
from tests.governance.filling import filled, typed_day

LIST = "/grants/"
PAGE = "https://www.example.org/grants"


@pytest.fixture
def grant(office, finance_chief):
    """£5,000 of 10 November 2020, not published; the finance chief's."""
    return GrantFactory(title="Evening work")


@pytest.fixture
def published(grant):
    grant.publish(on=dt.date(2020, 12, 3), link=PAGE)
    return grant


def address(verb, grant):
    return reverse(f"commissioning:grant-{verb}", args=[grant.pk])


def shown(response):
    return [row.title for row in response.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Lights", "Evening work", "Doorbells"]),
        ("published=no", ["Lights", "Evening work"]),
        ("published=yes", ["Doorbells"]),
        ("month=2020-11", ["Evening work"]),
        ("month=2020-09", ["Lights", "Evening work", "Doorbells"]),
        ("q=barrow", ["Doorbells"]),
        ("activity=1.1", ["Lights"]),
        ("sort=amount", ["Lights", "Evening work", "Doorbells"]),
        ("sort=-amount", ["Doorbells", "Evening work", "Lights"]),
        ("sort=recipient", ["Evening work", "Lights", "Doorbells"]),
    ],
)
def test_the_list_narrows_and_sorts(client, outsider, activity, grant, query, found):
    lights = GrantFactory(title="Lights", made_on=dt.date(2020, 12, 1), amount=Decimal(900))
    lights.activities.add(activity)
    GrantFactory(
        title="Doorbells",
        recipient=ProviderFactory(name="Long Barrow Trust"),
        made_on=dt.date(2020, 8, 4),
        amount=Decimal(6_400),
        published_on=dt.date(2020, 9, 3),
        link=PAGE,
    )
    client.force_login(outsider)

    assert shown(client.get(f"{LIST}?{query}")) == found


def test_the_list_narrows_to_a_service_an_owner_and_a_priority(client, outsider, grant):
    service = ServiceFactory(title="Restorative justice")
    priority = PriorityFactory()
    service.priorities.add(priority)
    other = GrantFactory(title="Circles", service=service, owner=post("Solicitor"))
    client.force_login(outsider)

    assert shown(client.get(LIST, {"service": service.pk})) == ["Circles"]
    assert shown(client.get(LIST, {"owner": other.owner_id})) == ["Circles"]
    assert shown(client.get(LIST, {"priority": priority.pk})) == ["Circles"]


def test_the_list_says_what_waits_and_from_when_the_rest_can_be_published(client, outsider, grant):
    GrantFactory(title="Lights", made_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    page = words(client.get(LIST))

    assert "1 December 2020 £5,000 From 1 January 2021" in page
    assert "10 November 2020 £5,000 Not yet" in page


@pytest.fixture
def typed_grant(activity):
    return {
        "title": "Doorbells",
        "recipient": ProviderFactory().pk,
        "amount": "£6,400",
        "purpose": "Doorbells with cameras.",
        "conditions": "None",
        "reasons": "Nobody else fits them.",
        "owner": activity.lead_id,
        "activities": "1.1",
        **typed_day("made_on", dt.date(2020, 12, 10)),
    }


def test_a_grant_is_added_once_even_when_sent_twice(client, outsider, activity, typed_grant):
    client.force_login(outsider)
    url = reverse("commissioning:grant-add")
    typed = filled(client, url, **typed_grant)

    first = client.post(url, typed)
    again = client.post(url, typed)

    grant = Grant.objects.get()
    assert first.url == again.url == grant.get_absolute_url()
    assert (grant.amount, grant.published_on) == (Decimal(6_400), None)
    assert list(grant.activities.all()) == [activity]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"amount": "0"}, "Enter an amount above £0"),
        ({"amount": "a lot"}, "Enter an amount in pounds in figures"),
        ({"amount": ""}, "Enter the amount"),
        ({"conditions": ""}, "Enter the conditions, or “None”"),
        ({"reasons": ""}, "Enter why it was given"),
        ({"purpose": ""}, "Enter the purpose"),
        ({"recipient": ""}, "Select the recipient"),
        (typed_day("made_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
    ],
)
def test_a_grant_that_could_not_be_published_is_refused(
    client, outsider, typed_grant, fields, complaint
):
    client.force_login(outsider)

    page = client.post(f"{LIST}add/", typed_grant | fields).content.decode()

    assert complaint in page
    assert 'value="Doorbells"' in page
    assert not Grant.objects.exists()


def test_a_provider_that_is_no_longer_used_stays_on_its_own_grants(client, finance_chief, grant):
    grant.recipient.change(ended_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    new, old = (
        client.get(url).context["form"] for url in (f"{LIST}add/", address("change", grant))
    )

    assert grant.recipient not in new.fields["recipient"].queryset
    assert grant.recipient in old.fields["recipient"].queryset


def test_two_people_who_change_one_grant_lose_nothing(client, finance_chief, typed_grant, grant):
    client.force_login(finance_chief)
    url = address("change", grant)
    typed = filled(client, url, **typed_grant)
    Grant.objects.get().change(title="Evening and weekend work")

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert 'value="Doorbells"' in refused.content.decode()
    assert Grant.objects.get().title == "Evening and weekend work"


# --- Publishing ---------------------------------------------------------------------------------
def test_a_grant_is_published_with_its_place_and_its_day(client, finance_officer, grant):
    client.force_login(finance_officer)
    url = address("publish", grant)
    day = typed_day("said_on", dt.date(2020, 12, 3))

    client.post(url, filled(client, url, link="www.example.org/grants", **day))

    grant.refresh_from_db()
    assert (grant.published_on, grant.link) == (dt.date(2020, 12, 3), PAGE)
    assert "example.org/grants" in words(client.get(grant.get_absolute_url()))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"link": ""}, "Enter the address of the page where it is published"),
        ({"link": "nowhere"}, "Enter a full address"),
        (typed_day("said_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (
            typed_day("said_on", dt.date(2020, 11, 9)),
            "Enter 10 November 2020, the day it is about, or a later day",
        ),
    ],
)
def test_a_publication_that_makes_no_sense_is_refused(
    client, finance_chief, grant, typed, complaint
):
    client.force_login(finance_chief)
    url = address("publish", grant)

    page = client.post(url, filled(client, url, **{"link": PAGE} | typed)).content.decode()

    grant.refresh_from_db()
    assert complaint in page
    assert grant.published_on is None


def test_the_same_publication_sent_twice_is_noted_once(client, finance_chief, grant):
    client.force_login(finance_chief)
    url = address("publish", grant)
    typed = filled(client, url, link="www.example.org/grants")

    client.post(url, typed)
    again = client.post(url, typed)

    grant.refresh_from_db()
    assert again.url == grant.get_absolute_url()
    assert grant.version == 2


def test_a_second_publication_elsewhere_is_refused_and_given_back(client, finance_chief, published):
    client.force_login(finance_chief)

    answer = client.post(address("publish", published), {"link": "https://elsewhere.example.org"})

    published.refresh_from_db()
    assert answer.status_code == 409
    assert "It was published on 3 December 2020, so it stays as it is." in words(answer)
    assert "https://elsewhere.example.org" in words(answer)
    assert published.link == PAGE


def test_a_publication_beside_somebody_elses_change_loses_nothing(client, finance_chief, grant):
    client.force_login(finance_chief)
    url = address("publish", grant)
    typed = filled(client, url, link=PAGE)
    Grant.objects.get().change(amount=Decimal(5_500))

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert f'value="{PAGE}"' in refused.content.decode()
    assert Grant.objects.get().published_on is None


def test_whoever_read_before_another_wrote_publishes_nothing(grant):
    held = Grant.objects.get()
    grant.change(amount=Decimal(5_500))

    with pytest.raises(Stale):
        held.publish(on=dt.date(2020, 12, 3), link=PAGE)

    assert Grant.objects.get().published_on is None


def test_what_was_published_does_not_change(client, finance_chief, published, typed_grant):
    client.force_login(finance_chief)
    url = address("change", published)

    opened = client.get(url)
    sent = client.post(url, typed_grant)

    published.refresh_from_db()
    assert opened.url == published.get_absolute_url()
    assert sent.status_code == 409
    assert "Enter a correction as a new grant." in words(sent)
    assert "Doorbells with cameras." in words(sent)
    assert published.title == "Evening work"


def test_the_note_for_colleagues_still_does(client, finance_chief, published):
    client.force_login(finance_chief)
    url = address("note", published)

    form = client.get(url).context["form"]
    client.post(url, filled(client, url, internal_note="Asked about it.", title="Forced"))

    published.refresh_from_db()
    assert [name for name in form.fields if name != "base"] == ["internal_note"]
    assert (published.internal_note, published.title) == ("Asked about it.", "Evening work")


def test_two_people_who_change_one_note_lose_nothing(client, finance_chief, published):
    client.force_login(finance_chief)
    url = address("note", published)
    typed = filled(client, url, internal_note="Mine.")
    Grant.objects.get().change(internal_note="Theirs.")

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert "Mine." in refused.content.decode()
    assert Grant.objects.get().internal_note == "Theirs."


def test_admin_changes_the_note_alone_of_what_was_published(client, administrator, published):
    client.force_login(administrator)
    url = reverse("admin:commissioning_grant_change", args=[published.pk])

    client.post(url, as_shown(client.get(url), internal_note="Ours.", amount="1", title="Forced"))

    published.refresh_from_db()
    assert (published.internal_note, published.amount, published.title) == (
        "Ours.", Decimal(5_000), "Evening work",
    )  # fmt: skip


@pytest.mark.parametrize("is_published", [True, False])
def test_admin_deletes_what_nobody_published_yet(client, administrator, grant, is_published):
    if is_published:
        grant.publish(on=dt.date(2020, 12, 3), link=PAGE)
    client.force_login(administrator)
    url = reverse("admin:commissioning_grant_delete", args=[grant.pk])

    client.post(url, {"post": "yes", "reason": "Entered twice."})

    assert Grant.objects.exists() is is_published


# --- Readers ------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["change", "publish", "note"])
def test_a_reader_in_another_post_writes_nothing(client, outsider, grant, verb):
    client.force_login(outsider)

    assert client.get(address(verb, grant)).status_code == 403


@pytest.mark.parametrize("page", ["list", "csv", "add", "detail", "change", "publish", "note"])
def test_a_panel_member_finds_no_grants(client, panel_member, grant, page):
    client.force_login(panel_member)
    keys = [] if page in ("list", "csv", "add") else [grant.pk]

    assert client.get(reverse(f"commissioning:grant-{page}", args=keys)).status_code == 404


def test_a_grant_is_asked_of_its_post_once_its_month_is_over(client, plan, finance_chief, grant):
    GrantFactory(title="Lights", made_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    asked = client.get("/").context["asked"]

    assert [(due.what, due.item.title) for due in asked] == [("To publish", "Evening work")]


def test_the_list_as_a_file_has_what_is_published_and_what_the_office_keeps(
    client, outsider, grant
):
    grant.change(internal_note="Ours alone.", purpose="=1+1")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:grant-csv"), {"published": "no"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith(
        "grant,day,recipient,amount in pounds,purpose,conditions,reasons"
    )
    assert row.startswith("Evening work,2020-11-10,Harbour Lane Support,5000,'=1+1,A report")
    assert "Ours alone." not in file


@pytest.mark.parametrize("page", ["list", "csv", "detail"])
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, page
):
    client.force_login(outsider)
    first = GrantFactory()
    url = reverse(f"commissioning:grant-{page}", args=[first.pk] if page == "detail" else [])
    client.get(url)
    counts = []

    for more in (1, 9):
        for number in range(more):
            recipient = ProviderFactory(name=f"Provider {more} {number}")
            GrantFactory(recipient=recipient, service=ServiceFactory()).activities.add(activity)
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
