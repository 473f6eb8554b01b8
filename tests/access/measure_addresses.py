"""Who gets what at every address of measures: the panel reads them in packs alone. Rows are those
of tests.access.measures, which the owner answers for."""

from tests.access.roles import (
    CHANGERS,
    CHANGERS_LED_BACK,
    HOLDERS,
    OFFICE_MOVED,
    OFFICE_ONLY,
    OWNERS_OWN,
    register,
    verbs,
    within,
)

TABLE = {
    **register("measure"),
    **verbs("measure", OFFICE_ONLY, "values-csv", "values-xlsx"),
    **verbs("measure", CHANGERS, "observe", "rebase", "redefine", "end"),
    "measure-take-back": CHANGERS,
    "measure-resume": CHANGERS_LED_BACK,
    **verbs("measure", CHANGERS, "target", "remove-target"),
    "measure-import": CHANGERS,
    "measures-import": HOLDERS,
    **verbs("measures-import", OWNERS_OWN, "check", "columns", "finish", "discard"),
    "scorecard-list": OFFICE_MOVED,
    "scorecard-detail": OFFICE_ONLY,
}

GET = within("plans", TABLE)
