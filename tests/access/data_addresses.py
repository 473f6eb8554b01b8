"""Who gets what of the data. To the interface a session is nothing: every role is a stranger, who
sees no pack that is not public yet; tests.api asks with tokens."""

from tests.access.roles import BY_TOKEN, EVERYBODY, NOBODY, verbs, within

LISTS = ("status", "plan", "pack", "measure", "contract", "decision", "publicationduty",
         "publication")  # fmt: skip

TABLE = {
    "index": EVERYBODY,
    "office": EVERYBODY,
    "openapi-json": EVERYBODY,
    "openapi-yaml": EVERYBODY,
    **{f"{name}-list": EVERYBODY for name in LISTS},
    **verbs("pack", NOBODY, "detail", "activities", "activity", "timeline", "changes"),
    **verbs("pack", NOBODY, "measures", "measure", "questions"),
    "plan-detail": NOBODY,
    **verbs("plan", BY_TOKEN, "position", "activities", "activity", "timeline"),
    "measure-detail": NOBODY,
    "contract-detail": EVERYBODY,
    "decision-detail": EVERYBODY,
    "publicationduty-detail": EVERYBODY,
    "nothing-here": NOBODY,
    "data": EVERYBODY,
    "dictionary": EVERYBODY,
    **verbs("dictionary", EVERYBODY, "csv", "xlsx"),
}

GET = within("api", TABLE)
