"""Quarterly reviews of a contract: held, and corrected by a review that says what is right."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.utils.functional import cached_property

from plans.registers.views import RegisterVerb

from .. import spend
from ..forms.contract_reviews import REVIEWED, CorrectReviewForm, ReviewForm
from ..models import Contract, ContractReview


@dataclass(frozen=True)
class Told:
    """A ContractReview as pages show it.

    value: the contract's whole value on its day, in pounds. corrected: the ContractReviews that it
    replaces, the latest first.
    """

    line: ContractReview
    value: Decimal
    corrected: tuple

    @property
    def share(self):
        return spend.share(self.line.spend_to_date, self.value)


def told(contract, reviews, changes):
    """[Told] of the reviews that stand, in the order given. changes: as in `spend.value_then`."""
    by_key = {review.pk: review for review in reviews}
    replaced = {review.corrects_id for review in by_key.values()}
    return [
        Told(
            review,
            spend.value_then(review.said_on, contract.value, changes),
            tuple(those_before(review, by_key)),
        )
        for review in by_key.values()
        if review.pk not in replaced
    ]


def those_before(review, by_key):
    """Yield what a review corrects, what that corrected, and so on."""
    while review.corrects_id:
        review = by_key[review.corrects_id]
        yield review


def why_it_is_over(contract):
    """Why nothing more can be written about a contract, in words; else an empty text."""
    return "This contract is closed, so it stays as it is." if contract.closed_on else ""


class ReviewVerb(RegisterVerb):
    model = Contract
    lines_name = "reviews"

    def refusal(self):
        return why_it_is_over(self.row)


class ContractReviewAdd(ReviewVerb):
    form_class = ReviewForm
    template_name = "commissioning/contract_review.html"
    heading = "Add a review"
    saved = "The review is noted."

    def refusal(self):
        if self.row.starts_on > self.request.today:
            return f"The contract begins on {self.row.starts_on:%-d %B %Y}: review it then."
        return super().refusal()

    def get_context_data(self, **kwargs):
        last = self.row.reviews.standing().newest_first().first()
        return super().get_context_data(last=last, **kwargs)


class ContractReviewCorrect(ReviewVerb):
    """Begins from the words of the review that the address names."""

    form_class = CorrectReviewForm
    template_name = "commissioning/contract_review.html"
    heading = "Correct the review"
    saved = "The correction stands. What it corrects stays readable beside it."

    @cached_property
    def corrected(self):
        review = self.row.reviews.filter(pk=self.kwargs["review"]).first()
        if review is None:
            raise Http404
        return review

    def refusal(self):
        if why := super().refusal():
            return why
        if self.corrected.corrections.exists():
            return "This review was corrected already. Correct the one that stands now."
        return ""

    def get_initial(self):
        says = {name: getattr(self.corrected, name) for name in [*REVIEWED, "said_on"]}
        return super().get_initial() | says

    def fitting(self):
        return super().fitting() | {"corrected": self.corrected}

    def get_context_data(self, **kwargs):
        return super().get_context_data(corrected=self.corrected, **kwargs)
