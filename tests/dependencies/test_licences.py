"""What this program rests on may be used, changed and handed on by an office."""

import subprocess
import sys

import pytest

from dependencies.licences import READ_BY_A_PERSON, Package, family_of, in_npm, in_python
from dependencies.locked import ROOT, python_packages

EVERY = [*in_python(), *in_npm()]


def test_each_package_is_under_a_licence_that_somebody_decided_about():
    unknown = [f"{p.name}: {p.licence}" for p in EVERY if p.family is None]

    assert unknown == []


def test_every_package_of_production_is_looked_at():
    """But for those that only another machine needs."""
    looked_at = {package.name for package in in_python()}

    assert {"django", "gunicorn", "psycopg", "typst", "et-xmlfile"} <= looked_at
    assert python_packages() - looked_at <= {"colorama", "async-timeout"}
    assert {"govuk-frontend", "source-sans"} <= {package.name for package in in_npm()}


@pytest.mark.parametrize(
    ("licence", "family"),
    [
        ("MIT License", "MIT"),
        ("Apache-2.0 OR BSD-2-Clause", "Apache"),
        ("GPL-3.0-only OR MIT", "MIT"),
        ("Apache-2.0 AND BSD-2-Clause", "Apache"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL"),
        ("GPL-3.0-only", None),
        ("MIT AND AGPL-3.0-only", None),
        ("BSD License; Other/Proprietary License", None),
        ("UNKNOWN", None),
        ("", None),
    ],
)
def test_one_may_choose_where_there_is_a_choice_and_keeps_all_where_there_is_none(licence, family):
    assert family_of(licence) == family


def test_a_package_that_somebody_read_is_there_and_does_not_say_it_itself():
    named = {package.name: package for package in EVERY}

    for name, (family, why) in READ_BY_A_PERSON.items():
        assert family_of(named[name].licence) is None
        assert family
        assert why.endswith(".")


def test_a_package_nobody_decided_about_is_shown():
    assert Package("Python", "new", "1.0", "AGPL-3.0-only").family is None


def test_the_command_prints_a_line_for_each():
    done = subprocess.run(
        [sys.executable, "-m", "dependencies.licences"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(EVERY) + 2
    assert done.stdout.splitlines()[-1].endswith("0 under a licence that nobody decided about.")
