"""Connecting a Microsoft account: by invitation or from one's own page, seen before it is done."""

from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from opcc.office.models import AlreadyBound, Invitation, MicrosoftAccount
from opcc.office.sign_in.entra.provider import Identity
from tests.admin_pages import words
from tests.conftest import NOW
from tests.factories import user_in
from tests.sign_in.doing import mails_to, set_up_app
from tests.sign_in.entra_provider import ANNA, BEN, ISSUER, TENANT, come_back, sign_in
from tests.sign_in.people import bound, grow_old, is_signed_in


@pytest.fixture
def invited(administrator):
    """Somebody who has not chosen yet how to sign in."""
    user = user_in("Staff", name="Invited Person", email="invited@example.org")
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def invitation(invited, administrator):
    return Invitation.objects.make(invited, by=administrator, at=NOW)


def path_of(invitation):
    return invitation.url.removeprefix("https://plan.example.org")


def found_by_invitation(client, entra, invitation, oid=ANNA):
    """Open the link, go to Microsoft, come back; return the page that asks whether it is right."""
    client.get(path_of(invitation))
    begun = client.get(reverse("invitation_microsoft"))
    return client.get(come_back(client, entra.code_for(begun.url, oid)).url)


def test_an_invited_person_sees_which_account_it_is_before_it_is_connected(
    client, entra, invitation
):
    page = found_by_invitation(client, entra, invitation)

    assert "Anna Example, anna@example.org" in words(page)
    assert "Invited Person, invited@example.org" in words(page)
    assert not MicrosoftAccount.objects.exists()
    assert not is_signed_in(client, invitation.user)


def test_an_invited_person_connects_their_account_and_is_signed_in(
    client, entra, invitation, caplog
):
    found_by_invitation(client, entra, invitation)

    page = client.post(reverse("invitation_microsoft_bind"))

    account = MicrosoftAccount.objects.get()
    invitation.refresh_from_db()
    assert page.url == "/"
    assert is_signed_in(client, invitation.user)
    assert (account.user, str(account.object_id)) == (invitation.user, ANNA)
    assert invitation.accepted_at is not None
    assert account.history.count() == 1
    assert ANNA in LogEntry.objects.get(object_id=str(invitation.user.pk)).change_message
    assert f"Microsoft account {ANNA} now signs in user {invitation.user.pk}" in caplog.text


def test_an_invited_person_confirms_at_microsoft_and_sets_up_their_first_second_step(
    client, entra, invitation, required
):
    found_by_invitation(client, entra, invitation)
    client.post(reverse("invitation_microsoft_bind"))
    assert client.get("/plans/").url == reverse("mfa_index")
    asked = client.get(client.get(reverse("mfa_activate_totp")).url)
    begun = client.get(asked.context["url"])

    landed = come_back(client, entra.code_for(begun.url))
    set_up_app(client)

    assert landed.url == reverse("mfa_activate_totp")
    assert client.get("/plans/").status_code == 200


def test_who_connected_by_an_invitation_is_told_so_by_mail(client, entra, invitation):
    found_by_invitation(client, entra, invitation)

    client.post(reverse("invitation_microsoft_bind"))

    told = mails_to(invitation.user)[-1]
    assert told.subject == "Demonstration: A Microsoft account was connected"
    assert "with a browser" in told.text


def test_an_invitation_is_used_once_by_microsoft_too(client, entra, invitation):
    found_by_invitation(client, entra, invitation)
    Invitation.objects.get().accept(at=NOW)

    page = client.post(reverse("invitation_microsoft_bind"))

    assert page.status_code == 404
    assert not MicrosoftAccount.objects.exists()


def test_an_account_that_signs_somebody_else_in_is_not_connected(client, entra, invitation):
    bound(user_in("Staff", name="Anna Example"))
    found_by_invitation(client, entra, invitation)

    page = client.post(reverse("invitation_microsoft_bind"))

    invitation.refresh_from_db()
    assert page.status_code == 409
    assert "That Microsoft account cannot be connected" in words(page)
    assert MicrosoftAccount.objects.count() == 1
    assert invitation.accepted_at is None


def test_nobody_goes_to_microsoft_by_an_invitation_that_they_did_not_open(
    client, entra, invitation
):
    assert client.get(reverse("invitation_microsoft")).status_code == 404
    assert client.post(reverse("invitation_microsoft_bind")).status_code == 404
    assert entra.asked == []


def test_what_was_found_for_signing_in_connects_nothing(client, entra, invitation):
    client.get(path_of(invitation))
    begun = client.get(reverse("microsoft_sign_in"))
    come_back(client, entra.code_for(begun.url))

    page = client.post(reverse("invitation_microsoft_bind"))

    assert page.status_code == 404
    assert not MicrosoftAccount.objects.exists()


# --- From one's own page --------------------------------------------------------------------------
@pytest.fixture
def anna(client, entra, office):
    user = user_in("Staff", name="Anna Example", email="anna@example.org")
    client.force_login(user)
    return user


def found_from_account(client, entra, oid=ANNA):
    begun = client.get(reverse("microsoft_connect_go"))
    return client.get(come_back(client, entra.code_for(begun.url, oid)).url)


def test_ones_own_account_is_connected_once_it_was_seen(client, anna, entra):
    assert "Connect your Microsoft account" in words(client.get(reverse("portal:account")))
    page = found_from_account(client, entra)
    assert "Is this your Microsoft account?" in words(page)
    assert not MicrosoftAccount.objects.exists()

    client.post(reverse("microsoft_bind"))

    assert MicrosoftAccount.objects.get().user == anna
    assert "Anna Example, anna@example.org connected on" in words(
        client.get(reverse("portal:account"))
    )


def test_who_connected_their_own_account_is_told_so_by_mail(client, anna, entra):
    found_from_account(client, entra)
    assert mails_to(anna) == []

    client.post(reverse("microsoft_bind"), headers={"user-agent": "(Windows NT 10.0) Firefox/133"})

    (told,) = mails_to(anna)
    assert told.subject == "Demonstration: A Microsoft account was connected"
    assert "with Firefox on Windows" in told.text


@pytest.mark.parametrize("name", ["microsoft_account", "microsoft_connect_go", "microsoft_bind"])
def test_connecting_asks_again_who_is_at_the_keyboard(client, anna, entra, name):
    found_from_account(client, entra)
    grow_old(client)

    shown, sent = client.get(reverse(name)), client.post(reverse(name))

    back = urlencode({"next": reverse(name)})
    assert shown.url == f"{reverse('account_reauthenticate')}?{back}"
    assert sent.status_code in (302, 405)
    assert not MicrosoftAccount.objects.exists()


def test_nothing_is_connected_that_was_not_found(client, anna, entra):
    page = client.post(reverse("microsoft_bind"))

    assert page.url == reverse("microsoft_account")
    assert not MicrosoftAccount.objects.exists()


def test_what_one_person_found_is_not_connected_with_the_next(client, anna, entra):
    found_from_account(client, entra)
    client.force_login(user_in("Staff", name="Ben Example"))

    page = client.post(reverse("microsoft_bind"))

    assert page.url == reverse("microsoft_account")
    assert not MicrosoftAccount.objects.exists()


def test_who_has_one_connects_no_second(client, anna, entra):
    bound(anna)

    page = client.get(reverse("microsoft_account"))

    assert page.url == reverse("portal:account")


@pytest.mark.parametrize(("who", "oid"), [("another", ANNA), ("the same", BEN)])
def test_the_database_gives_a_person_one_account_and_an_account_one_person(anna, who, oid):
    bound(anna)
    person = anna if who == "the same" else user_in("Staff", name="Ben Example")

    with pytest.raises(AlreadyBound):
        MicrosoftAccount.objects.bind(person, Identity(ISSUER, TENANT, oid, "Somebody"), at=NOW)

    assert MicrosoftAccount.objects.get().user == anna


def test_administrators_see_who_is_connected_and_change_nothing_there(client, administrator):
    account = bound(user_in("Staff", name="Anna Example"))
    client.force_login(administrator)
    url = reverse("admin:office_microsoftaccount_change", args=[account.pk])

    found = client.get(reverse("admin:office_microsoftaccount_changelist"), {"q": ANNA[:8]})

    assert "Anna Example" in words(found)
    assert client.get(url).status_code == 200
    assert client.post(url, {"object_id": BEN}).status_code == 403


# --- Taking it off --------------------------------------------------------------------------------
def test_who_connected_none_has_none_to_take_off(client, administrator, office):
    anna = user_in("Staff", name="Anna Example")
    client.force_login(administrator)
    url = reverse("admin:office_user_take-off-microsoft", args=[anna.pk])

    asked, sent = client.get(url), client.post(url)

    assert [page.status_code for page in (asked, sent)] == [200, 200]
    assert "No Microsoft account signs Anna Example in." in words(asked)
    assert "No Microsoft account signs Anna Example in." in words(sent)


def test_an_administrator_takes_an_account_off_and_its_person_is_signed_out(
    client, entra, administrator, office, caplog
):
    anna = user_in("Staff", name="Anna Example", email="anna@example.org")
    bound(anna)
    at_home = Client()
    sign_in(at_home, entra)
    assert at_home.get("/plans/").status_code == 200
    client.force_login(administrator)
    url = reverse("admin:office_user_take-off-microsoft", args=[anna.pk])
    assert "Anna Example, anna@example.org signs nobody in here any more." in words(client.get(url))

    client.post(url)

    assert not MicrosoftAccount.objects.exists()
    assert at_home.get("/plans/").status_code == 302
    assert sign_in(at_home, entra).status_code == 403
    assert MicrosoftAccount.history.count() == 2
    assert "Took off the Microsoft account" in LogEntry.objects.latest("pk").change_message
    assert f"The Microsoft account of user {anna.pk} was taken off" in caplog.text
    (told,) = mails_to(anna)
    assert told.subject == "Demonstration: Your Microsoft account was taken off"
    assert "ring an administrator at once" in told.text
