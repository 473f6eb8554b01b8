"""What importing a table into a register would do, row by row, in words a person can check."""

import dataclasses
import hashlib
import json

from plans.intake.difference import CHANGED, NEW, UNCHANGED, Change

__all__ = ["CHANGED", "NEW", "UNCHANGED", "Change", "Difference", "Line"]


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of the table beside the row of the register that it is, if it is there.

    title: what it is called; `url` its page. notes: what else to show under the title. under:
    ((heading, words), ...) as the register names them. asks_reason: whether a change needs a reason
    that the row lacks. facts: what is written if it is new or changed, for the register's own use.
    """

    row_number: int
    title: str
    under: tuple
    standing: object = None
    url: str = ""
    notes: tuple = ()
    changes: tuple[Change, ...] = ()
    asks_reason: bool = False
    facts: dict = dataclasses.field(default_factory=dict)

    @property
    def state(self):
        if self.standing is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED


@dataclasses.dataclass(frozen=True)
class Difference:
    """Everything that an import would do.

    names: {field: Names} of the columns in which names are matched.
    """

    lines: tuple
    problems: tuple
    notes: tuple
    names: dict

    def of(self, state):
        return [line for line in self.lines if line.state == state]

    @property
    def new(self):
        return self.of(NEW)

    @property
    def changed(self):
        return self.of(CHANGED)

    @property
    def unsettled(self):
        """How many names nobody has said anything about."""
        return sum(len(names.unsettled) for names in self.names.values())

    @property
    def can_be_written(self):
        return not self.problems and not self.unsettled and bool(self.new or self.changed)

    @property
    def asks_reason(self):
        return any(line.asks_reason for line in self.lines)

    def __str__(self):
        """Say the counts: "1 changed, 47 unchanged"."""
        counts = [(len(self.of(state)), state) for state in (NEW, CHANGED, UNCHANGED)]
        return ", ".join(f"{count:,} {state}" for count, state in counts if count)

    @property
    def fingerprint(self):
        """A digest of what would be done, to tell whether it is still what a person checked."""
        facts = [
            [line.title, line.state, line.asks_reason, list(line.under), list(line.notes)]
            + [str(change) for change in line.changes]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
