"""Fields of answers. None can be written without saying what it means."""

from rest_framework import serializers


class Answer(serializers.Serializer):
    """A row of an answer. Only what is named here leaves the house.

    comes_from: where its facts come from. worked_out: names of the fields that nobody stated and
    the service works out itself.
    """

    comes_from = ""
    worked_out = frozenset()


def text(meaning, **more):
    return serializers.CharField(help_text=meaning, **more)


def maybe_text(meaning):
    """Words that are empty where there is nothing to say."""
    return text(meaning, allow_blank=True)


def link(meaning, *, may_be_empty=False):
    if may_be_empty:
        return serializers.CharField(help_text=meaning, allow_blank=True)
    return serializers.URLField(help_text=meaning)


def key(meaning, **more):
    return serializers.IntegerField(help_text=meaning, **more)


count = key


def flag(meaning, **more):
    return serializers.BooleanField(help_text=meaning, **more)


def day(meaning):
    return serializers.DateField(help_text=meaning)


def maybe_day(meaning):
    """A day; null where there is none."""
    return serializers.DateField(help_text=meaning, allow_null=True)


def moment(meaning):
    return serializers.DateTimeField(help_text=meaning)


def one_of(choices, meaning, **more):
    return serializers.ChoiceField(choices=choices, help_text=meaning, **more)


def pounds(meaning, **more):
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=f"{meaning} In pounds.", **more
    )


def exact(meaning, **more):
    """A number as text, with as many decimal places as it has."""
    return serializers.DecimalField(max_digits=None, decimal_places=None, help_text=meaning, **more)


def texts(meaning):
    return serializers.ListField(child=serializers.CharField(), help_text=meaning)


def rows(answer, meaning):
    return answer(many=True, help_text=meaning)


def one(answer, meaning, **more):
    return answer(help_text=meaning, **more)
