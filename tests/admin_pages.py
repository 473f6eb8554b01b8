"""Reading and filling in the pages of Django admin, as an administrator's browser would."""

import html
import re

from django.contrib.messages import get_messages
from django.forms import ModelMultipleChoiceField, MultipleChoiceField


def as_shown(response, **typed):
    """Return the data that the page's form would post untouched, with `typed` on top."""
    forms = [response.context["adminform"].form]
    for inline in response.context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {field.html_name: plain(field.value(), field.field) for form in forms for field in form}
    data["seen"] = response.context.get("seen", "")
    data |= typed
    return {name: value for name, value in data.items() if value is not None}


def plain(value, field=None):
    """The text, or texts, that a browser would send; None for an unticked box."""
    if value is False:
        return None
    if value is None and isinstance(field, MultipleChoiceField | ModelMultipleChoiceField):
        return None
    if value is True:
        return "on"
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return "" if value is None else str(getattr(value, "pk", value))


def words(response):
    """The page's text, without markup and with single spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def said(response):
    """What the page's messages say, in one text."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
