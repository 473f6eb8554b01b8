"""Tables of contracts to import, and how a person takes one through the pages."""

from django.urls import reverse

from plans.models import RegisterIntake
from tests.commissioning.factories import ContractFactory

START = "/contracts/import/"
LIST = "/contracts/"
HEADER = "Reference\tTitle\tProvider\tService\tValue\tStart date\tEnd date\tRoute\tManager"
C001 = (
    "C001\tSupport for victims\tHarbour Lane Support\tVictim services\t£90,000.00\t01/04/2019\t"
    "31 March 2022\tOpen tender\tCFO"
)
C002 = (
    "C002\tHelp by telephone\tHarbour Lane Support\tVictim services\t12,000\t2020-04-01\t"
    "March 2021\tDirect award\tChief Financial Officer"
)
TABLE = f"{HEADER}\n{C001}\n{C002}"


def begin(client, pasted=TABLE, **fields):
    return client.post(START, {"pasted": pasted, **fields})


def begun(client, pasted=TABLE, **fields):
    """The table as it was taken in, and its check page."""
    response = begin(client, pasted, **fields)
    assert response.status_code == 302, response.context["form"].errors
    intake = RegisterIntake.objects.unfinished().get()
    return intake, client.get(response.url)


def address(intake, page):
    return reverse(f"commissioning:contract-import-{page}", args=[intake.pk])


def choose(client, intake, **chosen):
    """What the form about columns and names would post, with some of it chosen otherwise."""
    form = client.get(address(intake, "check")).context["reading_form"]
    shown = {field.html_name: field.value() or "" for field in form}
    return client.post(address(intake, "columns"), shown | chosen)


def do_import(client, intake, **fields):
    expected = client.get(address(intake, "check")).context["difference"].fingerprint
    return client.post(address(intake, "finish"), {"expected": expected, **fields})


def stands(**facts):
    """C001 as the table says it, but for `facts`."""
    usual = {"reference": "C001", "title": "Support for victims"}
    return ContractFactory(**usual | facts)


def problems(page):
    return [
        f"Row {p.row_number}, {p}" if p.row_number else str(p) for p in page.context["problems"]
    ]
