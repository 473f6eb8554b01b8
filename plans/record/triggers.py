"""The refusals that stand in the database itself, whoever asks."""

from opcc.office.append_only import AppendOnly

GUARD = AppendOnly(
    table="plans_entry",
    refusal="The record is append-only. Add a line that corrects; never change one.",
    unique=(("id",), ("digest",), ("token",), ("plan_id", "number"), ("activity_id", "version")),
)
SQLITE, POSTGRESQL = GUARD.sqlite, GUARD.postgresql

create, drop = GUARD.create, GUARD.drop
missing, wanted = GUARD.missing, GUARD.wanted
