"""What the lock files name."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ROOT / "requirements-production.lock"
NPM = ROOT / "package-lock.json"
NAMED = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==", re.M)


def python_packages():
    """The names of what runs in production, each in its one spelling."""
    return {normal(name) for name in NAMED.findall(PRODUCTION.read_text())}


def npm_packages():
    """{name: what the lock says of it} of what builds the style sheet and the scripts."""
    packages = json.loads(NPM.read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: of for path, of in packages.items() if path}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
