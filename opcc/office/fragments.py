"""Pieces of pages that depend on nothing but a few values, each rendered once."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string

KEPT_AT_MOST = 2_000


def fragment(template_name, **values):
    """Render a template from values that never change; equal values are rendered once.

    A model may be among them only beside the digest of everything it shows: models are equal
    when their keys are.
    """
    ask = rendered.__wrapped__ if settings.DEBUG else rendered
    return ask(template_name, **values)


@lru_cache(KEPT_AT_MOST)
def rendered(template_name, **values):
    return render_to_string(template_name, values)
