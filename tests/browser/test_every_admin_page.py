"""Every page of Django admin in Chromium, found as an administrator finds it: by its links."""

import re

import pytest

from tests.access.addresses import walk

pytestmark = pytest.mark.browser

SECTIONS = ("office", "plans", "governance", "commissioning")


def kind_of(path):
    """The path with N for every key: one page of a kind stands for all of them."""
    return re.sub(r"\d+", "N", path)


def links_within(reader, section):
    """{kind: path} of what the open page links to in this part of admin."""
    links = reader.page.eval_on_selector_all("a[href]", "all => all.map(link => link.href)")
    paths = [link.removeprefix(reader.home).partition("#")[0] for link in links]
    inside = [path for path in paths if path.startswith(f"/admin/{section}/")]
    return {kind_of(path.partition("?")[0]): path for path in reversed(inside)}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_of_django_admin_is_sound_at_every_width(watch, section):
    reader = watch("administrator")
    opened, to_open = set(), {"start": f"/admin/{section}/"}

    while to_open:
        kind, path = to_open.popitem()
        opened.add(kind)
        reader.open(path)
        reader.examine()
        to_open |= {k: p for k, p in links_within(reader, section).items() if k not in opened}

    lists = [f"/{route}" for name, route in walk() if name.startswith(f"admin:{section}_")]
    assert set(filter(is_list, lists)) - opened == set()
    reader.judge()


def is_list(path):
    return path.count("/") == 4
