"""Finding one pack for one reader, in one query that is written out: most requests for a pack end
with “not changed since”, and composing the query would cost more than all the rest of them."""

from django.db import connection

from opcc.office.composed import rows_of
from plans.registers.facts import as_date

from ..models import Pack

LARGEST_KEY = 2**63 - 1
"""SQLite refuses to look for a larger one."""

COLUMNS = [field for field in Pack._meta.concrete_fields if field.name != "frozen"]
"""Of a pack, all but its text."""

QUESTION = f"""
WITH opening AS (
    SELECT pack_id, public_from FROM governance_packopening AS line
    WHERE NOT EXISTS (
        SELECT 1 FROM governance_packopening AS later
        WHERE later.pack_id = line.pack_id
        AND (later.made_at > line.made_at OR (later.made_at = line.made_at AND later.id > line.id))
    )
),
readable AS (
    SELECT governance_pack.id, meeting_id, plan_id, version, public_from
    FROM governance_pack LEFT JOIN opening ON opening.pack_id = governance_pack.id
    WHERE %s OR public_from <= %s
)
SELECT {", ".join(f"pack.{field.column}" for field in COLUMNS)}, readable.public_from,
    (
        SELECT newer.id FROM readable AS newer
        WHERE newer.meeting_id = pack.meeting_id AND newer.plan_id = pack.plan_id
        ORDER BY newer.version DESC LIMIT 1
    ) AS newest,
    EXISTS (SELECT 1 FROM readable AS before WHERE before.id = pack.previous_id) AS shows_before,
    EXISTS (
        SELECT 1 FROM governance_pack AS later WHERE later.meeting_id = pack.meeting_id
        AND later.plan_id = pack.plan_id AND later.version > pack.version
    ) AS is_superseded
FROM governance_pack AS pack JOIN readable ON readable.id = pack.id
WHERE pack.id = %s
"""
"""The same as `Pack.objects.readable_by`, for one key."""


def find(key, user, on):
    """Return the Pack without its text, as `Pack.objects.readable_by(user, on)` has it, or None."""
    if key > LARGEST_KEY:
        return None
    reads_all = Pack.objects.all().are_all_readable_by(user)
    day = connection.ops.adapt_datefield_value(on)
    # Whether a pack is open is asked of the primary: one that is closed is closed at once.
    rows = rows_of(QUESTION, [reads_all, day, key], COLUMNS, database=connection)
    return loaded(*rows[0]) if rows else None


def loaded(*row):
    """Return the Pack of a row of QUESTION."""
    names = [field.attname for field in COLUMNS]
    pack = Pack.from_db(connection.alias, names, row[: len(names)])
    public_from, pack.newest, shows_before, is_superseded = row[len(names) :]
    pack.public_from = as_date(public_from)
    pack.shows_before, pack.is_superseded = bool(shows_before), bool(is_superseded)
    return pack
