"""Every address of signing in, and who gets what there: who has no second step, as in the tables.

They have signed in just now. Who did so long ago is asked to confirm who they are before anything
is set up or shown about a second step; `tests/sign_in` goes the whole way.
"""

from tests.access.roles import EVERYBODY, METHOD, MOVED, NONE, OK, PANEL_TOO, SIGN_IN, roles

LED_ON = roles(SIGN_IN, *[MOVED] * 5)
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
    "account_set_password": LED_ON,
    "mfa_authenticate": LED_ON,
    "mfa_login_webauthn": LED_ON,
    # By what one has not, nobody confirms anything: they are led to the password.
    "mfa_reauthenticate": LED_ON,
    "mfa_reauthenticate_webauthn": LED_ON,
    "mfa_index": PANEL_TOO,
    "mfa_activate_totp": PANEL_TOO,
    "mfa_deactivate_totp": NOTHING_SET_UP,
    "mfa_view_recovery_codes": NOTHING_SET_UP,
    "mfa_generate_recovery_codes": PANEL_TOO,
    "mfa_download_recovery_codes": NOTHING_SET_UP,
    "mfa_list_webauthn": PANEL_TOO,
    "mfa_add_webauthn": PANEL_TOO,
    "mfa_remove_webauthn": NOTHING_SET_UP,
    "mfa_edit_webauthn": NOTHING_SET_UP,
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
