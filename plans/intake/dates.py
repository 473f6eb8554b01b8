"""Dates as offices write them in a timescale column. UK order; the year runs from 1 April."""

import calendar
import datetime as dt
import re
import typing

from plans.intake.table import folded, quoted

MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"(?P<year>\d{4}|\d{2})"
FINANCIAL_YEAR = r"(?P<first>20\d\d|\d\d)\s*(?:/|-|–|to)\s*(?P<last>20\d\d|\d\d)"

CONTINUING = {
    "ongoing", "on-going", "on going", "continuing", "continuous", "continual", "n/a", "na",
    "not applicable", "business as usual", "bau", "throughout", "throughout the year",
    "throughout year", "all year", "annually", "quarterly", "monthly", "weekly", "daily",
    "standing duty",
}  # fmt: skip
NOTHING = {"", "-", "–", "—"}
YEAR_END = {"financial year end", "financial year", "the financial year", "year end"}
LEAD_IN = re.compile(
    r"^(?:(?:to be )?(?:completed?|delivered|due|target) )?"
    r"(?:(?:no|not) later than |(?:by|in|during) )?(?:the )?(?:end (?:of )?)?"
)
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+")
RANGE = re.compile(r"\s+(?:-|–|to)\s+")

# Excel counts days from 30 December 1899; only numbers of this century are taken for dates.
EXCEL_START = dt.date(1899, 12, 30)
SERIALS = range(36_526, 73_051)
YEARS = range(2000, 2100)


class Due(typing.NamedTuple):
    """What a timescale says: a day, that it goes on without end, nothing, or a problem."""

    on: dt.date | None = None
    is_continuing: bool = False
    problem: str | None = None


def due_date(text, year_starts_on):
    """Return the Due of a timescale, read within the plan's year where it names no year.

    A month, a quarter or a year means its last day. Quarters are those of the financial year.
    """
    words = folded(text).casefold().rstrip(".")
    if words in NOTHING:
        return Due()
    if words in CONTINUING:
        return Due(is_continuing=True)
    day = _day(words, year_starts_on)
    if day is None:
        problem = (
            f"The date {quoted(text)} could not be read. Write a day, a month or a quarter, such "
            "as 31 March 2021, March 2021 or Q4 2020/21, or Ongoing."
        )
        return Due(problem=problem)
    return Due(on=day)


def full_day(text, *, exactly=False):
    """Return the day that a text names together with its year, or None.

    A month, a quarter or a year means its last day; where `exactly`, it names none.
    """
    words = folded(text).casefold().rstrip(".")
    if exactly:
        words = WEEKDAY.sub("", words)
        readings = [(rule, make) for rule, make in READINGS if make in (_exact_day, _serial)]
        return _read_by(readings, words, None)
    return _day(words, None)


def _day(words, year_starts_on):
    words = WEEKDAY.sub("", LEAD_IN.sub("", words))
    if words in YEAR_END:
        return year_starts_on and _year_end(year_starts_on.year)
    if any(pattern.fullmatch(words) for pattern, _ in READINGS):
        return _read_by(READINGS, words, year_starts_on)
    return _end_of_range(words, year_starts_on)


def _read_by(readings, words, year_starts_on):
    """Return the day by the first of the readings that fits the words, or None."""
    for pattern, make in readings:
        if found := pattern.fullmatch(words):
            return _within_reason(make, found.groupdict(), year_starts_on)
    return None


def _within_reason(make, parts, year_starts_on):
    """Return the day, or None for one that the calendar or this century does not have."""
    try:
        day = make(parts, year_starts_on)
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


def _end_of_range(words, year_starts_on):
    """Read "April 2020 to June 2020" as its end, where both sides can be read."""
    start, *rest = RANGE.split(words, maxsplit=1)
    if not rest or _day(start, year_starts_on) is None:
        return None
    return _day(rest[0], year_starts_on)


def _year(parts, year_starts_on, month):
    """Return the year that is written, or the one in which the plan's year has this month.

    Raises ValueError where there is neither.
    """
    if parts.get("year"):
        return int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if year_starts_on is None:
        raise ValueError
    return year_starts_on.year + (month < year_starts_on.month)


def _exact_day(parts, year_starts_on):
    month = MONTHS.get(parts["month"]) or int(parts["month"])
    return dt.date(_year(parts, year_starts_on, month), month, int(parts["day"]))


def _month_end(parts, year_starts_on):
    month = MONTHS.get(parts["month"]) or int(parts["month"])
    year = _year(parts, year_starts_on, month)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _quarter_end(parts, year_starts_on):
    this_year = year_starts_on and year_starts_on.year
    year = this_year if parts["first"] is None else _first_of(parts)
    if year is None:
        return None
    month = int(parts["quarter"]) * 3 + 3
    year, month = (year + 1, 3) if month > 12 else (year, month)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _first_of(parts):
    """Return the year in which a financial year such as 2020/21 starts, or None."""
    first, last = (int(parts[name]) % 100 for name in ("first", "last"))
    return 2000 + first if last == first + 1 else None


def _end_of_financial_year(parts, year_starts_on):
    year = _first_of(parts)
    return None if year is None else _year_end(year)


def _year_end(first_year):
    return dt.date(first_year + 1, 3, 31)


def _serial(parts, year_starts_on):
    days = int(parts["serial"])
    return EXCEL_START + dt.timedelta(days=days) if days in SERIALS else None


READINGS = [
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[t ][\d:.]+)?"), _exact_day),
    (re.compile(rf"(?P<day>\d\d?)[/.-](?P<month>\d\d?)[/.-]{YEAR}"), _exact_day),
    (
        re.compile(rf"(?P<day>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTH}(?:,?[\s-]+{YEAR})?"),
        _exact_day,
    ),
    (re.compile(rf"{MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"), _exact_day),
    (re.compile(rf"{MONTH}(?:,?[\s/-]*{YEAR})?"), _month_end),
    (re.compile(r"(?P<month>\d\d?)/(?P<year>\d{4})"), _month_end),
    (
        re.compile(rf"(?:q|qtr|quarter)\s*(?P<quarter>[1-4])(?:,?\s*(?:of\s+)?{FINANCIAL_YEAR})?"),
        _quarter_end,
    ),
    (re.compile(FINANCIAL_YEAR), _end_of_financial_year),
    (re.compile(r"(?P<serial>\d{5})(?:\.\d+)?"), _serial),
]
