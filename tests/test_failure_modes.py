"""Every failure mode has a test that exists, or a reason in docs/operations.md why it has none."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = ROOT / "docs" / "operations.md"
MODES = tomllib.loads((ROOT / "tests" / "failure_modes.toml").read_text())
REASON = re.compile(r"^\| (\d+) \| .+ \| .+ \|$", re.M)


def names_of(file):
    """The functions of a file of tests; none where there is no such file."""
    path = ROOT / file
    tree = ast.parse(path.read_text() if path.is_file() else "")
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def exists(test):
    """Whether "file::function" is there; "file" alone stands for all its tests."""
    file, _, name = test.partition("::")
    names = names_of(file)
    return name in names if name else any(each.startswith("test_") for each in names)


@pytest.mark.parametrize("number", MODES)
def test_the_tests_of_a_failure_mode_exist(number):
    tests = MODES[number]["tests"]

    missing = [test for test in tests if not exists(test)]

    assert tests
    assert missing == []


def test_a_test_that_is_gone_would_be_missed():
    assert not exists("tests/test_failure_modes.py::test_that_is_gone")
    assert not exists("tests/test_that_is_gone.py")


def test_every_failure_mode_has_a_test_or_a_reason():
    reasons = set(REASON.findall(OPERATIONS.read_text()))

    assert set(MODES) | reasons == {str(number) for number in range(1, 51)}
