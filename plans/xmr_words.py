"""What an XmR chart shows, in words. Pure: a measure and a frozen pack say the same sentence."""

from dataclasses import dataclass
from fractions import Fraction

from plans.xmr import FIRM, Better

NUMBERS = {
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
}

USUAL = "Nothing unusual"
NO_LIMITS = "Value, with too few to say what is usual"

JUDGEMENTS = {
    "improvement": "Better than usual",
    "concern": "Worse than usual",
    "neutral high": "Higher than usual",
    "neutral low": "Lower than usual",
}

TRENDS = {
    "improvement": "Getting better",
    "concern": "Getting worse",
    "neutral high": "Rising",
    "neutral low": "Falling",
}

VERDICTS = {"improvement": "better", "concern": "worse"}

SIDES = {True: "Unusually high or rising", False: "Unusually low or falling"}

ASSURANCES = {
    "pass": "is met as things stand: the whole usual range meets it",
    "fail": "will be missed as things stand: the whole usual range misses it",
    "hit_and_miss": "will be met only by chance: it lies between the limits",
}


@dataclass(frozen=True)
class Series:
    """What the words need to know of the values besides their Analysis.

    periods: a label for each point, such as "April 2019". frequency: "month", "quarter" or "year".
    better: a Better or its value. target: a number, or None. has_gaps: whether a period between the
    first and the last has no value.
    """

    periods: tuple[str, ...]
    frequency: str = "month"
    better: str = Better.NEITHER
    target: Fraction | None = None
    has_gaps: bool = False

    @property
    def noun(self):
        """What runs are counted in: seven values with a month missing are not seven months."""
        return "value" if self.has_gaps else self.frequency


def headline(analysis, series):
    """Return the newest finding as a sentence without its full stop."""
    current = analysis.current
    if current is None or current.size < 2:
        return _too_few(current, series)
    mark = analysis.latest
    said = FINDINGS[mark.rule](mark, series) if mark else _nothing_now(analysis, series)
    return " ".join(filter(None, [said, trial_words(analysis, series)]))


def trial_words(analysis, series):
    """Return "(trial limits: 8 of 12 months)", or "" where limits are firm or there are none."""
    current = analysis.current
    if current is None or not current.has_limits or not current.is_trial:
        return ""
    return f"(trial limits: {current.size} of {FIRM} {series.noun}s)"


def assurance_words(analysis, target_text):
    """Return whether the target, given as text such as "80 per cent", can be relied upon.

    Returns "" where there is no target, no limits or no better way.
    """
    if analysis.assurance is None:
        return ""
    return f"The target of {target_text} {ASSURANCES[analysis.assurance]}"


def description(said, last, assurance):
    """Return a chart in sentences, for those who do not see it.

    said: its headline. last: (value, period) of the newest value in words, or None.
    """
    newest = f"Last value: {last[0]} in {last[1]}" if last else ""
    sentences = [said, newest, assurance, "The values are in the table below"]
    return " ".join(f"{words}." for words in sentences if words)


def mark_words(mark, series):
    """Return why a point is marked and whether that is better or worse, for its row in a table."""
    if mark is None:
        return USUAL
    verdict = VERDICTS.get(mark.meaning)
    why = MARKS[mark.rule](mark, series)
    return f"{why}: {verdict}" if verdict else why


def key_words(meaning, is_up):
    """Return what a shape stands for, for the key under a chart."""
    verdict = VERDICTS.get(meaning)
    return f"{SIDES[is_up]}: {verdict}" if verdict else SIDES[is_up]


def screen_words(analysis):
    """Return what the limits of a chart leave out, which is printed on it; "" without limits."""
    if not analysis.has_ever_limits:
        return ""
    if not analysis.screen:
        return "All moving ranges count towards the limits."
    return (
        f"Outlying moving ranges are left out of the limits: {analysis.dropped or 'none'} left out."
    )


def number(count):
    """Return a whole number in words from one to twelve, and in figures elsewhere."""
    return NUMBERS.get(count, str(count))


# --- The headline -------------------------------------------------------------------------------
def _too_few(current, series):
    so_far = f"{current.size if current else 'none'} so far"
    if current is None or current.start == 0:
        return f"Too few values to say: {so_far}"
    return f"Too few values to say since {series.periods[current.start]}: {so_far}"


def _nothing_now(analysis, series):
    current = analysis.current
    marked = [i for i in range(current.start, current.stop) if analysis.points[i].mark]
    if marked:
        return f"No significant change now; last unusual in {series.periods[marked[-1]]}"
    return f"No significant change since {series.periods[current.start]}"


def _outside_now(mark, series):
    said = f"unusually {mark.side} in {series.periods[-1]}, {_beyond(mark)}"
    if mark.length > 1:
        said += f" for {_span(mark.length, series)}"
    if mark.meaning in VERDICTS:
        return f"{JUDGEMENTS[mark.meaning]}: {said}"
    return said[0].upper() + said[1:]


def _trend_now(mark, series):
    span = _span(mark.length, series)
    if mark.meaning in VERDICTS:
        return f"{TRENDS[mark.meaning]}: {span} {mark.side} in a row"
    return f"{TRENDS[mark.meaning]}: {span} in a row"


def _near_now(mark, series):
    last = f"last three {series.noun}s"
    which = f"two of the {last}" if mark.length == 2 else f"all of the {last}"
    return f"{JUDGEMENTS[mark.meaning]}: {which} {_near(mark)}"


def _shift_now(mark, series):
    return f"{JUDGEMENTS[mark.meaning]}: {_span(mark.length, series)} {_of_mean(mark)}"


FINDINGS = {
    "outside": _outside_now,
    "trend": _trend_now,
    "two_of_three": _near_now,
    "shift": _shift_now,
}


# --- The rows -----------------------------------------------------------------------------------
MARKS = {
    "outside": lambda mark, series: _beyond(mark).capitalize(),
    "trend": lambda mark, series: f"One of {_span(mark.length, series)} {mark.side}",
    "two_of_three": lambda mark, series: (
        f"{_near(mark).capitalize()}, {number(mark.length)} of three"
    ),
    "shift": lambda mark, series: f"One of {_span(mark.length, series)} {_of_mean(mark)}",
}


def _span(length, series):
    """Return "seven months", or "one month"."""
    return f"{number(length)} {series.noun}{'' if length == 1 else 's'}"


def _beyond(mark):
    return "above the upper limit" if mark.is_up else "below the lower limit"


def _near(mark):
    return "near the upper limit" if mark.is_up else "near the lower limit"


def _of_mean(mark):
    return "above the mean" if mark.is_up else "below the mean"
