"""The lock files agree with what the project asks for, and say nothing of where it comes from."""

import ast
import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALL = ROOT / "requirements.lock"
PRODUCTION = ROOT / "requirements-production.lock"


def pins(lock):
    """Return {name: version} of a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", lock.read_text(), re.M)
    return {canonicalize_name(name): version for name, version in found}


def asked_for(group=None):
    """Return the requirements of the project itself, or of one of its groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    return [Requirement(line) for line in lines]


def closure(requirements):
    """Return the names of all packages that these need on this machine, themselves included."""
    names, waiting = set(), list(requirements)
    seen = set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        names.add(key[0])
        waiting += needs(requirement)
    return names


def needs(requirement):
    extras = {"", *requirement.extras}
    lines = importlib.metadata.requires(requirement.name) or []
    return [
        one
        for one in map(Requirement, lines)
        if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def imported(folder):
    """The names of the packages, but for the language's own, that modules in a folder import."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - sys.stdlib_module_names


def test_what_the_program_imports_is_asked_for_by_its_own_name():
    own = {"opcc", "plans", "governance", "commissioning"}
    names = set().union(*map(imported, own)) - own
    asked = {canonicalize_name(requirement.name) for requirement in asked_for()}
    known_as = importlib.metadata.packages_distributions()

    missing = {
        name for name in names if asked.isdisjoint(map(canonicalize_name, known_as.get(name, ())))
    }

    assert missing == set()


def test_every_package_asked_for_is_locked_at_a_version_that_will_do():
    locked = pins(ALL)

    unmet = [
        str(requirement)
        for requirement in asked_for() + asked_for("dev")
        if not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]

    assert unmet == []


def test_whatever_the_packages_need_is_locked_too():
    assert closure(asked_for() + asked_for("dev")) - set(pins(ALL)) == set()


def test_what_is_installed_is_what_is_locked():
    locked = pins(ALL)

    installed = {
        name: importlib.metadata.version(name) for name in closure(asked_for() + asked_for("dev"))
    }

    assert installed == {name: locked[name] for name in installed}


def test_the_lock_of_the_image_is_the_part_of_the_lock_that_serves_the_site():
    locked = pins(ALL)
    production = pins(PRODUCTION)

    assert closure(asked_for()) - set(production) == set()
    assert {name: locked.get(name) for name in production} == production
    assert {canonicalize_name(each.name) for each in asked_for("dev")} & set(production) == set()


@pytest.mark.parametrize("lock", [ALL, PRODUCTION], ids=lambda lock: lock.name)
def test_every_python_package_has_its_checksums(lock):
    with_checksums = re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:", lock.read_text(), re.M)

    assert len(with_checksums) == len(pins(lock))


def test_no_lock_file_holds_an_address():
    for name in ("requirements.lock", "requirements-production.lock", "package-lock.json"):
        text = (ROOT / name).read_text()

        assert "://" not in text
        assert '"resolved"' not in text


def test_the_lock_of_the_assets_agrees_with_what_is_asked_for():
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert lock["packages"][""]["devDependencies"] == package["devDependencies"]
    for name, version in package["devDependencies"].items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


def test_every_package_of_the_assets_has_its_checksum():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    without = [name for name, one in lock["packages"].items() if name and "integrity" not in one]

    assert without == []
