"""Documents to import, in the shape of the published one."""

from pathlib import Path

PUBLISHED = Path(__file__).parents[4] / "shared" / "seeds" / "000_b8cd43f269f19d61.txt"

HEADER = "Objectives\tCore activities\tELT owner\tTimescale"
PLAN = f"""\
{HEADER}
1. Care for the town\tMend the fence\tCEO & CFO\tSeptember 2020
\tPaint the gate\tCFO\t
2. Be a good employer\tTrain everyone\tCEO\tOngoing
"""


def long_plan(rows):
    """A plan of so many activities under one objective, all led by the CEO."""
    lines = [f"\tKeep promise number {number}\tCEO\t" for number in range(1, rows + 1)]
    return "\n".join([HEADER, "1. Care for the town\t\t\t", *lines])


OWNERS = ("CEO", "CFO", "D/CEO", "Head of CC&E", "CEO & CFO", "D/CEO, Head of CC&E, CFO")


def whole_plan():
    """A plan of the published one's size: five objectives, 48 activities, four posts."""
    lines, number = [HEADER], 0
    for objective, activities in enumerate((9, 10, 16, 6, 7), start=1):
        for place in range(activities):
            number += 1
            begins = f"{objective}. Care for district {objective}" if place == 0 else ""
            owners = OWNERS[number % len(OWNERS)]
            lines.append(f"{begins}\tKeep promise number {number}\t{owners}\t")
    return "\n".join(lines)
