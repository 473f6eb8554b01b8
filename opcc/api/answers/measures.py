"""Measures with their values and the limits between which they usually lie."""

from plans.measure_values import level_in_file
from plans.models import Measure, MeasureLine
from plans.periods import Frequency

from .fields import (
    Answer,
    count,
    day,
    exact,
    flag,
    key,
    link,
    maybe_day,
    maybe_text,
    moment,
    one,
    one_of,
    rows,
    text,
    texts,
)
from .sources import SourceAnswer


class TargetAnswer(Answer):
    """What is aimed at, and who wants it. A measure needs no target."""

    comes_from = "The measure's lines"

    value = exact("The target.")
    set_by = maybe_text("Who set it.")
    said_on = day("The day on which it was set.")
    words = maybe_text("Why.")


class MeasureAnswer(Answer):
    """Something counted again and again, by which one sees whether a priority is served."""

    comes_from = "The measure, as its lines told of it at that moment"
    worked_out = frozenset({"headline", "assurance", "last_mark"})

    id = key("The measure's key: the same in every pack.")
    url = link("The address of this measure with its values.")
    title = text("What it is called.")
    definition = text("What is counted, and what is left out.")
    values_from = text("Where the values come from, such as a system or publication.")
    frequency = one_of(Frequency.choices, "How often there is a value.")
    unit = maybe_text("What is counted in, such as calls or per cent; empty for none.")
    decimals = count("How many decimal places are shown.")
    better = one_of(Measure.Better.choices, "Which way is better.")
    priority = maybe_text("The priority that it tells of; empty where it tells of none alone.")
    owner = text("The post that answers for it.")
    headline = maybe_text("What the values say, in a sentence.")
    assurance = maybe_text("Whether the target will be met, as far as the values can say.")
    last_period = maybe_day("The first day of the newest period that has a value.")
    last_value = exact("Its value; null without any.", allow_null=True)
    last_mark = maybe_text("Whether that value is unusual, in words; empty without limits.")
    target = one(TargetAnswer, "What is aimed at; null without a target.", allow_null=True)
    ended_on = maybe_day("The day from which it is reported no more; null while it is.")
    as_at = moment("The moment that all of it is about: of a pack, the cut-off.")
    source = one(
        SourceAnswer, "The pack that it was published in; null of the newest.", allow_null=True
    )


class ValueAnswer(Answer):
    """The value of a measure in one period, with the lines drawn through it (an XmR chart)."""

    comes_from = "The measure's lines"
    worked_out = frozenset(
        ["period_words", "mark", "mean", "lower", "upper", "is_trial", "starts_anew"]
    )

    period = day("The first day of the period.")
    period_words = text("The period in words.")
    value = exact("The value.")
    is_provisional = flag("Whether it may still be put right.")
    note = maybe_text("What was said about it.")
    mark = maybe_text("Whether it is unusual, in words; empty without limits.")
    mean = exact("The mean of the values since limits began anew.")
    lower = exact("The limit below which a value is unusual; null of one value.", allow_null=True)
    upper = exact("The limit above which a value is unusual; null of one value.", allow_null=True)
    is_trial = flag("Whether there are fewer than 12 values, so that limits may still move.")
    starts_anew = flag("Whether the mean and the limits begin anew with this value.")


class BreakAnswer(Answer):
    """Why limits begin anew."""

    comes_from = "The measure's lines"

    kind = one_of(MeasureLine.Kind.choices, "What was done.")
    from_period = day("The first day of the period from which they do.")
    words = maybe_text("The cause.")
    definition_before = maybe_text("What was counted before, where that changed.")


class MeasureWholeAnswer(MeasureAnswer):
    """A measure with its values, and what was said about how it is measured."""

    worked_out = MeasureAnswer.worked_out | {"limits", "gaps"}

    limits = maybe_text("How the limits were worked out.")
    gaps = texts("Periods without a value between the first and the last, in words.")
    ended_words = maybe_text("Why it is reported no more.")
    values = rows(ValueAnswer, "One a period, in the order of time.")
    breaks = rows(BreakAnswer, "Where limits begin anew, in the order of time.")


def measure_row(measure, url, at, source=None):
    """Return a FrozenMeasure as plain values. source: what `source_row` says of its pack."""
    facts = measure.facts
    names = ("title", "definition", "frequency", "unit", "decimals", "better", "priority", "owner",
             "headline", "assurance", "target")  # fmt: skip
    last = facts["values"][-1] if facts["values"] else None
    return {name: facts[name] for name in names} | {
        "id": measure.key,
        "url": url,
        "values_from": facts["source"],
        "last_period": last and last["period"],
        "last_value": last and last["value"],
        "last_mark": facts["marks"][-1] if last else "",
        "ended_on": facts["ended"] and facts["ended"]["on"],
        "as_at": at,
        "source": source,
    }


def measure_whole(measure, url, at, source=None):
    facts = measure.facts
    return measure_row(measure, url, at, source) | {
        "limits": facts["limits"],
        "gaps": facts["gaps"],
        "ended_words": facts["ended"]["words"] if facts["ended"] else "",
        "values": value_rows(measure),
        "breaks": [break_row(told) for told in facts["breaks"]],
    }


def break_row(told):
    names = ("kind", "from_period", "words")
    return {name: told[name] for name in names} | {"definition_before": told["definition_from"]}


def value_rows(measure):
    """Each period of a FrozenMeasure with the lines of the segment that it lies in."""
    segments = [
        (s, i == s.start) for s in measure.analysis.segments for i in range(s.start, s.stop)
    ]
    told = zip(
        measure.facts["values"], measure.labels, measure.facts["marks"], segments, strict=True
    )
    return [
        {name: value[name] for name in ("period", "value", "is_provisional", "note")}
        | {"period_words": label, "mark": mark, "is_trial": segment.is_trial}
        | {name: level_in_file(getattr(segment, name)) for name in ("mean", "lower", "upper")}
        | {"starts_anew": begins and segment.start > 0}
        for value, label, mark, (segment, begins) in told
    ]
