"""Making rows of registers, and saying the lines about them: how every app loads its sample."""

import datetime as dt
from decimal import Decimal

from plans.models import Activity

from .loading import LONDON, Cast, day

SPOKEN_AT = dt.time(11, 0)
"""When lines of registers are written: between those of the record and the close of the day."""

DAYS = {"covers_until", "ends_on", "from_period", "next_review_on", "period", "to"}
NUMBERS = {"spend_to_date", "target", "value"}
"""What verbs take as a date, and as a Decimal."""


class Registers:
    """The names by which rows of the files point to each other, and who speaks of them.

    apart: what is said of a row in a file and is no column of text, number or date.
    """

    apart = frozenset({"activities", "lines", "owner", "priorities"})

    def __init__(self, plan):
        self.plan, self.cast = plan, Cast()
        activities = Activity.objects.filter(plan=plan).select_related("objective")
        self.activities = {activity.reference: activity for activity in activities}
        priorities = plan.police_and_crime_plan.priorities.all()
        self.priorities = {priority.number: priority for priority in priorities}

    def make(self, model, described, **facts):
        """Make a row of a register as a file describes it, tied to activities and priorities."""
        facts = self.columns(model, described) | facts
        row = model.objects.create(owner=self.cast.posts[described["owner"]], **facts)
        for name in ("activities", "priorities"):
            if name in described:
                getattr(row, name).set([getattr(self, name)[each] for each in described[name]])
        return row

    def columns(self, model, described):
        """The plain columns of a row: the file's texts, read as the model's fields read them."""
        names = described.keys() - self.apart
        return {name: model._meta.get_field(name).to_python(described[name]) for name in names}

    def say_all(self, row, lines):
        for line in lines:
            self.say(row, line)

    def say(self, row, line, **facts):
        """Let who may say it add the line that `line` describes, by the verb that it names.

        It is written on the day that it is about, or later where it says `written_on`.
        """
        on = day(line["on"])
        written_on = day(line.get("written_on")) or on
        facts |= {name: read(name, line[name]) for name in line.keys() - SAYING}
        moves = line["verb"] == "move_date"
        speaker = self.cast.accountable if moves else self.speaker_for(row.owner)
        at = dt.datetime.combine(written_on, SPOKEN_AT, tzinfo=LONDON)
        getattr(row, line["verb"])(**facts, said_on=on, by=speaker(written_on), at=at)

    def speaker_for(self, post):
        return lambda on: self.cast.answering(post, on)


SAYING = {"on", "verb", "written_on"}
"""What a line in a file says of itself and its verb does not take."""


def read(name, value):
    if name in DAYS:
        return day(value)
    return Decimal(value) if name in NUMBERS else value


def in_order(described, name):
    """Rows in the order of their days, which is that of their numbers."""
    return sorted(described, key=lambda row: row[name])
