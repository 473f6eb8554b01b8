"""The demonstration never goes into a database that is in use for something else."""

import pytest
from django.core.management import CommandError, call_command

from opcc.office.models import Office, User
from plans.models import DeliveryPlan
from tests import factories

pytestmark = pytest.mark.django_db


def refusal():
    """The words with which the command refuses."""
    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration")
    return str(refused.value)


def test_a_real_office_is_left_alone():
    factories.OfficeFactory(full_name="Office of the Commissioner for Testshire")

    words = refusal()

    assert "data of its own (1 office)" in words
    assert "Point DATABASE_URL to an empty database." in words
    assert not Office.objects.get().is_demonstration
    assert not DeliveryPlan.objects.exists()


def test_a_database_with_people_and_a_plan_is_left_alone():
    factories.UserFactory.create_batch(2)
    factories.DeliveryPlanFactory()

    assert "(2 users, 1 Police and Crime Plan, 1 delivery plan)" in refusal()
    assert User.objects.count() == 2


def test_a_demonstration_of_something_else_is_left_alone():
    factories.OfficeFactory(is_demonstration=True)
    factories.user_in("Staff", email="person@example.org")

    assert "(1 office, 1 user)" in refusal()
