"""Who gets what at every address of commissioning: none of it is for the panel. Rows are those of
tests.access.commissioning, which the owner answers for."""

from tests.access.roles import (
    ACCOUNTABLE,
    CHANGERS,
    CHANGERS_LED_BACK,
    HOLDERS,
    OFFICE_ONLY,
    OWNERS_OWN,
    register,
    verbs,
    within,
)

TABLE = {
    "hub": OFFICE_ONLY,
    **register("provider"),
    **register("service"),
    **register("contract"),
    "contract-pipeline": OFFICE_ONLY,
    **verbs("contract", CHANGERS, "review", "review-correct", "publish"),
    **verbs("contract", CHANGERS_LED_BACK, "close"),
    **verbs("contract", ACCOUNTABLE, "vary"),
    "contract-import": HOLDERS,
    **verbs("contract-import", OWNERS_OWN, "check", "columns", "finish", "discard"),
    **register("intention"),
    **verbs("intention", CHANGERS, "decide"),
    **register("grant"),
    **verbs("grant", CHANGERS, "note", "publish"),
    **verbs("grant-month", CHANGERS, "publish"),
    **verbs("grant-month", OFFICE_ONLY, "csv"),
    **register("payment"),
    **verbs("payment", CHANGERS, "note", "publish"),
    **verbs("payment-month", CHANGERS, "publish"),
    **verbs("payment-month", OFFICE_ONLY, "csv"),
    "publication": OFFICE_ONLY,
    **register("sharedservice"),
    **register("servicelevelagreement"),
    **verbs("servicelevelagreement", CHANGERS, "review"),
    **register("serviceplanitem"),
    **verbs("serviceplanitem", CHANGERS, "update", "done"),
    **verbs("serviceplanitem", ACCOUNTABLE, "move-date"),
}

GET = within("commissioning", TABLE)
