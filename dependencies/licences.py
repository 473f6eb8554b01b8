"""Under which licence each package is that this program rests on. Prints a table.

Exit code 0 when each is of a family that the office may use, 1 otherwise.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dependencies.locked import normal, npm_packages, python_packages

FAMILIES = {
    "MIT": r"MIT|MIT-0|MIT License|MIT-CMU|ISC|0BSD|Unlicense",
    "BSD": r"BSD|BSD License|BSD[- ][23]-Clause",
    "Apache": r"Apache-2\.0|Apache Software License",
    "Python": r"PSF-2\.0|Python-2\.0|Python Software Foundation License",
    "MPL": r"MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)",
    "LGPL": r"LGPL-3\.0-only|LGPL-3\.0-or-later",
    "Open Font": r"OFL-1\.1",
}
"""What an office may run, change and hand on. MPL and LGPL ask that changes to the package itself
are handed on with it; we change none."""

READ_BY_A_PERSON = {
    "dejavu-fonts-ttf": (
        "Bitstream Vera",
        "Its licence file: free to use, embed and hand on; not to be sold by itself.",
    ),
    "qrcode": (
        "BSD",
        "Its licence file: BSD; what it calls other is the MIT licence of the code it grew from.",
    ),
}
"""{package: (family, why)} where the package's own words do not say it."""


@dataclass(frozen=True)
class Package:
    """A package with the licence that it names."""

    kind: str
    name: str
    version: str
    licence: str

    @property
    def family(self):
        """The family, or None where nobody decided about such a licence yet."""
        if self.name in READ_BY_A_PERSON:
            return READ_BY_A_PERSON[self.name][0]
        return family_of(self.licence)


def family_of(licence):
    """The family of an expression: of any part where one may choose, of all where one may not."""
    either = licence.split(" OR ")
    if len(either) > 1:
        return next(filter(None, map(family_of, either)), None)
    parts = re.split(r" AND |; ", licence)
    found = [name for part in parts for name in FAMILIES if re.fullmatch(FAMILIES[name], part)]
    return found[0] if len(found) == len(parts) else None


def in_python():
    """Every package of the production lock that is installed here."""
    command = [Path(sys.executable).parent / "pip-licenses", "--format=json", "--from=mixed"]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    rows = [(normal(row["Name"]), row["Version"], row["License"]) for row in json.loads(told)]
    wanted = python_packages()
    return [Package("Python", *row) for row in rows if row[0] in wanted]


def in_npm():
    return [
        Package("npm", name, of["version"], of.get("license", ""))
        for name, of in npm_packages().items()
    ]


def main():
    packages = sorted([*in_python(), *in_npm()], key=lambda package: (package.kind, package.name))
    unknown = [package for package in packages if package.family is None]
    widths = [max(len(getattr(p, column)) for p in packages) for column in ("kind", "name")]
    for package in packages:
        name = f"{package.kind:<{widths[0]}}  {package.name:<{widths[1]}}  {package.version:<12}"
        print(f"{name}  {package.family or 'UNKNOWN':<14}  {package.licence}")
    print(f"\n{len(packages)} packages; {len(unknown)} under a licence that nobody decided about.")
    return int(bool(unknown))


if __name__ == "__main__":
    sys.exit(main())
