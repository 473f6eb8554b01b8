"""The site's settings, with addresses that fail."""

from opcc.settings import *  # noqa: F403  (all of them, and a few otherwise)

ROOT_URLCONF = "tests.hardening.failing"
