"""What people do at the door, by the pages, as a browser would send it."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from opcc.office.mail.sending import message_of
from opcc.office.models import OutgoingMail
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What an app of these tests makes its codes of."""


def sign_in(client, user, password=PASSWORD, **asked):
    """Send e-mail and password. asked: what stands in the address, such as next."""
    url = reverse("account_login", query=asked or None)
    return client.post(url, {"login": user.email, "password": password})


def code_of(secret=SECRET, *, later=0):
    """The code that an app shows for the secret; later: so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(user, secret=SECRET):
    """Give the person an app as their second step, set up before."""
    TOTP.activate(user, secret)
    return user


def set_up_app(client):
    """Set up an app by its page. Return what that answered and the secret it showed."""
    url = reverse("mfa_activate_totp")
    page = client.get(url).content.decode()
    secret = re.search(r'class="app-secret"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return client.post(url, {"code": code_of(secret)}), secret


def kinds_of(user):
    """The kinds of second step that the person has, in the order of the alphabet."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def mails_to(user):
    return list(OutgoingMail.objects.filter(user=user).order_by("pk"))


def link_in(mail):
    """The path of the link to a new password, as the mail is sent."""
    return re.search(r"https?://[^/\s]+(/password/new/\S+)", message_of(mail, None).body)[1]


def who_is_in(client):
    """The key of who is signed in, or None."""
    key = client.session.get("_auth_user_id")
    return int(key) if key else None
