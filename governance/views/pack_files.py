"""A pack as files, each drawn from its frozen text alone, for whoever may open the pack."""

from django.contrib.auth.decorators import login_not_required

from opcc.office.papers.serving import kept_response, made_response
from plans.registers.files import file_response
from plans.statuses import LABELS, SHOWN_ORDER

from ..packs.reading import read_digest, read_pack
from ..papers.pack_files import FILES
from ..papers.pack_words import is_intact
from .keeping import answer
from .pack_summaries import summaries
from .packs import find_pack, pack_rows, readable


@login_not_required
def pack_file(request, pk, name):
    """One of the files of a pack. name: a key of FILES."""
    pack, wanted = find_pack(request, pk), FILES[name]
    return answer(request, ("file", wanted.key(pack)), lambda: served(request, pack, wanted))


def served(request, pack, wanted):
    reading = read_pack(pack)
    before = before_of(reading)
    name = name_of(pack) + wanted.part

    def make():
        return wanted.make(pack, reading, before)

    if not is_intact(reading, before):
        # A text that was tampered with must not be served on after it was set right.
        return made_response(request, wanted.kind, name, make)
    return kept_response(request, wanted.kind, name, wanted.key(pack), make)


def before_of(reading):
    """The Reading of the pack that its pages compare it with; None of the first."""
    previous = reading.content["previous"]
    return read_digest(previous["digest"]) if previous else None


def name_of(pack):
    """ "pack-2020-09-24", and which version it is where there was one before."""
    version = f"-version-{pack.version}" if pack.version > 1 else ""
    return f"pack-{summaries([pack])[pack.pk]['meeting_on']}{version}"


# --- All packs ----------------------------------------------------------------------------------
COLUMNS = [
    ("meeting on", lambda row: row["meeting_on"]),
    ("body", lambda row: row["body"]),
    ("plan", lambda row: row["plan"]),
    ("version", lambda row: row["pack"].version),
    ("is the newest version", lambda row: row["pack"].newest == row["pack"].pk),
    ("position at", lambda row: row["cut_off"]),
    ("published on", lambda row: row["pack"].published_at),
    ("public from", lambda row: row["pack"].public_from),
    ("how the plan stands", lambda row: row["headline"]),
    ("activities", lambda row: row["total"]),
    *(
        (LABELS[word].lower(), lambda row, word=word: dict(row["parts"]).get(word, 0))
        for word in SHOWN_ORDER
    ),
    ("sha-256", lambda row: row["pack"].digest),
]


@login_not_required
def pack_list_file(request, ending):
    """The packs that the reader may open, one row each."""
    rows = pack_rows(list(readable(request).newest_first()))
    return file_response(request, ending, "packs", "Packs", COLUMNS, rows)
