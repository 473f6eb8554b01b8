"""The tables of governance whose rows are never changed or deleted.

Migration 0002 makes their triggers from this list: whoever changes it, or what `AppendOnly` writes,
adds a migration that drops them and makes them again.
"""

from opcc.office.append_only import AppendOnly

LINES = "A line is never changed or deleted. Add a line that says what is right now."
PACKS = "A published pack stays as it is. Publish the next version, with a reason."

GUARDS = [
    AppendOnly("governance_riskscore", LINES, unique=(("id",), ("token",))),
    AppendOnly("governance_scrutinyline", LINES, unique=(("id",), ("token",))),
    AppendOnly("governance_actionline", LINES, unique=(("id",), ("token",))),
    AppendOnly("governance_publicationmade", LINES, unique=(("id",), ("token",))),
    AppendOnly(
        "governance_pack",
        PACKS,
        unique=(("id",), ("digest",), ("meeting_id", "plan_id", "version")),
    ),
    AppendOnly("governance_packpart", PACKS, unique=(("id",), ("pack_id", "activity"))),
    AppendOnly("governance_packopening", PACKS),
]
