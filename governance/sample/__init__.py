"""The sample of governance: what the source documents name, and an invented year of it.

The files beside this module are the sample; edit them, not code. `bodies.json`, `strategies.json`,
`programme.json` and `publication.json` say what documents and law say, in our own words. All that
the folder `demonstration` holds is invented. Only `loading` touches a database.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent

WRITTEN = ("bodies", "strategies", "programme", "publication")
"""Names of the files that tell what is so."""

INVENTED = (
    "meetings",
    "strategies",
    "programme",
    "decisions",
    "scrutiny",
    "actions",
    "risks",
    "publications",
    "packs",
)
"""Names of the files that tell what never was."""


def written(name):
    """Return one of the files in WRITTEN, as plain values."""
    return read(HERE / f"{name}.json")


def invented(name):
    """Return one of the files in INVENTED, as plain values."""
    return read(HERE / "demonstration" / f"{name}.json")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))
