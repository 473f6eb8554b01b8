"""Every style sheet, script and picture that a template names is there."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent


def names_in_templates():
    """Return {name: template} of everything that {% static %} asks for."""
    return {
        name: str(template.relative_to(ROOT))
        for template in sorted((ROOT / "templates").rglob("*.html"))
        for name in re.findall(r"{% (?:static|asset) ['\"]([^'\"]+)['\"]", template.read_text())
    }


def test_every_static_file_that_a_template_names_exists():
    missing = {
        name: template
        for name, template in names_in_templates().items()
        if finders.find(name) is None
    }

    assert missing == {}


def test_templates_name_what_the_build_makes():
    assert {"build/app.css", "build/app.js", "build/enabled.js"} <= set(names_in_templates())


def test_the_style_sheet_is_our_own_and_not_that_of_the_government_website():
    words = (ROOT / "static" / "build" / "app.css").read_text().lower()

    assert "gds transport" not in words
    assert "crown" not in words
    assert "#1d70b8" not in words


def test_no_built_file_names_another_host():
    for name in ("app.css", "app.js", "enabled.js"):
        built = (ROOT / "static" / "build" / name).read_text()

        assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", built) == []
        assert re.findall(r"(?:import|fetch)\(\s*['\"]https?://", built) == []
