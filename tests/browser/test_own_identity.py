"""The look is the office's own: nothing that only the government's own site may use."""

import pytest

from tests.access.conftest import path_of
from tests.legs import ROOT

pytestmark = pytest.mark.browser

NOT_OURS = ["GDS Transport", "govuk-crest", "Crown copyright", "#1d70b8", "#00703c"]


def test_the_built_style_sheet_and_scripts_hold_nothing_of_the_crown():
    files = sorted(path for path in (ROOT / "static" / "build").rglob("*") if path.is_file())
    built = "".join(file.name + file.read_bytes().decode(errors="ignore") for file in files)

    assert [words for words in NOT_OURS if words.lower() in built.lower()] == []


@pytest.mark.parametrize("name", ["account_login", "portal:home", "plans:plan-detail"])
def test_a_page_holds_nothing_of_the_crown_and_no_address_elsewhere(watch, things, name):
    reader = watch("anonymous" if name == "account_login" else "accountable")

    reader.open(path_of(name, things))

    page = reader.page.content()
    assert [words for words in NOT_OURS if words in page] == []
    assert page.replace("http://www.w3.org/2000/svg", "").count("://") == 0
