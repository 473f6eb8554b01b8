"""Spend: over the threshold it says why, is published once, and then stays as it is."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commissioning.models import Payment
from tests.admin_pages import as_shown, words
from tests.commissioning.factories import ContractFactory, PaymentFactory, ProviderFactory
from tests.factories import PriorityFactory, post
from tests.governance.filling import filled, typed_day

LIST = "/spend/"
PAGE = "https://www.example.org/spend"


@pytest.fixture
def payment(office, finance_chief):
    """£750 of 12 November 2020, not published; the finance chief's."""
    return PaymentFactory(title="Legal advice")


@pytest.fixture
def small(office, finance_chief):
    """£500: not over the threshold."""
    return PaymentFactory(title="Printing", amount=Decimal(500), reasons="")


@pytest.fixture
def published(payment):
    payment.publish(on=dt.date(2020, 12, 3), link=PAGE)
    return payment


def address(verb, payment):
    return reverse(f"commissioning:payment-{verb}", args=[payment.pk])


def shown(response):
    return sorted(row.title for row in response.context["object_list"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Legal advice", "Printing", "Training"]),
        ("size=over", ["Legal advice", "Training"]),
        ("size=under", ["Printing"]),
        ("published=no", ["Legal advice"]),
        ("published=yes", ["Training"]),
        ("month=2020-10", ["Training"]),
        ("q=meridian", ["Training"]),
        ("activity=1.1", ["Training"]),
    ],
)
def test_the_list_narrows(client, outsider, activity, payment, small, query, found):
    training = PaymentFactory(
        title="Training",
        payee=ProviderFactory(name="Meridian"),
        paid_on=dt.date(2020, 10, 1),
        published_on=dt.date(2020, 11, 3),
        link=PAGE,
    )
    training.activities.add(activity)
    client.force_login(outsider)

    assert shown(client.get(f"{LIST}?{query}")) == found


def test_the_list_narrows_to_an_owner_and_a_priority(client, outsider, activity, payment):
    priority = PriorityFactory()
    activity.priorities.add(priority)
    other = PaymentFactory(title="Training", owner=post("Solicitor"))
    other.activities.add(activity)
    client.force_login(outsider)

    assert shown(client.get(LIST, {"owner": other.owner_id})) == ["Training"]
    assert shown(client.get(LIST, {"priority": priority.pk})) == ["Training"]


@pytest.mark.parametrize(
    ("sort", "first"), [("amount", "Printing"), ("-amount", "Legal advice"), ("", "Legal advice")]
)
def test_the_list_sorts(client, outsider, payment, small, sort, first):
    small.change(paid_on=dt.date(2020, 11, 11))
    client.force_login(outsider)

    rows = client.get(LIST, {"sort": sort}).context["object_list"]

    assert rows[0].title == first


@pytest.fixture
def typed_payment(activity):
    return {
        "title": "Training",
        "payee": ProviderFactory().pk,
        "amount": "500.01",
        "reasons": "The cheapest of three.",
        "owner": activity.lead_id,
        "activities": "1.1",
        **typed_day("paid_on", dt.date(2020, 12, 10)),
    }


def test_an_item_is_added_once_even_when_sent_twice(client, outsider, typed_payment):
    client.force_login(outsider)
    url = reverse("commissioning:payment-add")
    contract = ContractFactory()
    typed = filled(client, url, **typed_payment, contract=contract.pk)

    first = client.post(url, typed)
    again = client.post(url, typed)

    payment = Payment.objects.get()
    assert first.url == again.url == payment.get_absolute_url()
    assert (payment.amount, payment.contract) == (Decimal("500.01"), contract)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"reasons": ""}, "Say why it is value for money: it is over £500"),
        ({"amount": "0.00"}, "Enter an amount above £0"),
        ({"title": ""}, "Enter what was paid for"),
        ({"payee": ""}, "Select who was paid"),
        (typed_day("paid_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
    ],
)
def test_an_item_that_could_not_be_published_is_refused(
    client, outsider, typed_payment, fields, complaint
):
    client.force_login(outsider)

    page = client.post(f"{LIST}add/", typed_payment | fields).content.decode()

    assert complaint in page
    assert 'value="500.01"' in page or "amount" in fields
    assert not Payment.objects.exists()


def test_five_hundred_pounds_needs_no_reasons(client, outsider, typed_payment):
    client.force_login(outsider)

    client.post(f"{LIST}add/", typed_payment | {"amount": "500", "reasons": ""})

    assert Payment.objects.get().must_be_published is False


def test_the_database_asks_for_reasons_too(payment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(reasons="")


def test_an_item_is_published_once(client, finance_chief, payment):
    client.force_login(finance_chief)
    url = address("publish", payment)
    typed = filled(client, url, link=PAGE)

    client.post(url, typed)
    again = client.post(url, typed)

    payment.refresh_from_db()
    assert (payment.published_on, payment.link) == (dt.date(2020, 12, 14), PAGE)
    assert (again.url, payment.version) == (payment.get_absolute_url(), 2)


def test_what_the_law_does_not_ask_for_is_not_published(client, finance_chief, small):
    client.force_login(finance_chief)

    answer = client.get(address("publish", small), follow=True)

    assert "It is not over £500, so the law does not ask for it to be published." in words(answer)
    assert "Note the publication" not in words(answer)


def test_what_was_published_does_not_change(client, finance_chief, published, typed_payment):
    client.force_login(finance_chief)

    sent = client.post(address("change", published), typed_payment)

    published.refresh_from_db()
    assert sent.status_code == 409
    assert "Enter a correction as a new item of spend." in words(sent)
    assert "The cheapest of three." in words(sent)
    assert published.amount == Decimal(750)


def test_the_note_for_colleagues_still_does(client, finance_chief, published):
    client.force_login(finance_chief)
    url = address("note", published)

    client.post(url, filled(client, url, internal_note="Asked about it.", amount="1"))

    published.refresh_from_db()
    assert (published.internal_note, published.amount) == ("Asked about it.", Decimal(750))


def test_admin_changes_the_note_alone_of_what_was_published(client, administrator, published):
    client.force_login(administrator)
    url = reverse("admin:commissioning_payment_change", args=[published.pk])

    client.post(url, as_shown(client.get(url), internal_note="Ours.", amount="1"))

    published.refresh_from_db()
    assert (published.internal_note, published.amount) == ("Ours.", Decimal(750))


def test_admin_says_in_the_form_what_the_database_would_refuse(client, administrator, payment):
    client.force_login(administrator)
    url = reverse("admin:commissioning_payment_change", args=[payment.pk])

    answer = client.post(url, as_shown(client.get(url), reasons=""))

    assert "Say why it is value for money: it is over £500." in words(answer)


@pytest.mark.parametrize("verb", ["change", "publish", "note"])
def test_a_reader_in_another_post_writes_nothing(client, outsider, payment, verb):
    client.force_login(outsider)

    assert client.get(address(verb, payment)).status_code == 403


@pytest.mark.parametrize("page", ["list", "csv", "add", "detail", "change", "publish", "note"])
def test_a_panel_member_finds_no_spend(client, panel_member, payment, page):
    client.force_login(panel_member)
    keys = [] if page in ("list", "csv", "add") else [payment.pk]

    assert client.get(reverse(f"commissioning:payment-{page}", args=keys)).status_code == 404


def test_an_item_is_asked_of_its_post_once_its_month_is_over(
    client, plan, finance_chief, payment, small
):
    PaymentFactory(title="Training", paid_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    asked = client.get("/").context["asked"]

    assert [(due.what, due.item.title) for due in asked] == [("To publish", "Legal advice")]


def test_the_list_as_a_file(client, outsider, payment, small):
    payment.change(internal_note="Ours alone.")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:payment-csv"), {"size": "over"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("day,recipient,amount in pounds,purpose,reasons why")
    assert row.startswith("2020-11-12,Harbour Lane Support,750,Legal advice,Three quotations")
    assert "Ours alone." not in file


@pytest.mark.parametrize("page", ["list", "csv", "detail"])
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, page
):
    client.force_login(outsider)
    first = PaymentFactory(contract=ContractFactory())
    url = reverse(f"commissioning:payment-{page}", args=[first.pk] if page == "detail" else [])
    client.get(url)
    counts = []

    for more in (1, 9):
        for number in range(more):
            payee = ProviderFactory(name=f"Provider {more} {number}")
            item = PaymentFactory(payee=payee, contract=ContractFactory())
            item.activities.add(activity)
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
