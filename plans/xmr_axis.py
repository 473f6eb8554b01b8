"""The scale beside a chart: round numbers that take in every value, and how they are written."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, log10

STEPS = [Fraction(step) for step in ("1", "2", "2.5", "5", "10")]
"""The steps of a scale that people can count in, times a power of ten."""

SUFFIXES = {0: "", 6: "m", 9: "bn", 12: "tn"}
"""Powers of ten that have a short name."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high` in equal steps, all Fractions and multiples of the step.

    power: the power of ten in which its numbers are written.
    """

    low: Fraction
    high: Fraction
    step: Fraction
    power: int

    @property
    def ticks(self):
        """Return the numbers on the scale, from the lowest."""
        return [
            self.low + self.step * i for i in range(int((self.high - self.low) / self.step) + 1)
        ]

    @property
    def finest(self):
        """Return the power of ten of the step, in the numbers as they are written."""
        return exponent(self.step) - self.power

    def share(self, value):
        """Return how far up the scale a value is, from 0 to 1."""
        return (Fraction(value) - self.low) / (self.high - self.low)

    def write(self, value):
        """Return a number as text to two figures beyond the step, such as "−0.72" or "1.2m"."""
        if not value:
            return "0"
        written = Decimal(value.numerator) / Decimal(value.denominator) / Decimal(10) ** self.power
        places = max(0, 2 - self.finest)
        text = f"{written:,.{places}f}"
        if places:
            text = text.rstrip("0").rstrip(".")
        return f"{'0' if text == '-0' else text.replace('-', '−')}{suffix(self.power)}"


def axis_of(values, most=5):
    """Return the Axis that takes in every value, in at most about `most` steps.

    Values are Fractions, one or more. Where they are all one number it stands in the middle.
    """
    low, high = min(values), max(values)
    if low == high:
        room = abs(low) / 10 or Fraction(1)
        low, high = low - room, high + room
    step = round_step((high - low) / most)
    low, high = floor(low / step) * step, ceil(high / step) * step
    return Axis(low, high, step, power_for(max(abs(low), abs(high))))


def round_step(least):
    """Return the smallest round step that is at least as large as a Fraction above nought."""
    ten = Fraction(10) ** exponent(least)
    return next(step * ten for step in STEPS if step * ten >= least)


def exponent(number):
    """Return the power of ten of the first figure of a Fraction above nought: 0 of 2, 1 of 20."""
    guess = floor(log10(number.numerator) - log10(number.denominator))
    while Fraction(10) ** guess > number:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= number:
        guess += 1
    return guess


def power_for(largest):
    """Return the power of ten in which to write numbers as large as this one."""
    size = exponent(largest)
    if -4 <= size < 15:
        return max(power for power in SUFFIXES if power <= max(size, 0))
    return size


def suffix(power):
    if power in SUFFIXES:
        return SUFFIXES[power]
    return f" × 10{str(power).translate(SUPERSCRIPTS)}"
