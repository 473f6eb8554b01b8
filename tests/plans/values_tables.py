"""Tables of values to import, and how a person takes one through the pages."""

from django.urls import reverse

from plans.models import RegisterIntake

MANY = "/measures/import/"
VALUES = "Month\tValue\nApril 2020\t1,204\nMay 2020\t1,187"


def begin(client, url, pasted=VALUES, **fields):
    return client.post(url, {"pasted": pasted, **fields})


def begun(client, url, pasted=VALUES, **fields):
    """The table as it was taken in, and its check page."""
    response = begin(client, url, pasted, **fields)
    assert response.status_code == 302, response.context["form"].errors
    return RegisterIntake.objects.unfinished().get(), client.get(response.url)


def start(measure):
    return reverse("plans:measure-import", args=[measure.pk])


def address(intake, page):
    return reverse(f"plans:measures-import-{page}", args=[intake.pk])


def choose(client, intake, **chosen):
    """What the form about columns and names would post, with some of it chosen otherwise."""
    form = client.get(address(intake, "check")).context["reading_form"]
    shown = {field.html_name: field.value() or "" for field in form}
    return client.post(address(intake, "columns"), shown | chosen)


def do_import(client, intake, **fields):
    expected = client.get(address(intake, "check")).context["difference"].fingerprint
    return client.post(address(intake, "finish"), {"expected": expected, **fields})


def problems(page):
    return [f"Row {problem.row_number}, {problem}" for problem in page.context["problems"]]
