"""What a POST of a valid form answers at every address of measures that writes, and that form."""

from plans.models import Measure, RegisterIntake
from tests.access.filling import SAID, TITLED, context_of, hidden, short
from tests.access.measures import LATER, said_on
from tests.access.roles import CHANGERS, HOLDERS, OWNERS_OWN, verbs, within, writing, written

REGISTERS = ["plans:measure"]

TABLE = {
    **written("measure"),
    **verbs("measure", writing(CHANGERS), "observe", "rebase", "redefine", "end"),
    **verbs("measure", writing(CHANGERS), "take-back", "resume"),
    **verbs("measure", writing(CHANGERS), "target", "remove-target", "import"),
    "measures-import": writing(HOLDERS),
    **verbs("measures-import", writing(OWNERS_OWN), "columns", "finish", "discard"),
}

POST = within("plans", TABLE)

VALUES = "Period\tValue\nNovember 2020\t4"


def prepare(name, things):
    if name == "plans:measure-resume":
        measure = Measure.objects.get(pk=things["measures"])
        measure.end(words="The survey stopped.", **said_on(LATER))
    return {}


def payload(name, things, reader):
    """What the browser of a reader who may do it would send, filled in so that it holds."""
    if "-import" in name:
        return of_import(name, things, reader)
    return hidden(name, things, reader) | of_measures(things)[short(name)]


def of_measures(things):
    measure = Measure.objects.get(pk=things["measures"])
    return {
        "measure": {
            **TITLED, "owner": measure.owner_id, "plan": measure.plan_id, "better": "neither",
            "source": "The returns of police areas.", "decimals": "1", "unit": "hours",
            "definition": "What is counted.", "frequency": "month",
        },
        "measure-observe": {"period": "November 2020", "value": "4"},
        # The form has told its writer that few values follow, and is sent again.
        "measure-rebase": {**SAID, "from_period": "June 2020", "told": "2020-06-01"},
        "measure-redefine": {
            **SAID, "from_period": "June 2020", "definition": "Another definition.",
        },
        "measure-target": {**SAID, "target": "6", "set_by": "Police and Crime Commissioner"},
        "measure-remove-target": SAID,
        "measure-end": SAID,
        "measure-take-back": SAID,
        "measure-resume": SAID,
    }  # fmt: skip


def of_import(name, things, reader):
    if name == "plans:measure-import":
        return {"pasted": VALUES}
    if name == "plans:measures-import":
        return {"pasted": f"Measure\t{VALUES}".replace("\nN", "\nCalls answered\tN")}
    return of_check(name, things, "measureimports", ["measure", "period", "value", "note"])


def of_check(name, things, kind, columns):
    """What whoever brought the table sends from its pages. columns: as they stand in it."""
    bringer = RegisterIntake.objects.get(pk=things[kind]).made_by
    if name.endswith("-finish"):
        return {"expected": context_of(name, things, bringer)["difference"].fingerprint}
    if name.endswith("-columns"):
        places = {column: str(place) for place, column in enumerate(columns)}
        return {"header_row": "1", **places}
    return {}
