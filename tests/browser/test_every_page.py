"""Every page of the demonstration in Chromium, as each role, on a desk and on a narrow screen."""

import pytest
from django.urls import reverse

from tests.access.addresses import GET, OK, ROLES
from tests.access.conftest import path_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen():
    """Pages looked at already: most are the same for several roles."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_sound_at_every_width(watch, things, seen, role):
    reader = watch(role)
    names = [name for name, answers in GET.items() if answers[role] == OK]

    for name in names:
        reader.open(path_of(name, things))
        reader.examine(seen)

    reader.judge()
