"""What measures said in one pack and say in another: from their frozen values and nothing else."""

from dataclasses import dataclass

OF_THE_MEASURE = {
    "title": "It has another title",
    "definition": "It is defined otherwise",
    "source": "It has another source",
    "unit": "It has another unit",
    "better": "Another way is better",
    "target": "The target was changed",
    "breaks": "Limits begin again elsewhere",
    "ended": "It is no longer reported",
}
"""{fact of a measure in a pack: words for its change}: what can change besides the values."""


@dataclass(frozen=True)
class MeasureChange:
    """A measure that is not as it was, or that one of the two packs has alone.

    before, after: FrozenMeasures, None where it is not in that pack.
    """

    before: object
    after: object

    @property
    def measure(self):
        return self.after or self.before

    @property
    def is_in_both(self):
        return bool(self.before and self.after)

    @property
    def revised(self):
        """[(words of the period, its value before, its value now)] of values said anew since."""
        if not self.is_in_both:
            return []
        was, now = self.before.values, self.after.values
        return [
            (self.after.in_words(period), self.before.in_unit(was[period]), self.after.in_unit(new))
            for period, new in now.items()
            if was.get(period, new) != new
        ]

    @property
    def said_anew(self):
        """Words for what else is said otherwise than before, such as its definition."""
        if not self.is_in_both:
            return []
        was, now = self.before.facts, self.after.facts
        words = [words for name, words in OF_THE_MEASURE.items() if was[name] != now[name]]
        if was["ended"] and not now["ended"]:
            words[words.index(OF_THE_MEASURE["ended"])] = "It is reported again"
        if was["analysis"]["screen"] != now["analysis"]["screen"]:
            words.append("Its limits are worked out otherwise")
        return words

    @property
    def said_more(self):
        """Whether anything besides new values was said."""
        return bool(self.revised or self.said_anew)

    @property
    def matters(self):
        """Whether a reader of the earlier pack would learn anything new."""
        if not self.is_in_both:
            return True
        told = [(m.headline, m.assurance, m.values) for m in (self.before, self.after)]
        return told[0] != told[1] or bool(self.said_anew)


def compare_measures(before, after):
    """Return the MeasureChanges between two Readings: what the later one lacks comes last."""
    earlier = {measure.key: measure for measure in before.measures}
    now = [MeasureChange(earlier.pop(each.key, None), each) for each in after.measures]
    gone = [MeasureChange(each, None) for each in earlier.values()]
    return [change for change in now + gone if change.matters]
