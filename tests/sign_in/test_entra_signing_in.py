"""Signing in by the office's tenant: who gets in, with which further steps, and who is refused."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from opcc.office.sign_in.entra.configuration import configured
from tests.admin_pages import words
from tests.factories import user_in
from tests.sign_in.entra_provider import BEN, CLIENT, SECRET, TENANT, come_back, sign_in, tenant
from tests.sign_in.people import bound, is_signed_in


@pytest.fixture
def anna(office):
    user = user_in("Staff", name="Anna Example", email="anna@example.org")
    bound(user)
    return user


def test_who_is_known_is_signed_in_and_led_to_where_they_wanted(client, anna, entra):
    page = sign_in(client, entra, path="/plans/")

    assert page.url == "/plans/"
    assert is_signed_in(client, anna)


def test_who_was_renamed_at_microsoft_is_the_same_person(client, anna, entra):
    sign_in(client, entra, name="Anna Other", preferred_username="other@example.org")

    assert is_signed_in(client, anna)


def test_the_session_of_the_stranger_does_not_become_that_of_the_person(client, anna, entra):
    client.get(reverse("microsoft_sign_in"))
    before = client.session.session_key

    sign_in(client, entra)

    assert client.session.session_key != before


def test_two_tabs_can_be_on_their_way_at_once(client, anna, entra):
    first = client.get(reverse("microsoft_sign_in"), {"next": "/plans/"})
    client.get(reverse("microsoft_sign_in"))

    page = come_back(client, entra.code_for(first.url))

    assert page.url == "/plans/"
    assert is_signed_in(client, anna)


def test_whose_account_is_closed_is_refused(client, anna, entra):
    anna.is_active = False
    anna.save()

    page = sign_in(client, entra)

    assert page.status_code == 403
    assert "Your account here is closed" in words(page)
    assert not is_signed_in(client, anna)


def test_who_has_a_second_step_here_is_asked_for_it(client, anna, entra):
    TOTP.activate(anna, generate_totp_secret())

    page = sign_in(client, entra)

    assert page.url == reverse("mfa_authenticate")
    assert not is_signed_in(client, anna)


def test_who_works_here_without_a_second_step_sets_one_up_first(client, anna, entra, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, entra)

    page = client.get("/plans/")

    assert page.url.startswith(reverse("mfa_index"))


@pytest.mark.parametrize("has_one_here", [True, False])
def test_the_office_can_say_that_entra_asks_for_the_second_step(
    client, anna, entra, settings, has_one_here
):
    settings.SECOND_FACTOR_REQUIRED, settings.ENTRA = True, tenant(does_second_factor=True)
    if has_one_here:
        TOTP.activate(anna, generate_totp_secret())

    sign_in(client, entra)

    assert is_signed_in(client, anna)
    assert client.get("/plans/").status_code == 200


def test_who_brought_the_second_step_from_entra_is_known_on_every_page(
    client, anna, entra, settings
):
    settings.SECOND_FACTOR_REQUIRED, settings.ENTRA = True, tenant(does_second_factor=True)
    sign_in(client, entra)

    for_everybody = client.get("/packs/")
    leading_nowhere = client.get("/nothing/")

    assert anna.name in words(for_everybody)
    assert anna.name in words(leading_nowhere)


def test_what_entra_asks_counts_for_nobody_who_comes_by_a_password(client, anna, settings):
    settings.SECOND_FACTOR_REQUIRED, settings.ENTRA = True, tenant(does_second_factor=True)
    client.force_login(anna)

    page = client.get("/plans/")

    assert page.url.startswith(reverse("mfa_index"))


def test_the_sign_in_page_leads_to_microsoft_and_keeps_where_one_wanted_to_go(
    client, office, entra
):
    page = client.get(reverse("account_login"), {"next": "/plans/"})

    assert "Sign in with Microsoft" in words(page)
    assert 'href="/sign-in/microsoft/?next=%2Fplans%2F"' in page.content.decode()


ADDRESSES = [
    "microsoft_sign_in",
    "microsoft_callback",
    "microsoft_reauthenticate",
    "microsoft_reauthenticate_go",
    "microsoft_account",
    "microsoft_connect_go",
    "microsoft_bind",
    "invitation_microsoft",
    "invitation_microsoft_bind",
]


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_there_while_no_tenant_is_set(client, administrator, settings, name):
    settings.ENTRA = None
    client.force_login(administrator)

    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name)).status_code == 404


def test_no_page_speaks_of_microsoft_while_no_tenant_is_set(client, administrator, settings):
    settings.ENTRA = None

    sign_in_page = words(client.get(reverse("account_login")))
    client.force_login(administrator)

    assert "Microsoft" not in sign_in_page
    assert "Microsoft" not in words(client.get(reverse("portal:account")))


@pytest.mark.parametrize(
    "name", ["common", "organizations", "consumers", "contoso.onmicrosoft.com", TENANT[:-1], "{}"]
)
def test_a_tenant_that_is_not_one_tenant_is_refused_at_the_start(name):
    with pytest.raises(ImproperlyConfigured, match=r"ENTRA_TENANT is the Directory \(tenant\) ID"):
        configured(tenant=name, client_id=CLIENT, client_secret=SECRET, does_second_factor=False)


@pytest.mark.parametrize(
    "given", [("", CLIENT, SECRET), (TENANT, "", SECRET), (TENANT, CLIENT, "")]
)
def test_half_of_the_settings_are_refused_at_the_start(given):
    names = dict(zip(("tenant", "client_id", "client_secret"), given, strict=True))

    with pytest.raises(ImproperlyConfigured, match="together, or none of them"):
        configured(**names, does_second_factor=False)


def test_the_secret_is_in_no_text_of_the_settings():
    assert SECRET not in repr(tenant())


def test_who_is_signed_in_already_is_not_sent_to_microsoft(client, anna, entra):
    client.force_login(anna)

    page = client.get(reverse("microsoft_sign_in"), {"next": "/plans/"})

    assert page.url == "/plans/"


def test_somebody_elses_account_signs_that_person_in(client, anna, entra):
    ben = user_in("Staff", name="Ben Example")
    bound(ben, BEN)

    sign_in(client, entra, BEN)

    assert is_signed_in(client, ben)
