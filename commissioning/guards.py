"""The tables of commissioning whose rows are never changed or deleted.

Migration 0002 makes their triggers from this list: whoever changes it, or what `AppendOnly` writes,
adds a migration that drops them and makes them again.
"""

from opcc.office.append_only import AppendOnly

LINES = "A line is never changed or deleted. Add a line that says what is right now."
TABLES = ("contractline", "contractreview", "agreementreview", "serviceplanline")

GUARDS = [
    AppendOnly(f"commissioning_{table}", LINES, unique=(("id",), ("token",))) for table in TABLES
]
