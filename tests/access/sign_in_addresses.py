"""Every address of signing in, and who gets what there: who has no second step, as in the tables.

What is set up or shown about a second step asks to confirm who one is first, which moves the reader
on; `tests/sign_in` goes the whole way.
"""

from tests.access.roles import EVERYBODY, METHOD, MOVED, NONE, OK, PANEL_TOO, SIGN_IN, roles

ASKED_FIRST = roles(SIGN_IN, *[MOVED] * 5)
NOTHING_SET_UP = roles(SIGN_IN, *[NONE] * 5)

GET = {
    "account_login": roles(OK, *[MOVED] * 5),
    "account_logout": roles(*[METHOD] * 6),
    "account_inactive": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": PANEL_TOO,
    "account_change_password": PANEL_TOO,
    # Who has a password changes it.
    "account_set_password": ASKED_FIRST,
    "mfa_authenticate": ASKED_FIRST,
    "mfa_login_webauthn": ASKED_FIRST,
    # By what one has not, nobody confirms anything: they are led to the password.
    "mfa_reauthenticate": ASKED_FIRST,
    "mfa_reauthenticate_webauthn": ASKED_FIRST,
    "mfa_index": PANEL_TOO,
    "mfa_activate_totp": ASKED_FIRST,
    "mfa_deactivate_totp": NOTHING_SET_UP,
    "mfa_view_recovery_codes": NOTHING_SET_UP,
    "mfa_generate_recovery_codes": ASKED_FIRST,
    "mfa_download_recovery_codes": NOTHING_SET_UP,
    "mfa_list_webauthn": PANEL_TOO,
    "mfa_add_webauthn": ASKED_FIRST,
    "mfa_remove_webauthn": ASKED_FIRST,
    "mfa_edit_webauthn": ASKED_FIRST,
    "usersessions_list": PANEL_TOO,
}

OPEN_TO_STRANGERS = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
