"""The words an activity's owner may say about it, and the one word the system says."""

from django.db import models


class Status(models.TextChoices):
    """A stated judgement. It moves only by a line in the record."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    COMPLETE = "complete", "Complete"
    WITHDRAWN = "withdrawn", "Withdrawn"


SILENT = "silent"
"""Computed, never stored: nobody has said anything within the plan's reporting interval."""

LABELS = {**dict(Status.choices), SILENT: "No update received"}

MEANINGS = {
    Status.NOT_STARTED: "Work has not begun, and it is not yet late in beginning.",
    Status.ON_TRACK: "We expect to do what was promised by the date that stands.",
    Status.AT_RISK: "Something may stop us keeping the promise unless it is dealt with. "
    "The reason is given.",
    Status.OFF_TRACK: "We do not expect to keep the promise as it stands. The reason, what is "
    "being done and a new expected date are given.",
    Status.COMPLETE: "What was promised has been done. Evidence is linked.",
    Status.WITHDRAWN: "The office no longer intends to do this. The reason is given.",
    SILENT: "The system's word, not the owner's: nothing has been said for longer than the "
    "plan allows. It is neither good news nor bad news.",
}

ENDED = frozenset({Status.COMPLETE, Status.WITHDRAWN})
"""Statuses after which no further update is expected."""

SHOWN_ORDER = (
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
    Status.COMPLETE,
    Status.NOT_STARTED,
    SILENT,
    Status.WITHDRAWN,
)
"""The order in which counts are drawn and listed, everywhere."""
