"""What the intentions of a year ask for and were given, by theme."""

from dataclasses import dataclass
from decimal import Decimal

from plans.financial_years import in_words

from .models import Intention


@dataclass(frozen=True)
class Total:
    """Pounds that so many intentions asked for, and were agreed; waiting: not decided yet."""

    name: str
    count: int
    asked: Decimal
    agreed: Decimal
    waiting: Decimal

    @property
    def not_agreed(self):
        """What was asked less what was agreed and what waits: below zero where more was agreed."""
        return self.asked - self.agreed - self.waiting


@dataclass(frozen=True)
class YearTotals:
    """The totals of a year's themes, and of all of them."""

    year: int
    themes: tuple
    whole: Total

    @property
    def goes_below(self):
        """Whether more was agreed anywhere than was asked."""
        return any(one.not_agreed < 0 for one in (*self.themes, self.whole))

    @property
    def year_words(self):
        return in_words(self.year)


def of_year(rows, year):
    """Return the YearTotals of these intentions. One query."""
    sums = rows.filter(year=year).totals()
    themes = [total(Intention.Theme(one["theme"]).label, one) for one in sums]
    return YearTotals(year, tuple(themes), added_up(themes))


def total(name, sums):
    money = {key: sums[key] or Decimal(0) for key in ("asked", "agreed", "waiting")}
    return Total(name, sums["count"], **money)


def added_up(themes):
    columns = ("count", "asked", "agreed", "waiting")
    sums = {key: sum((getattr(one, key) for one in themes), Decimal(0)) for key in columns}
    return Total("All themes", **sums | {"count": int(sums["count"])})
