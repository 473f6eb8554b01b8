"""What a POST of a valid form answers at every address of a register that writes, and that form."""

from tests.access import commissioning_payloads, governance_payloads, measure_payloads

PARTS = (governance_payloads, measure_payloads, commissioning_payloads)
POST = {name: answers for part in PARTS for name, answers in part.POST.items()}
"""{name: {role: what a POST of a valid form answers}}"""

REGISTERS = [name for part in PARTS for name in part.REGISTERS]
"""What the addresses of every register begin with, as in "governance:action"."""


def part_of(name):
    return next(part for part in PARTS if name in part.POST)


def prepare(name, things):
    """Bring the row into the state in which the verb has a use for it, and return new keys."""
    return part_of(name).prepare(name, things)


def payload(name, things, reader):
    """What the browser of a reader who may do it would send, filled in so that it holds."""
    return part_of(name).payload(name, things, reader)
