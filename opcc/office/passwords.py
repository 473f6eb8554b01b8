"""What a password of one's own may not be made of."""

import re

from django.core.exceptions import ValidationError

LEFT_AT_LEAST = 8
"""Characters that have to be left of a password without the words of its owner."""

SHORTEST_WORD = 3


class NotAboutOneself:
    """Refuses a password that is little more than its owner's name or address.

    Django's own validator compares with the whole name and with each part of it alone, and so takes
    a first name and a family name together.
    """

    def validate(self, password, user=None):
        """Raises ValidationError where too little is left once name and address are taken out."""
        plain = in_letters(password)
        rest = plain
        for word in words_of(user):
            rest = rest.replace(word, "")
        if rest != plain and len(rest) < LEFT_AT_LEAST:
            raise ValidationError(
                "This is little more than your name or your address. Use words that have nothing "
                "to do with you.",
                code="password_about_oneself",
            )

    def get_help_text(self):
        return "Not your name or your address."


def words_of(user):
    """The words of a person's name and address that are long enough to count, long ones first."""
    told = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    words = {in_letters(word) for word in re.split(r"[\W_]+", told)}
    return sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True)


def in_letters(text):
    """Its letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())
