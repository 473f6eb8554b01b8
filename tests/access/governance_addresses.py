"""Who gets what at every address of governance. Rows are those of tests.access.governance: the
owner answers for them, a stranger sees no pack that is not public yet."""

from tests.access.roles import (
    ACCOUNTABLE,
    CHANGERS,
    CHANGERS_LED_BACK,
    EVERYBODY,
    HOLDERS,
    NONE,
    OFFICE_MOVED,
    OFFICE_ONLY,
    OK,
    PANEL_TOO,
    register,
    roles,
    verbs,
    within,
)

ONCE_PUBLISHED = roles(NONE, OK, OK, OK, OK, OK)
"""Packs: a stranger is told the same of one that is not public as of one that is not there."""

TABLE = {
    **register("action"),
    **verbs("action", CHANGERS, "update", "done"),
    **verbs("action", ACCOUNTABLE, "move-date"),
    **register("body"),
    **register("decision"),
    **register("meeting", readers=PANEL_TOO),
    **verbs("meeting", PANEL_TOO, "csv", "xlsx", "calendar"),
    **verbs("meeting", HOLDERS, "series"),
    **verbs("meeting", CHANGERS, "cancel"),
    **verbs("meeting", CHANGERS_LED_BACK, "restore"),
    **verbs("paper", CHANGERS, "add", "change", "remove"),
    **register("programmeitem", readers=PANEL_TOO),
    **verbs("programmeitem", CHANGERS, "schedule", "hear", "drop"),
    "programmeitem-choose": HOLDERS,
    "alignment": OFFICE_ONLY,
    **register("publicationduty"),
    **verbs("publicationduty", CHANGERS, "publish"),
    **register("scrutinyitem", readers=PANEL_TOO),
    **verbs("scrutinyitem", CHANGERS, "respond", "update"),
    **verbs("scrutinyitem", CHANGERS, "close"),
    **verbs("scrutinyitem", ACCOUNTABLE, "move-date"),
    **register("risk"),
    **verbs("risk", CHANGERS, "score", "close"),
    **verbs("control", CHANGERS, "add", "change"),
    "control-detail": OFFICE_MOVED,
    "risk-heat-map": OFFICE_ONLY,
    **register("strategy"),
    "hub": OFFICE_ONLY,
    "how-we-report": OFFICE_ONLY,
    "pack-list": EVERYBODY,
    **verbs("pack-list", EVERYBODY, "csv", "xlsx"),
    **verbs(
        "pack", ONCE_PUBLISHED, "detail", "whole", "record", "objective", "activity", "measure"
    ),
    **verbs("pack", ONCE_PUBLISHED, "pdf", "docx", "xlsx", "json"),
    **verbs("pack", ONCE_PUBLISHED, "activities-csv", "changes-csv"),
    **verbs("pack", ONCE_PUBLISHED, "measures-csv", "questions-csv"),
    "pack-calendar": ONCE_PUBLISHED,
    "pack-compare": EVERYBODY,
    "pack-open": ACCOUNTABLE,
    **verbs("packdraft", HOLDERS, "begin", "cut-off", "measures", "words", "objective", "discard"),
    **verbs("packdraft", OFFICE_ONLY, "detail", "preview", "check", "preview-whole"),
    **verbs("packdraft-preview", OFFICE_ONLY, "changes", "objective", "activity", "measure"),
}

GET = within("governance", TABLE)
