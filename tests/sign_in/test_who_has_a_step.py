"""Administrators see who could be signed in by somebody who knows their password alone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from tests.admin_pages import words
from tests.factories import user_in
from tests.sign_in.doing import with_app


def add_passkey(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})


@pytest.fixture
def staff(office):
    """{name: user}: with an app, with a passkey, and one who has used neither."""
    people = {name: user_in("Staff", name=name) for name in ("App", "Passkey", "Neither")}
    with_app(people["App"])
    add_passkey(people["Passkey"])
    return people


@pytest.mark.parametrize(
    ("asked", "found"),
    [("set-up", ["App", "Passkey"]), ("none", ["Administrator", "Neither"])],
)
def test_the_filter_of_users_tells_who_has_a_second_step(
    client, staff, administrator, asked, found
):
    client.force_login(administrator)

    page = client.get(reverse("admin:office_user_changelist"), {"second-step": asked})

    assert [user.name for user in page.context["cl"].queryset] == found


def test_recovery_codes_alone_are_no_second_step(client, staff, administrator):
    RecoveryCodes.activate(staff["Neither"])
    client.force_login(administrator)

    page = client.get(reverse("admin:office_user_changelist"), {"second-step": "none"})

    assert staff["Neither"] in page.context["cl"].queryset


def test_the_page_of_a_user_says_what_is_set_up(client, staff, administrator):
    for _ in range(2):
        add_passkey(staff["App"])
    client.force_login(administrator)

    pages = [
        words(client.get(reverse("admin:office_user_change", args=[staff[name].pk])))
        for name in ("App", "Neither")
    ]

    assert "1 app, 2 passkeys" in pages[0]
    assert "None set up" in pages[1]
