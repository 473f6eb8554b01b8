"""How a file is called: in the record, in packs, and on pages."""

from dataclasses import asdict, dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from opcc.office.text import one_line

from .kinds import LABELS

LONGEST_NAME = 120
LONGEST_ENDING = 10


@dataclass(frozen=True)
class NamedFile:
    """A file as a line of the record names it. size: bytes. id: its key; empty in a pack, which
    names files and hands none out."""

    id: str
    name: str
    kind: str
    size: int
    sha256: str

    def __str__(self):
        return f"{self.name} ({self.facts})"

    @property
    def facts(self):
        """What kind of file it is and how large: "PDF, 34.0 KB"."""
        size = filesizeformat(self.size).replace("\xa0", " ")
        return f"{LABELS.get(self.kind, self.kind)}, {size}"

    @property
    def url(self):
        """Where the office's own people open it; empty where only its name is told."""
        return reverse("plans:evidence-file", args=[self.id]) if self.id else ""

    def as_json(self):
        return asdict(self)

    def told(self):
        """The same for readers outside the office: what it is, and nothing that leads to it."""
        return {name: value for name, value in asdict(self).items() if name != "id"}


def read_files(told):
    """Return the NamedFiles of a line, a standing or a pack: of what `as_json` or `told` gave."""
    return tuple(NamedFile(**{"id": "", **facts}) for facts in told or ())


def in_words(files):
    """Files in words, a line each, for papers and tables: with the SHA-256 that tells each."""
    return "\n".join(f"{file}, SHA-256 {file.sha256}" for file in files)


def clean_name(name):
    """Return a file's name as text for pages: printable, on one line, without a way to a folder.

    A long name keeps its ending.
    """
    name = one_line(name.replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = name.rpartition(".")
    if not dot or not 0 < len(ending) <= LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    stem = stem.strip(" .")
    if len(stem) > LONGEST_NAME:
        stem = f"{stem[:LONGEST_NAME].rstrip()}…"
    return f"{stem or 'file'}{dot}{ending}"
