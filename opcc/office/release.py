"""Which program this is: the same text on every machine and in every worker that runs it.

What is rendered once and kept, and the ETags of pages that are, name it: a page or a paper made by
another release is made again.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    ("templates", "*.html"),
    ("templates", "*.svg"),
    ("opcc", "*.py"),
    ("opcc/office/papers", "*.typ"),
    ("opcc/office/papers", "*.xml"),
    ("plans", "*.py"),
    ("governance", "*.py"),
    ("commissioning", "*.py"),
]


def digest_of_sources():
    """The SHA-256 of all templates and the code that fills them, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for folder, pattern in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


RELEASE = digest_of_sources()
