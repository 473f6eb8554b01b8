"""How often who may try what, by the name that allauth has for it.

First by account ("key", "user"), so that nobody shuts out whoever else sits behind the same
address; then loosely by address ("ip"), since a whole council may sit behind one.
"""

APP = "allauth.account"

ACCOUNT = {
    # Wrong passwords and wrong codes, by account. What it refuses is not counted for the address.
    "login_failed": "5/5m/key",
    # The same by address, which no right code makes anybody forget.
    "wrong_from_address": "100/h/ip",
    # Wrong passwords of who is signed in and confirms it. Strangers cannot use these up.
    "confirm_failed": "5/5m/user",
    "login": "300/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
    # Mails that lead to a new password, by the address that was typed.
    "reset_password": "3/15m/key,100/15m/ip",
    "reset_password_from_key": "100/m/ip",
}
OF_PASSKEYS = {"webauthn_login": "300/m/ip"}
OF_MICROSOFT = {"microsoft_sign_in": "300/m/ip"}
"""Each question begins a session, which the answer is waited for in. By a passkey one signs in with
two requests, each of which is counted."""

WAITS = {"account_reset_password": 15 * 60}
"""{name of an address: seconds to wait there at most}"""

SHORT_WAIT = 60
