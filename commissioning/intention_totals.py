"""What the intentions of a year ask for and were given, by theme."""

from dataclasses import dataclass
from decimal import Decimal

from plans.financial_years import in_words

from .models import Intention


@dataclass(frozen=True)
class Total:
    """Pounds that so many intentions asked for, and were agreed; undecided: what still waits."""

    name: str
    count: int
    asked: Decimal
    agreed: Decimal
    undecided: Decimal

    @property
    def difference(self):
        """What was agreed less what was asked: below zero as a rule."""
        return self.agreed - self.asked


@dataclass(frozen=True)
class YearTotals:
    """The totals of a year's themes, and of all of them."""

    year: int
    themes: tuple
    whole: Total

    @property
    def year_words(self):
        return in_words(self.year)


def of_year(rows, year):
    """Return the YearTotals of these intentions. One query."""
    sums = rows.filter(year=year).totals()
    themes = [total(Intention.Theme(one["theme"]).label, one) for one in sums]
    return YearTotals(year, tuple(themes), added_up(themes))


def total(name, sums):
    money = {key: sums[key] or Decimal(0) for key in ("asked", "agreed", "undecided")}
    return Total(name, sums["count"], **money)


def added_up(themes):
    columns = ("count", "asked", "agreed", "undecided")
    sums = {key: sum((getattr(one, key) for one in themes), Decimal(0)) for key in columns}
    return Total("All themes", **sums | {"count": int(sums["count"])})
