"""The demonstration goes into an empty database whole, and into any other not at all."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from governance.models import Body
from opcc.office.models import Office
from plans.models import DeliveryPlan
from tests.governance.factories import BodyFactory

pytestmark = pytest.mark.django_db
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_a_database_that_holds_a_body_is_left_alone():
    BodyFactory(owner__title="Clerk")

    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration")

    assert "(1 post, 1 body)" in str(refused.value)
    assert (Body.objects.count(), DeliveryPlan.objects.count()) == (1, 0)


def test_a_failure_among_the_registers_leaves_nothing_behind(monkeypatch):
    def fail(*args, **facts):
        raise RuntimeError("The disk is full")

    monkeypatch.setattr("governance.sample.loading.publish", fail)

    with pytest.raises(RuntimeError), override_settings(PASSWORD_HASHERS=QUICK):
        call_command("load_demonstration", stdout=StringIO())

    assert not Office.objects.exists()
    assert not DeliveryPlan.objects.exists()
