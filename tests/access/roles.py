"""The roles of the tables of addresses, and what an address may answer to each."""

ROLES = ("anonymous", "panel", "staff", "owner", "accountable", "administrator")

SIGN_IN, OK, MOVED, TOKEN, NO, NONE, METHOD = "sign in", 200, 302, 401, 403, 404, 405

DONE = "done"
"""What a form answers that is sent on (302), and something is written."""


def roles(*answers):
    """{role: answer}, in the order of ROLES."""
    return dict(zip(ROLES, answers, strict=True))


# --- What a GET answers -------------------------------------------------------------------------
OFFICE_ONLY = roles(SIGN_IN, NONE, OK, OK, OK, OK)
OFFICE_MOVED = roles(SIGN_IN, NONE, MOVED, MOVED, MOVED, MOVED)
PANEL_TOO = roles(SIGN_IN, OK, OK, OK, OK, OK)
EVERYBODY = roles(OK, OK, OK, OK, OK, OK)

NOBODY = roles(*[NONE] * 6)
BY_TOKEN = roles(*[TOKEN] * 6)
"""What programs read for the office: no session opens it."""

HOLDERS = roles(SIGN_IN, NONE, OK, OK, OK, NO)
"""Whoever works for a post, any post."""

CHANGERS = roles(SIGN_IN, NONE, NO, OK, OK, NO)
"""Whoever works for the owner, or for the accountable post."""

CHANGERS_LED_BACK = roles(SIGN_IN, NONE, NO, MOVED, MOVED, NO)
"""A verb that the row has no use for now: whoever might use it is told so on its page."""

ACCOUNTABLE = roles(SIGN_IN, NONE, NO, NO, OK, NO)

OWNERS_OWN = roles(SIGN_IN, NONE, NONE, OK, NONE, NONE)
"""A table for a register that is being checked: for whoever brought it, here the owner."""


def within(space, table):
    """The table with its names as addresses of an app: "governance:action-list" for
    "action-list"."""
    return {f"{space}:{name}": answers for name, answers in table.items()}


def register(name, *, readers=OFFICE_ONLY):
    """{name: what a GET answers} of the addresses that every register has; its file is the
    office's."""
    return {
        f"{name}-list": readers,
        f"{name}-csv": OFFICE_ONLY,
        f"{name}-xlsx": OFFICE_ONLY,
        f"{name}-detail": readers,
        f"{name}-change": CHANGERS,
        f"{name}-add": HOLDERS,
    }


def verbs(name, who, *words):
    """{name: who} of addresses that are called after one thing."""
    return {f"{name}-{word}": who for word in words}


# --- What a POST of a valid form answers --------------------------------------------------------
def writing(who):
    """The same people's answers where the form is sent: something is written, once."""
    return {role: DONE if answer == OK else answer for role, answer in who.items()}


def written(name):
    """{name: what a valid form gets} of the forms that every register has."""
    return {f"{name}-add": writing(HOLDERS), f"{name}-change": writing(CHANGERS)}
