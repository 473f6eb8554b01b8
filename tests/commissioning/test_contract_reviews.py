"""Quarterly reviews of contracts: written once, corrected by a further one, drawn over time."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from commissioning.models import Contract, ContractReview
from tests.commissioning.factories import ContractFactory, reviewed
from tests.factories import moment, voice
from tests.governance.filling import filled, typed_day

TYPED = {
    "performance": "at_risk",
    "performance_words": "Three in five referrals were seen in time.",
    "risk": "medium",
    "risk_words": "Two posts are vacant.",
    "spend_to_date": "£45,000",
    "words": "The provider moves a caseworker.",
    **typed_day("next_review_on", dt.date(2021, 3, 15)),
}


@pytest.fixture
def contract(office, finance_chief):
    """The finance chief's, from 1 April 2019 to 31 March 2022 for £90,000."""
    return ContractFactory(reference="C101", review_on=dt.date(2020, 12, 11))


@pytest.fixture
def review(contract):
    """Of 5 October 2020: on track, £30,000 spent, the next one on 11 December 2020."""
    return reviewed(contract, on=dt.date(2020, 10, 5), next_review_on=dt.date(2020, 12, 11))


@pytest.fixture
def writing(client, finance_chief, contract):
    """Send the form of a review; return the answer."""
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review", args=[contract.pk])

    def send(**typed):
        return client.post(url, filled(client, url, **TYPED | typed))

    return send


@pytest.fixture
def correcting(client, finance_chief, contract, review):
    """Send the form that corrects `review`, which begins from its words; return the answer."""
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])
    as_was = {
        "performance": "on_track",
        "performance_words": "Every referral was seen within five days.",
        "risk": "low",
        "risk_words": "Staff are in post.",
        "spend_to_date": "30000",
        **typed_day("said_on", dt.date(2020, 10, 5)),
        **typed_day("next_review_on", dt.date(2020, 12, 11)),
    }

    def send(**typed):
        return client.post(url, filled(client, url, **as_was | typed))

    return send


def page_of(client, contract):
    return client.get(contract.get_absolute_url()).content.decode()


# --- Writing one --------------------------------------------------------------------------------
def test_a_review_is_judged_in_words_and_says_when_the_next_one_is(client, writing, contract):
    response = writing()

    review, contract = ContractReview.objects.get(), Contract.objects.get()
    page = page_of(client, contract)
    assert response.url == contract.get_absolute_url()
    assert (review.performance, review.risk) == ("at_risk", "medium")
    assert (review.spend_to_date, review.said_on) == (Decimal(45_000), dt.date(2020, 12, 14))
    assert contract.review_on == dt.date(2021, 3, 15)
    assert "Three in five referrals were seen in time." in page
    assert "Medium risk to the service:" in page
    assert "£45,000 of £90,000, 50%" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"performance": ""}, "Select how it performs"),
        ({"performance_words": ""}, "Say why it performs as you selected"),
        ({"risk": ""}, "Select the risk to the service"),
        ({"risk_words": ""}, "Say why the risk is what you selected"),
        ({"spend_to_date": ""}, "Enter the spend to date, or 0"),
        ({"spend_to_date": "-1"}, "Enter an amount in pounds in figures"),
        ({"performance": "off_track", "words": ""}, "Say what is being done about it"),
        (
            typed_day("next_review_on", dt.date(2020, 12, 14)),
            "Enter a day after the one on which this was held",
        ),
        (typed_day("said_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (
            typed_day("said_on", dt.date(2019, 3, 31)),
            "The contract begins on 1 April 2019. Enter that day or a later one",
        ),
    ],
)
def test_what_a_review_lacks_is_said_and_nothing_typed_is_lost(writing, wrong, said):
    page = writing(**wrong).content.decode()

    assert said in page
    assert "The provider moves a caseworker." in page or "words" in wrong
    assert not ContractReview.objects.exists()


def test_issues_are_not_needed_where_it_is_not_off_track(writing, contract):
    writing(words="")

    assert contract.reviews.count() == 1


def test_spend_to_date_does_not_fall_without_a_correction(writing, review):
    page = writing(spend_to_date="29,999").content.decode()

    assert "The review of 5 October 2020 says that £30,000 was spent by then." in page
    assert ContractReview.objects.count() == 1


def test_an_earlier_review_entered_late_does_not_exceed_a_later_one(writing, review):
    day = typed_day("said_on", dt.date(2020, 9, 1))

    page = writing(spend_to_date="30,001", **day).content.decode()

    assert "Enter that or less, or correct that review first" in page


def test_an_earlier_review_entered_late_leaves_the_next_day_to_the_newest(
    writing, contract, review
):
    writing(
        spend_to_date="20000",
        **typed_day("said_on", dt.date(2020, 7, 6)),
        **typed_day("next_review_on", dt.date(2020, 10, 5)),
    )

    assert contract.reviews.count() == 2
    assert Contract.objects.get().review_on == dt.date(2020, 12, 11)


def test_spend_above_the_whole_value_is_kept_and_said_on_the_page(client, writing, contract):
    writing(spend_to_date="92000")

    assert "£2,000 over its whole value" in page_of(client, contract)


def test_one_review_sent_twice_is_one_line(client, finance_chief, contract):
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review", args=[contract.pk])
    sent = filled(client, url, **TYPED)

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == contract.get_absolute_url()
    assert contract.reviews.count() == 1


def test_a_review_of_what_somebody_else_wrote_about_keeps_what_was_typed(
    client, finance_chief, contract
):
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review", args=[contract.pk])
    sent = filled(client, url, **TYPED)
    reviewed(Contract.objects.get(), on=dt.date(2020, 12, 14))

    refused = client.post(url, sent)

    assert refused.status_code == 409
    assert "Three in five referrals were seen in time." in refused.content.decode()
    assert contract.reviews.count() == 1


def test_a_contract_that_has_not_begun_is_not_reviewed(client, finance_chief):
    contract = ContractFactory(starts_on=dt.date(2021, 1, 1))
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review", args=[contract.pk])

    page = client.get(url, follow=True).content.decode()

    assert "The contract begins on 1 January 2021: review it then." in page
    assert f'href="{url}"' not in page


def test_whoever_does_not_manage_it_reviews_nothing(client, outsider, contract, review):
    client.force_login(outsider)
    add = reverse("commissioning:contract-review", args=[contract.pk])
    correct = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])

    assert client.post(add, TYPED).status_code == 403
    assert client.post(correct, TYPED).status_code == 403
    assert correct not in page_of(client, contract)


# --- Correcting one -----------------------------------------------------------------------------
def test_a_correction_stands_and_what_it_corrects_stays_readable(
    client, correcting, contract, review
):
    correcting(spend_to_date="25000", performance_words="Most were seen within five days.")

    newest = ContractReview.objects.standing().get()
    page = page_of(client, contract)
    assert (newest.corrects, newest.spend_to_date) == (review, Decimal(25_000))
    assert page.index("Most were seen within five days.") < page.index(
        "Every referral was seen within five days."
    )
    assert "It corrects what was written on 5 October 2020" in page
    assert Contract.objects.with_last_review().get().spend_to_date == Decimal(25_000)


def test_the_form_of_a_correction_begins_from_the_words_of_the_review(
    client, finance_chief, contract, review
):
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])

    page = client.get(url).content.decode()

    assert "Every referral was seen within five days." in page
    assert 'value="30,000"' in page


def test_a_correction_of_the_newest_review_moves_the_next_one(correcting, review):
    correcting(**typed_day("next_review_on", dt.date(2021, 1, 11)))

    assert Contract.objects.get().review_on == dt.date(2021, 1, 11)


def test_a_correction_of_an_older_review_leaves_the_next_one(correcting, contract, review):
    contract = Contract.objects.get()
    reviewed(contract, on=dt.date(2020, 12, 7), next_review_on=dt.date(2021, 3, 8))

    correcting(risk="high", risk_words="Three posts are vacant.")

    assert Contract.objects.get().review_on == dt.date(2021, 3, 8)


def test_a_correction_that_changes_nothing_is_refused(correcting, contract, review):
    page = correcting().content.decode()

    assert "Nothing differs from what stands." in page
    assert contract.reviews.count() == 1


def test_a_correction_does_not_contradict_the_reviews_beside_it(correcting, contract, review):
    contract = Contract.objects.get()
    reviewed(contract, on=dt.date(2020, 12, 7), spend_to_date=Decimal(40_000))

    above = correcting(spend_to_date="40001").content.decode()
    same = correcting(spend_to_date="40000")

    assert "The review of 7 December 2020 says that £40,000 was spent by then." in above
    assert same.status_code == 302
    assert contract.reviews.count() == 3


def test_what_was_corrected_is_not_corrected_twice(client, correcting, contract, review):
    correcting(spend_to_date="25000")
    url = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])

    refused = client.post(url, TYPED)

    assert refused.status_code == 409
    assert "This review was corrected already." in refused.content.decode()
    assert contract.reviews.count() == 2


def test_a_correction_may_itself_be_corrected(client, finance_chief, contract, review):
    again = reviewed(contract, on=dt.date(2020, 10, 5), corrects=review, risk="medium")
    last = reviewed(contract, on=dt.date(2020, 10, 5), corrects=again, risk="high")
    client.force_login(finance_chief)

    told = client.get(contract.get_absolute_url()).context["reviews"]

    assert [(t.line, t.corrected) for t in told] == [(last, (again, review))]


def test_one_correction_sent_twice_is_one_line(client, finance_chief, contract, review):
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])
    day = typed_day("said_on", dt.date(2020, 10, 5))
    sent = filled(client, url, **TYPED | day)

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == contract.get_absolute_url()
    assert contract.reviews.count() == 2


def test_a_review_of_another_contract_is_not_corrected_here(client, finance_chief, review):
    other = ContractFactory()
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review-correct", args=[other.pk, review.pk])

    assert client.get(url).status_code == 404


def test_nothing_of_a_closed_contract_is_corrected(client, finance_chief):
    contract = ContractFactory(ends_on=dt.date(2020, 10, 31))
    review = reviewed(contract, on=dt.date(2020, 10, 5))
    contract.close(words="Done.", said_on=dt.date(2020, 11, 2), by=voice(), at=moment(2020, 11, 2))
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-review-correct", args=[contract.pk, review.pk])

    refused = client.post(url, TYPED)

    assert refused.status_code == 409
    assert contract.reviews.count() == 1
    assert url not in page_of(client, contract)


# --- The database -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"performance_words": ""},
        {"risk": "none"},
        {"performance": "off_track", "words": ""},
        {"spend_to_date": Decimal(-1)},
        {"next_review_on": dt.date(2020, 10, 5)},
    ],
)
def test_the_database_refuses_a_review_that_is_none(contract, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        reviewed(contract, on=dt.date(2020, 10, 5), **wrong)

    assert not ContractReview.objects.exists()


@pytest.mark.django_db
def test_the_database_changes_no_review(review):
    with pytest.raises(DatabaseError), transaction.atomic():
        ContractReview.objects.update(spend_to_date=Decimal(1))

    assert ContractReview.objects.get().spend_to_date == Decimal(30_000)


# --- The chart ----------------------------------------------------------------------------------
def test_the_page_sets_spend_against_an_even_spread_in_words_and_a_table(
    client, outsider, contract
):
    reviewed(contract, on=dt.date(2020, 4, 1), spend_to_date=Decimal(32_000))
    client.force_login(outsider)

    page = page_of(client, contract)

    assert (
        "£32,000 of £90,000 was spent by 1 April 2020. That is £1,918 more than an even spread "
        "over the term would be by then, which is £30,082." in page
    )
    assert "<svg" in page
    assert "£1,918 more" in page


def test_without_reviews_there_is_no_chart(client, outsider, contract):
    client.force_login(outsider)

    page = page_of(client, contract)

    assert "Nothing to draw yet" in page
    assert "app-spend__chart" not in page
