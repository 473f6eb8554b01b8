"""The sample of commissioning: what the source documents name, and two invented years of it.

The files beside this module are the sample; edit them, not code. `services.json` and
`shared_services.json` say what the documents say, in our own words. All that the folder
`demonstration` holds is invented. Only `loading` touches a database.
"""

from pathlib import Path

from governance.sample import read

HERE = Path(__file__).parent

WRITTEN = ("services", "shared_services")
"""Names of the files that tell what is so."""

INVENTED = (
    "services",
    "providers",
    "contracts",
    "grants",
    "spend",
    "intentions",
    "agreements",
    "service_plans",
)
"""Names of the files that tell what never was."""


def written(name):
    """Return one of the files in WRITTEN, as plain values."""
    return read(HERE / f"{name}.json")


def invented(name):
    """Return one of the files in INVENTED, as plain values."""
    return read(HERE / "demonstration" / f"{name}.json")
