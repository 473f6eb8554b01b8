"""Eight clicks on one import at once: it is imported once."""

from types import SimpleNamespace

import pytest

from plans.intake.reading import read_pasted
from plans.models import Observation, RegisterIntake
from plans.observation_columns import OF_ONE
from plans.observation_intake import ObservationImport
from plans.registers.intake.checking import Check, finish
from plans.registers.intake.columns import Columns
from tests.conftest import NOW
from tests.factories import supporter_of
from tests.plans.measures import MeasureFactory
from tests.plans.test_races import race
from tests.plans.values_tables import VALUES

ROUNDS = 5

pytestmark = pytest.mark.django_db(transaction=True)


def test_clicks_at_once_import_once(office):
    user = supporter_of("Chief Financial Officer")
    table = read_pasted(VALUES, Columns(*OF_ONE).headings.recognise)
    intakes = [taken_in(MeasureFactory(), table, user) for _ in range(ROUNDS)]

    saved = race(lambda number: check_of(intakes[number], user), click, rounds=ROUNDS)

    assert saved == [1] * ROUNDS
    assert Observation.objects.count() == 2 * ROUNDS


def taken_in(measure, table, user):
    return RegisterIntake.objects.create(
        register="observations",
        about=measure.pk,
        source_name=table.source,
        table=table.as_json(),
        made_by=user,
        made_at=NOW,
    )


def check_of(intake, user):
    request = SimpleNamespace(user=user, today=NOW.date(), now=NOW)
    return Check(intake, ObservationImport.of(request, intake.about))


def click(check, number, place):
    return finish(check, expected=check.difference.fingerprint, reason="", at=NOW)
