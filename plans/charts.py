"""The geometry of a bar of counts. Whole numbers in, whole numbers out; nothing is drawn here."""

from dataclasses import dataclass

WHOLE = 10_000
"""The length of a bar, in hundredths of a per cent."""


@dataclass(frozen=True)
class Part:
    """One status in a bar: where it starts and how long it is, in hundredths of a per cent."""

    code: str
    count: int
    start: int
    width: int

    @property
    def x(self):
        return percent(self.start)

    @property
    def length(self):
        return percent(self.width)

    @property
    def digits(self):
        return len(str(self.count))

    @property
    def middle(self):
        return percent(self.start + self.width // 2)


def bar(counts):
    """Return the Parts to draw for an ordered list of (code, count); zeros are left out."""
    shown = [(code, count) for code, count in counts if count]
    widths = share([count for _, count in shown], [room_for(count) for _, count in shown])
    starts = [sum(widths[:index]) for index in range(len(widths))]
    return [
        Part(code, count, start, width)
        for (code, count), start, width in zip(shown, starts, widths, strict=True)
    ]


def share(counts, minimums):
    """Divide WHOLE among `counts` in proportion, giving each that is not zero its minimum.

    Returns a list of whole numbers that add up to WHOLE, or all zeros where every count is.
    Raises ValueError for a negative count, or where the minimums alone would not fit.
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count cannot be negative.")
    floors = {i: minimums[i] for i, count in enumerate(counts) if count}
    if sum(floors.values()) > WHOLE:
        raise ValueError("The minimums are longer than the bar.")
    free = proportional_parts(counts, floors)
    left = WHOLE - sum(floors[i] for i in floors if i not in free)
    shares = {**floors, **apportion({i: counts[i] for i in free}, left)}
    return [shares.get(i, 0) for i in range(len(counts))]


def proportional_parts(counts, floors):
    """Return the positions whose fair share is at least their floor once the rest have theirs."""
    free = set(floors)
    while free:
        left = WHOLE - sum(floors[i] for i in floors if i not in free)
        weight = sum(counts[i] for i in free)
        short = {i for i in free if left * counts[i] < floors[i] * weight}
        if not short:
            break
        free -= short
    return free


def apportion(weights, whole):
    """Divide `whole` among {key: weight} by largest remainder; earlier keys win ties."""
    total = sum(weights.values())
    shares = {key: whole * weight // total for key, weight in weights.items()}
    spare = whole - sum(shares.values()) if weights else 0
    by_remainder = sorted(weights, key=lambda key: -(whole * weights[key] % total))
    for key in by_remainder[:spare]:
        shares[key] += 1
    return shares


def room_for(count):
    """Return the width that lets a figure be read in its part on the narrowest page."""
    return 200 + 300 * min(len(str(count)), 4)


def percent(units):
    """Return hundredths of a per cent as the text of an SVG length: 1250 is "12.5%"."""
    return f"{units / 100:g}%"
