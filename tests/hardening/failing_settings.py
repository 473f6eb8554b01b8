"""The site's settings, with addresses that fail."""

from opcc.settings import *  # noqa: F403

ROOT_URLCONF = "tests.hardening.failing"
