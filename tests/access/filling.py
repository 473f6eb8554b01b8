"""What forms of every register are filled in with, and what a browser reads from their pages."""

from django.test import Client

from tests.access.conftest import path_of

SAID = {"words": "It went as agreed."}
TITLED = {"title": "Words of our own"}


def short(name):
    """What a form is called without its app, the same for a new row and a changed one."""
    return name.partition(":")[2].removesuffix("-add").removesuffix("-change")


def context_of(name, things, reader):
    """The context of the page, as a browser of the reader opens it."""
    browser = Client()
    browser.force_login(reader)
    return browser.get(path_of(name, things)).context


def hidden(name, things, reader):
    """{field: value} of the hidden fields of the form."""
    context = context_of(name, things, reader)
    if "form" not in context:
        return {"version": context["draft"].version}
    found = {field.name: field.value() for field in context["form"].hidden_fields()}
    return {name: value for name, value in found.items() if value is not None}
