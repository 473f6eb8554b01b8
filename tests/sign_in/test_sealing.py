"""What second steps are checked against is of no use to who has a copy of the database."""

import io
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from opcc.office.sign_in.sealing import key_of, seal, unseal
from tests.sign_in.doing import SECRET, code_of, set_up_app, sign_in, who_is_in, with_app

STEP = "/sign-in/second-step/"


def test_neither_the_secret_nor_the_codes_stand_in_the_database(client, colleague):
    sign_in(client, colleague)
    _, secret = set_up_app(client)
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    codes = [line.replace(" ", "") for line in text.splitlines() if line[:1].isdigit()]

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert len(codes) == 10
    assert [words for words in (secret, *codes) if words in kept] == []


def test_the_same_text_is_sealed_otherwise_each_time():
    assert seal("words") != seal("words")
    assert unseal(seal("words")) == "words"


def test_the_key_of_its_own_seals_where_it_is_set(settings):
    settings.SECOND_FACTOR_KEY = "a key of its own"

    opened = Fernet(key_of("a key of its own")).decrypt(seal("words"))

    assert opened == b"words"


def test_a_key_of_its_own_may_be_set_later(client, colleague, settings):
    with_app(colleague)
    settings.SECOND_FACTOR_KEY = "a key of its own"

    sign_in(client, colleague)
    client.post(STEP, {"code": code_of()})

    assert who_is_in(client) == colleague.pk


def test_the_secret_key_may_be_changed_while_the_old_one_is_named(client, colleague, settings):
    with_app(colleague)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 8

    sign_in(client, colleague)
    client.post(STEP, {"code": code_of()})

    assert who_is_in(client) == colleague.pk


def reseal():
    told = io.StringIO()
    call_command("reseal_second_steps", stdout=told)
    return told.getvalue()


def codes_of(user):
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def test_once_steps_are_sealed_anew_the_old_key_can_go(client, colleague, settings):
    with_app(colleague)
    RecoveryCodes.activate(colleague)
    codes = codes_of(colleague)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 8

    told = reseal()
    settings.SECRET_KEY_FALLBACKS = []

    assert told.startswith("2 sealed anew")
    assert codes_of(colleague) == codes
    sign_in(client, colleague)
    client.post(STEP, {"code": code_of()})
    assert who_is_in(client) == colleague.pk


def test_what_no_key_opens_is_named_and_stays_as_it_is(colleague, finance_chief, settings):
    with_app(colleague)
    before = Authenticator.objects.get().data
    settings.SECRET_KEY = "another " * 8
    with_app(finance_chief)

    with pytest.raises(CommandError, match=f"what these have: {colleague.name}"):
        reseal()

    assert Authenticator.objects.get(user=colleague).data == before


def test_without_its_key_a_step_lets_nobody_in_and_says_what_to_do(client, colleague, settings):
    with_app(colleague)
    settings.SECRET_KEY = "another " * 8
    sign_in(client, colleague)

    page = client.post(STEP, {"code": code_of()}).content.decode()

    assert "Ask an administrator to reset your second step." in page
    assert who_is_in(client) is None


@pytest.mark.parametrize(
    "page",
    ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"],
)
def test_without_its_key_the_pages_of_recovery_codes_say_what_to_do(
    client, colleague, settings, page
):
    sign_in(client, colleague)
    set_up_app(client)
    Authenticator.objects.filter(user=colleague, type="recovery_codes").update(
        data={"seed": Fernet(key_of("a lost key")).encrypt(b"seed").decode(), "used_mask": 0}
    )

    answer = client.get(reverse(page), follow=True)

    assert answer.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Ask an administrator to reset your second step." in answer.text


@pytest.mark.parametrize("text", ["", SECRET, "gAAAAA"])
def test_what_was_not_sealed_is_never_taken_for_a_secret(text):
    with pytest.raises(ValidationError):
        unseal(text)
