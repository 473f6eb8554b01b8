"""How the tests fill in a form as a browser would."""

from django.urls import reverse

from tests.factories import PASSWORD


def address(name, activity):
    return reverse(f"plans:activity-{name}", args=[activity.pk])


def typed(client, url, **fields):
    """What a browser would post: the hidden fields of the page, and what is typed."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("base", "token")}
    return hidden | {"send": ""} | fields


def sign_in(client, user, url="/sign-in/"):
    """Sign in by the page, as a person does."""
    return client.post(url, {"login": user.email, "password": PASSWORD})
