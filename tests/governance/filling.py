"""What a browser would post on the forms of governance."""


def filled(client, url, **typed):
    """The hidden fields of the page at `url`, and what is typed."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("base", "token") if name in form.fields}
    return {name: value for name, value in hidden.items() if value is not None} | typed


def typed_day(name, day):
    """A date as its three fields."""
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
