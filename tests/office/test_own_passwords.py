"""A password is not made of its owner's name or address."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from opcc.office.models import User

MARGARET = User(name="Margaret Thompson", email="margaret.thompson@office.example")


@pytest.mark.parametrize(
    "password",
    [
        "margaret.thompson",
        "Margaret Thompson",
        "thompsonmargaret",
        "Margaret-Thompson-2021",
        "thompson123456",
    ],
)
def test_little_more_than_the_name_or_the_address_is_refused(password):
    with pytest.raises(ValidationError, match="your name or your address"):
        validate_password(password, MARGARET)


@pytest.mark.parametrize(
    "password", ["three words at random", "thompson likes kettles", "harbour violin 12"]
)
def test_words_of_ones_own_choice_are_taken(password):
    assert validate_password(password, MARGARET) is None


def test_somebody_elses_name_is_no_name_of_ones_own():
    assert validate_password("margaret.thompson", User(name="Jo", email="j@office.example")) is None
