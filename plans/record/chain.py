"""Digests: each line's SHA-256 covers its facts and the digest of the line before."""

import datetime as dt
import hashlib
import json

FACTS = (
    "plan_id",
    "number",
    "activity_id",
    "version",
    "kind",
    "said_on",
    "made_at",
    "made_by_id",
    "made_by_name",
    "made_by_post",
    "written_by_id",
    "written_by_name",
    "written_by_post",
    "status",
    "narrative",
    "next_steps",
    "reason_category",
    "reason",
    "forecast_on",
    "evidence",
    "milestone_id",
    "corrects_id",
    "correction",
    "changes",
    "standing",
    "previous_digest",
)
"""Every column of a line but its key, its form's token and the digest itself. `files` counts
where there are any."""


def digest(entry):
    """Return the SHA-256 of a line's facts as 64 hexadecimal digits."""
    facts = {name: getattr(entry, name) for name in FACTS}
    if entry.files is not None:
        facts["files"] = entry.files
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value):
    """Write dates as ISO 8601, and moments in UTC, so that both databases agree."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value.isoformat()
