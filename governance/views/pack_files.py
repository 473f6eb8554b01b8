"""A pack as files, each drawn from its frozen text alone, for whoever may open the pack."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect

from opcc.office.papers.formats import CSV
from opcc.office.papers.serving import kept_response, made_response
from plans.registers.files import file_response
from plans.statuses import LABELS, SHOWN_ORDER

from ..packs.reading import is_intact, read_before, read_pack
from ..papers.pack_files import FILES
from .keeping import answer, keep_nowhere
from .pack_summaries import summaries
from .packs import find_pack, pack_rows, readable


@login_not_required
def pack_file(request, pk, name):
    """One of the files of a pack. name: a key of FILES."""
    pack, wanted = find_pack(request, pk), FILES[name]
    return answer(request, ("file", wanted.key(pack)), lambda: served(request, pack, wanted))


def served(request, pack, wanted):
    reading = read_pack(pack)
    before = read_before(reading)
    name = name_of(pack) + wanted.part

    def make():
        return wanted.make(pack, reading, before)

    if not is_intact(reading, before):
        return tampered(request, pack, wanted, name, make)
    return kept_response(request, wanted.kind, name, wanted.key(pack), make)


def tampered(request, pack, wanted, name, make):
    """What is sent in place of words that are not those that were published.

    A document warns of itself. A CSV file has no room for that: the page of the pack has.
    """
    if wanted.kind is CSV:
        return keep_nowhere(redirect(pack))
    return keep_nowhere(made_response(request, wanted.kind, name, make))


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
