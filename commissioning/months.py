"""The months whose grants or spend are published: what each holds, and what remains to be done."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models.functions import TruncMonth

from plans import periods
from plans.financial_years import days_of, year_of


@dataclass(frozen=True)
class Month:
    """One month of one register.

    first: its first day. total: in pounds. last_on: the day on which one of its rows was published
    last. owners: the posts, {key: title}, that answer for what waits.
    """

    first: dt.date
    count: int = 0
    total: Decimal = Decimal(0)
    published: int = 0
    last_on: dt.date | None = None
    owners: dict | None = None

    @property
    def waiting(self):
        return self.count - self.published

    @property
    def opens_on(self):
        """The first day on which it can be published."""
        return periods.following("month", self.first)

    @property
    def name(self):
        return periods.in_words("month", self.first)

    @property
    def key(self):
        """As addresses name it."""
        return f"{self.first:%Y-%m}"

    def is_over(self, on):
        return self.opens_on <= on

    def is_due(self, on):
        return self.waiting > 0 and self.is_over(on)


def months_of(rows):
    """[Month] of every month that holds any of the rows, from the first. Two queries."""
    owners = owners_by_month(rows)
    found = rows.asked_for().by_month().order_by("first")
    return [Month(**facts, owners=owners.get(facts["first"], {})) for facts in found]


def owners_by_month(rows):
    """{first day of a month: {key: title}} of the posts that answer for what waits in it."""
    model = rows.model
    pairs = (
        rows.to_be_published()
        .order_by()
        .values_list(TruncMonth(model.day_column), "owner_id", "owner__title")
    )
    found = {}
    for month, key, title in pairs.distinct():
        found.setdefault(month, {})[key] = title
    return found


def year_in_months(months, year, on):
    """The months of a financial year that have begun by `on`, the newest first, none left out."""
    known = {month.first: month for month in months}
    first, last = days_of(year)
    begun = [day for n in range(12) if (day := periods.shift(first, n)) <= min(last, on)]
    return [known.get(day, Month(day)) for day in reversed(begun)]


def late_by_year(months, on):
    """{financial year: how many rows of months that are over wait to be published}."""
    late = {}
    for month in months:
        if month.is_due(on):
            year = year_of(month.first)
            late[year] = late.get(year, 0) + month.waiting
    return late
