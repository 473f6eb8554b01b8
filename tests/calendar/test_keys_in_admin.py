"""Everybody's keys in Django admin: seen without their secrets, and revoked."""

import pytest
from django.urls import reverse

from opcc.office.models import AccessKey, User
from tests.admin_pages import as_shown, said, words
from tests.calendar.conftest import secret_of
from tests.conftest import NOW
from tests.factories import user_in


@pytest.fixture
def at_desk(client, administrator, finance_chief):
    """The administrator's browser, and somebody else's key."""
    secret_of(finance_chief)
    client.force_login(administrator)
    return client


def test_administrators_see_everybody_keys_without_what_opens_them(at_desk):
    key = AccessKey.objects.get()

    pages = [
        at_desk.get(reverse("admin:office_accesskey_changelist")),
        at_desk.get(reverse("admin:office_accesskey_change", args=[key.pk])),
    ]

    for page in pages:
        assert "My phone" in words(page)
        assert key.digest not in page.content.decode()
    assert at_desk.get(reverse("admin:office_accesskey_add")).status_code == 403


def test_administrators_revoke_the_keys_of_others(at_desk, administrator):
    key = AccessKey.objects.get()
    address = reverse("admin:office_accesskey_revoke", args=[key.pk])
    page = at_desk.get(address)

    done = at_desk.post(address, as_shown(page))
    again = at_desk.get(address)

    assert "a calendar key of Chief Financial Officer (holder)" in words(page)
    assert said(done) == "“My phone” of Chief Financial Officer (holder) is revoked."
    assert AccessKey.objects.get().revoked_at is not None
    assert "was revoked before" in words(again)


def test_keys_do_not_come_alive_again_with_the_account(at_desk, feed, plan):
    leaver = user_in("Staff")
    secret = secret_of(leaver)
    address = reverse("admin:office_user_change", args=[leaver.pk])

    form = as_shown(at_desk.get(address))
    form.pop("is_active")
    at_desk.post(address, form)
    gone = AccessKey.objects.get(user=leaver).revoked_at
    at_desk.post(address, as_shown(at_desk.get(address)) | {"is_active": "on"})

    assert User.objects.get(pk=leaver.pk).is_active
    assert gone is not None
    assert AccessKey.objects.get(user=leaver).revoked_at == gone
    assert feed(secret).status_code == 404
    assert AccessKey.objects.exclude(user=leaver).get().revoked_at is None


def test_a_key_made_while_the_account_is_closed_is_revoked_from_the_start(panel_member):
    still_signed_in = User.objects.get(pk=panel_member.pk)
    panel_member.is_active = False
    panel_member.save()

    key, _ = AccessKey.objects.issue(still_signed_in, "calendar", name="My phone", at=NOW)

    assert key.revoked_at == NOW


def test_nobody_else_revokes_in_admin(client, at_desk, finance_chief):
    address = reverse("admin:office_accesskey_revoke", args=[AccessKey.objects.get().pk])
    client.force_login(finance_chief)

    client.post(address)

    assert AccessKey.objects.get().revoked_at is None
