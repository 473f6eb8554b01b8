"""The example of the environment and what reads it agree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def names_in_example():
    lines = (ROOT / ".env.example").read_text()
    return re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", lines, re.MULTILINE)


def names_read_by_settings():
    settings = (ROOT / "opcc" / "settings.py").read_text()
    return set(re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z0-9_]+)["']""", settings))


def names_read_by_the_server():
    server = (ROOT / "gunicorn.conf.py").read_text()
    return set(re.findall(r"""environ\.get\(["']([A-Z0-9_]+)["']""", server))


def names_read_by_compose():
    compose = (ROOT / "docker-compose.yml").read_text()
    return set(re.findall(r"\$\{([A-Z0-9_]+)", compose))


def test_the_example_names_every_variable_that_is_read_and_no_other():
    read = names_read_by_settings() | names_read_by_the_server() | names_read_by_compose()

    assert set(names_in_example()) == read


def values(text):
    """[value] of every setting that a text sets or shows, to the end of its line."""
    return re.findall(r"^ *(?:# )?[A-Z][A-Z0-9_]+=(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("name", [".env.example", "docs/operations.md", "README.md"])
def test_no_comment_stands_behind_a_value_that_would_take_it_for_its_own(name):
    found = values((ROOT / name).read_text())

    assert [value for value in found if re.search(r"\s#", value)] == []


def test_a_comment_behind_a_value_would_be_caught():
    assert values("    A_NAME=https://example.org  # a word") == ["https://example.org  # a word"]


def test_the_example_names_a_variable_once():
    names = names_in_example()

    assert sorted(names) == sorted(set(names))


def test_settings_read_a_variable_once():
    settings = (ROOT / "opcc" / "settings.py").read_text()

    names = re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", settings)

    assert sorted(names) == sorted(set(names))


def test_settings_take_nothing_from_the_environment_but_through_env():
    settings = (ROOT / "opcc" / "settings.py").read_text()

    assert "os.environ" not in settings
    assert "getenv" not in settings
