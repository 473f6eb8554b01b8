"""Addresses of invitations and of signing in by Microsoft, and who gets what there.

In these tests no tenant is set, so nothing of Microsoft is there; the tests of it are in
`tests/sign_in/`.
"""

from tests.access.roles import METHOD, MOVED, NOBODY, NONE, SIGN_IN, roles

NOT_SET = roles(SIGN_IN, *[NONE] * 5)

GET = {
    "invitation": NOBODY,
    # An opened link leads on to the choice, whoever opens it.
    "invitation_open": roles(*[MOVED] * 6),
    "invitation_microsoft": NOBODY,
    "invitation_microsoft_bind": NOBODY,
    "microsoft_sign_in": NOBODY,
    "microsoft_callback": NOBODY,
    "microsoft_reauthenticate": NOT_SET,
    "microsoft_reauthenticate_go": NOT_SET,
    "microsoft_account": NOT_SET,
    "microsoft_connect_go": NOT_SET,
    "microsoft_bind": NOT_SET,
}
"""{name: {role: what a GET answers}}"""

POST = {
    # Without a link that was opened in the same browser there is nothing to send.
    "invitation": NOBODY,
    "invitation_open": roles(*[METHOD] * 6),
    "invitation_microsoft_bind": NOBODY,
    "microsoft_bind": NOT_SET,
}
"""{name: {role: what a POST of a valid form answers}}: what writes by an opened link is tried in
`tests/sign_in/test_invitation_links.py` and `tests/sign_in/test_entra_binding.py`."""
