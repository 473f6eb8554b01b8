"""What signing in says: errors that say what to do, and what was done."""

NO_MATCH = (
    "That e-mail address and password do not match an active account. Check both and try again."
)
TOO_MANY = "There were too many wrong attempts. Wait 5 minutes, then try again."
TOO_MANY_HERE = (
    "There were too many wrong attempts from your network. Wait an hour, then try again, or ask "
    "an administrator."
)
WRONG_CODE = (
    "That code does not match. Enter the code that your app shows now, or a recovery code that "
    "you have not used yet."
)
WRONG_FIRST_CODE = (
    "That code does not match. Enter the code that the app shows now. If it never matches, let the "
    "device with the app set its clock by itself."
)
WRONG_PASSKEY = "That passkey could not be checked. Try again, or use another way."

BEGIN_AGAIN = "Sign in again: your account was changed while you were signing in."

NO_PASSKEY = "No passkey was made. Choose “Add a passkey” and follow what your browser asks."

SIGNED_OUT_ELSEWHERE = "You are signed out everywhere but here."

ERRORS = {
    "account_inactive": NO_MATCH,
    "email_password_mismatch": NO_MATCH,
    "enter_current_password": "That is not your password now. Enter the one that you signed in "
    "with.",
    "incorrect_password": "That is not your password. Check it and try again.",
    "invalid_login": NO_MATCH,
    "invalid_password_reset": "This link does not work any more. Ask for a new one.",
    "rate_limited": TOO_MANY,
    "too_many_from_address": TOO_MANY_HERE,
    "too_many_login_attempts": TOO_MANY,
}
OF_SECOND_STEP = {
    "cannot_delete_authenticator": "This cannot be removed. Ask an administrator.",
    "cannot_generate_recovery_codes": "Set up an app or a passkey first: recovery codes stand in "
    "for it.",
    "incorrect_code": WRONG_CODE,
}

DONE = {
    "account/messages/password_changed.txt": "Your password has been changed.",
    "account/messages/password_set.txt": "Your password has been set.",
    "mfa/messages/totp_activated.txt": "Your app is set up. Signing in asks for its code from now "
    "on.",
    "mfa/messages/totp_deactivated.txt": "The app is removed. Its codes open nothing any more.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added. You can sign in with it from now "
    "on.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed. It opens nothing any more.",
}
"""{template of allauth: what is said in its place}. Of what is not here nothing is said."""

PASSKEY_WAY = "mfa_reauthenticate:webauthn"
CONFIRM_BY = {
    "reauthenticate": "Enter your password",
    "mfa_reauthenticate": "Enter a code from your app, or a recovery code",
    PASSKEY_WAY: "Use a passkey",
}
"""{way to confirm who one is: what it is called}"""
