"""When a digest mentions a thing.

What has a date is said three times at most, to a person, of that date: once from 14 days before,
once from 3 days before, and once when it is overdue: of what registers ask, when they say so, as on
*My work*. "From" is what keeps a weekly reader, or an
office whose server slept, from missing one; who hears of a thing late hears the later moment
alone. A date that moves begins anew. What nobody spoke of is said once for each of the plan's
intervals that passed in silence. What waits for somebody's decision is said in each digest.
"""

import datetime as dt

from opcc.office.models import Reminder

AHEAD_DAYS, SOON_DAYS = 14, 3
MANY_CYCLES = 2
"""After so many silent intervals, whoever answers for the whole plan is told as well."""


def moment_of(due_on, on):
    """The moment at which a thing due on one day stands on another; None while it is far off.

    Due on the 31st is overdue on the 1st, by London days.
    """
    days = (due_on - on).days
    if days < 0:
        return Reminder.Moment.LATE
    if days <= SOON_DAYS:
        return Reminder.Moment.SOON
    return Reminder.Moment.AHEAD if days <= AHEAD_DAYS else None


def silent_since(standing, at_least=1):
    """The London day on which the last whole interval of silence was over.

    None before so many are. An update is due when an interval is over, as on *My work*.
    """
    cycles = standing.days_silent // standing.update_every
    if cycles < at_least:
        return None
    return standing.heard_from_on + dt.timedelta(days=cycles * standing.update_every)


def silent_too_long_since(standing):
    """The same for whoever answers for the whole plan."""
    return silent_since(standing, MANY_CYCLES)
