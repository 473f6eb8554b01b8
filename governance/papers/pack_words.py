"""What every paper of a pack says of the pack itself."""

from governance.packs.reading import is_intact
from opcc.office.papers.cells import in_london
from plans.templatetags.plan_tags import day, moment

FIRST = "This is the first pack of the plan. There is no earlier one to compare it with."
UNCHANGED = (
    "No status, date, owner or wording of an activity is other than it was in the pack before."
)
NOT_INTACT = (
    "This is not the text that was published. What is stored no longer fits the checksum that it "
    "was published under. Do not rely on this paper, and tell the office."
)


def title_of(reading):
    """ "Delivery plan 2020 to 2021: pack for the Police and Crime Panel, 24 September 2020"."""
    return f"{reading.plan_title}: pack for the {reading.body}, {day(reading.meeting_on)}"


def subtitle_of(reading):
    version = f", version {reading.version}" if reading.version > 1 else ""
    return f"Position at {moment(in_london(reading.cut_off))}{version}"


def about_before(reading, before):
    """Whether what changed is told, and since when."""
    if before:
        then = moment(in_london(before.cut_off))
        return f"Compared with the pack before, whose position is that of {then}."
    return FIRST


def not_intact(reading, before):
    """The warning that the text is another than was published; empty where it is the same."""
    return "" if is_intact(reading, before) else NOT_INTACT


def published_words(pack):
    """Who published it, when, and which version it is."""
    who = pack.published_by_post or pack.published_by_name
    return f"Published by {who} on {day(in_london(pack.published_at))}. Version {pack.version}."
