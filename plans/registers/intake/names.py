"""Names in a table: whose they are here, by themselves or because a person said so."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class New:
    """Stands for the key of what is made when the table is imported.

    choice: which of the offered ways to make it a person chose, such as "new:charity".
    """

    name: str
    choice: str


class Names:
    """What one column's names stand for.

    known: {name without case: key}. chosen: {name as first written: choice}, of a person, for names
    that are not known. offered: the choices that stand, as texts; one in figures is a key.
    """

    def __init__(self, known, chosen, offered):
        self.known, self.offered = known, set(offered)
        self.chosen = {name.casefold(): choice for name, choice in chosen.items()}
        self.spellings, self.unknown, self.unsettled = {}, {}, set()

    def find(self, name, row_number):
        """Return the key, a New, or None for a name that nobody has said anything about."""
        words = name.casefold()
        if words in self.known:
            return self.known[words]
        spelling = self.spellings.setdefault(words, name)
        self.unknown.setdefault(spelling, []).append(row_number)
        choice = self.chosen.get(words)
        if choice not in self.offered:
            self.unsettled.add(spelling)
            return None
        return int(choice) if choice.isdecimal() else New(spelling, choice)
