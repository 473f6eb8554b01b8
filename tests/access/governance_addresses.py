"""Who gets what at every address of governance. Rows are those of tests.access.governance: the
owner answers for them, a stranger sees no pack that is not public yet."""

ROLES = ("anonymous", "panel", "staff", "owner", "accountable", "administrator")
SIGN_IN, OK, MOVED, NO, NONE = "sign in", 200, 302, 403, 404


def roles(*answers):
    return dict(zip(ROLES, answers, strict=True))


OFFICE_ONLY = roles(SIGN_IN, NONE, OK, OK, OK, OK)
PANEL_TOO = roles(SIGN_IN, OK, OK, OK, OK, OK)
EVERYBODY = roles(OK, OK, OK, OK, OK, OK)
ONCE_PUBLISHED = roles(NONE, OK, OK, OK, OK, OK)
"""Packs: a stranger is told the same of one that is not public as of one that is not there."""

HOLDERS = roles(SIGN_IN, NONE, OK, OK, OK, NO)
"""Whoever works for a post, any post."""

CHANGERS = roles(SIGN_IN, NONE, NO, OK, OK, NO)
"""Whoever works for the owner, or for the accountable post."""

ACCOUNTABLE = roles(SIGN_IN, NONE, NO, NO, OK, NO)


CHANGERS_LED_BACK = roles(SIGN_IN, NONE, NO, MOVED, MOVED, NO)
"""A verb that the row has no use for now: whoever might use it is told so on its page."""


def register(name, *, readers=OFFICE_ONLY):
    """The addresses that every register has; its file is the office's."""
    return {
        f"governance:{name}-list": readers,
        f"governance:{name}-csv": OFFICE_ONLY,
        f"governance:{name}-detail": readers,
        f"governance:{name}-change": CHANGERS,
        f"governance:{name}-add": HOLDERS,
    }


def verbs(name, who, *words):
    return {f"governance:{name}-{word}": who for word in words}


GET = {
    **register("action"),
    **verbs("action", CHANGERS, "update", "done"),
    **verbs("action", ACCOUNTABLE, "move-date"),
    **register("body"),
    **register("decision"),
    **register("meeting", readers=PANEL_TOO),
    "governance:meeting-csv": PANEL_TOO,
    **verbs("meeting", HOLDERS, "series"),
    **verbs("meeting", CHANGERS, "cancel"),
    **verbs("meeting", CHANGERS_LED_BACK, "restore"),
    **verbs("paper", CHANGERS, "add", "change", "remove"),
    **register("programmeitem", readers=PANEL_TOO),
    **verbs("programmeitem", CHANGERS, "schedule", "hear", "drop"),
    "governance:programmeitem-choose": HOLDERS,
    "governance:alignment": OFFICE_ONLY,
    **register("publicationduty"),
    **verbs("publicationduty", CHANGERS, "publish"),
    **register("scrutinyitem", readers=PANEL_TOO),
    **verbs("scrutinyitem", CHANGERS, "respond", "update"),
    **verbs("scrutinyitem", CHANGERS, "close"),
    **verbs("scrutinyitem", ACCOUNTABLE, "move-date"),
    **register("risk"),
    **verbs("risk", CHANGERS, "score", "close"),
    **verbs("control", CHANGERS, "add", "change"),
    "governance:risk-heat-map": OFFICE_ONLY,
    **register("strategy"),
    "governance:hub": OFFICE_ONLY,
    "governance:how-we-report": OFFICE_ONLY,
    "governance:pack-list": EVERYBODY,
    **verbs("pack", ONCE_PUBLISHED, "detail", "whole", "record", "objective", "activity"),
    "governance:pack-compare": EVERYBODY,
    "governance:pack-open": ACCOUNTABLE,
    **verbs("packdraft", HOLDERS, "begin", "cut-off", "words", "objective", "discard"),
    **verbs("packdraft", OFFICE_ONLY, "detail", "preview", "check", "preview-whole"),
    **verbs("packdraft-preview", OFFICE_ONLY, "changes", "objective", "activity"),
}
