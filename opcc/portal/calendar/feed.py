"""What a person's calendar holds: as much as they may see, asked anew each time.

Meetings, and the days their papers are due. For the office, what the current plan and the
registers ask of the reader's posts; by choice the dates of the whole plan. For panel members, by
choice, the dates that the newest pack they may open says are to be kept, and nothing newer.
Drafts and internal notes are not asked for at all.
"""

import datetime as dt

from django.db.models import F

from governance.calendar import dates_in_pack, meetings_to_keep
from governance.models import Meeting, Pack
from opcc.office.calendar.event import KEPT_DAYS
from plans.calendar import plan_dates
from plans.kept_positions import kept_position
from plans.models import DeliveryPlan
from plans.names import Names
from plans.registers.calendar import dates_asked


def events_for(user, *, now, today, whole):
    """[Event] of the calendar of a User with their roles, from half a year ago on.

    whole: whether it has the dates of the whole plan, or of the newest pack. The number of
    queries is the same for any number of events.
    """
    since = today - dt.timedelta(days=KEPT_DAYS)
    meetings = meetings_to_keep(Meeting.objects.visible_to(user), since=since)
    if user.works_here:
        return [*meetings, *office_dates(user, now=now, today=today, since=since, whole=whole)]
    return [*meetings, *(panel_dates(user, today=today, since=since) if whole else [])]


def office_dates(user, *, now, today, since, whole):
    asked = dates_asked(user.post_ids(), on=today, since=since)
    plan = DeliveryPlan.objects.visible_to(user).current(today)
    if plan is None or not plan.is_open:
        return asked
    names = Names.beside(plan)
    position, mine = kept_position(plan, now=now, numbers=names.numbers), user.post_ids()
    if not whole:
        position = position.only(lambda standing: mine & set(standing.owners))
    return [*asked, *plan_dates(position, posts=names.posts, since=since)]


def panel_dates(user, *, today, since):
    packs = Pack.objects.readable_by(user, today).filter(newest=F("pk"))
    pack = packs.newest_first().first()
    return dates_in_pack(pack, since=since) if pack else []
