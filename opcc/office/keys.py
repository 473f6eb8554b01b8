"""Keys of rows, as addresses and forms bring them."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18
"""Digits that a key may have; what is longer, no database takes for a number."""


def is_key(text):
    """Whether a text from an address or a form can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. What can be no key is refused before a database is asked for it."""

    def _check_values(self, value):
        if wrong := [key for key in value if not is_key(str(getattr(key, "pk", key)))]:
            words, named = self.error_messages["invalid_pk_value"], {"pk": wrong[0]}
            raise ValidationError(words, code="invalid_pk_value", params=named)
        return super()._check_values(value)
