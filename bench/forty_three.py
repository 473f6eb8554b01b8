"""What forty-three offices, and everybody in the country on the day of publication, would need.

On paper, from what pages cost: it reads the table that `make bench` printed, and multiplies.

    python -m bench.forty_three var/bench.txt

What is measured comes from that table. What is assumed stands in ASSUMED, to be argued with: change
a number there, or on the command line (--offices 43), and the rest follows.
"""

import argparse
import math
import re
import sys
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

SMALLEST = "48"
"""A delivery plan as offices have it."""

ROW = re.compile(
    r"^(?P<title>\S.*?) {2,}(?P<size>[\d,]+) +(?P<queries>\d+) +(?P<rate>\d+) +(?P<p50>[\d.]+)"
    r" +(?P<p99>[\d.]+) +(?P<cpu>[\d.]+) +(?P<database>[\d.]+) +(?P<kb>[\d.]+)"
)

DASHBOARD = "Plan dashboard, nothing said since"
DASHBOARD_ANEW = "Plan dashboard, after every line"
ACTIVITIES = "Activities list, a page of 50"
ACTIVITY = "Activity page"
UPDATE = "Update, sent and in the record"
PACK = "Pack, asked again by a panel member"
COMPARED = "Two packs compared, asked again"
STRANGER = "Pack, asked again by a stranger"
STRANGER_304 = "Pack, not changed since (304), stranger"

STAFF = {DASHBOARD: 0.25, DASHBOARD_ANEW: 0.05, ACTIVITIES: 0.2, ACTIVITY: 0.4, UPDATE: 0.1}
MEMBERS = {PACK: 0.7, COMPARED: 0.3}
"""Of what people ask, how much is what. Each adds up to one."""


@dataclass(frozen=True)
class Assumed:
    """What nobody has measured. Change it here, and say why."""

    offices: int = field(default=43, metadata={"says": "offices, each with a site of its own"})
    staff: int = field(default=60, metadata={"says": "people of an office at work in an hour"})
    staff_pages: int = field(default=12, metadata={"says": "pages each of them asks for in it"})
    members: int = field(default=300, metadata={"says": "readers of a panel meeting"})
    member_pages: int = field(default=30, metadata={"says": "pages each asks for in its hour"})
    visits: int = field(default=500_000, metadata={"says": "visits in the country in a day"})
    visit_pages: int = field(default=4, metadata={"says": "pages of a pack that a visit asks for"})
    busiest_hour: float = field(default=0.2, metadata={"says": "of a day's visits, in one hour"})
    burst: float = field(default=3, metadata={"says": "times an hour's mean, in its worst second"})
    addresses: int = field(default=20, metadata={"says": "addresses of a public pack"})
    places: int = field(default=10, metadata={"says": "places of a CDN that ask by themselves"})
    held: int = field(default=60, metadata={"says": "seconds of PACK_CACHE_SECONDS"})
    busy: float = field(default=0.6, metadata={"says": "of a core that may be busy"})
    processes: int = field(default=2, metadata={"says": "processes of a pod, a core each"})
    threads: int = field(default=4, metadata={"says": "threads of a process"})


ASSUMED = Assumed()


@dataclass(frozen=True)
class Cost:
    """What one answer costs. cpu: milliseconds of processor, of the site and of its database; kb:
    thousands of bytes sent."""

    queries: float
    cpu: float
    kb: float


@dataclass(frozen=True)
class Need:
    """What a situation asks of the machines in its worst second. sites: that share it evenly."""

    title: str
    requests: float
    cores: float
    queries: float
    megabits: float
    sites: int = 1

    def pods(self, assumed):
        """Pods for this load alone, two of a site at least: one may be away."""
        of_a_site = math.ceil(self.cores / self.sites / assumed.processes)
        return self.sites * max(2, of_a_site)

    def connections(self, assumed):
        """Connections that the databases of all its sites have to have room for."""
        return self.pods(assumed) * assumed.processes * assumed.threads


def costs_in(text):
    """{title: Cost} of the rows for the smallest plan in the table that the bench printed."""
    rows = (ROW.match(line) for line in text.splitlines())
    return {
        row["title"]: Cost(
            int(row["queries"]), float(row["cpu"]) + float(row["database"]), float(row["kb"])
        )
        for row in rows
        if row and row["size"] == SMALLEST
    }


def mixed(costs, shares):
    """The Cost of the mean answer. Raises KeyError for a page that was not measured."""
    parts = [(costs[title], share) for title, share in shares.items()]
    return Cost(
        *(sum(getattr(cost, f.name) * share for cost, share in parts) for f in fields(Cost))
    )


def need(title, an_hour, cost, assumed, sites=1):
    """The Need of so many requests in an hour, which do not come evenly."""
    requests = an_hour / 3600 * assumed.burst
    return Need(
        title,
        requests,
        cores=requests * cost.cpu / 1000 / assumed.busy,
        queries=requests * cost.queries,
        megabits=requests * cost.kb * 8 / 1000,
        sites=sites,
    )


def situations(costs, assumed):
    """The Needs of one office, of all, and of the day of publication."""
    a = assumed
    staff, members = mixed(costs, STAFF), mixed(costs, MEMBERS)
    working, meeting = a.staff * a.staff_pages, a.members * a.member_pages
    read = a.visits * a.busiest_hour * a.visit_pages
    # A CDN that may not keep a pack asks for each reader whether it is still right; one that may,
    # each of its places once in so many seconds for each address.
    asked_by_a_cdn = min(read, a.offices * a.addresses * a.places * 3600 / a.held)
    stranger, unchanged = costs[STRANGER], costs[STRANGER_304]
    evenly = replace(a, burst=1)
    return [
        need("One office at work", working, staff, a),
        need("One office, panel meeting", meeting, members, a),
        need("All offices at work", a.offices * working, staff, a, a.offices),
        need("All in a meeting at once", a.offices * meeting, members, a, a.offices),
        need("Publication, no CDN", read, stranger, a, a.offices),
        need("Publication, CDN, 0 seconds", read, unchanged, a, a.offices),
        need(f"Publication, CDN, {a.held} seconds", asked_by_a_cdn, unchanged, evenly, a.offices),
    ]


# --- Print --------------------------------------------------------------------------------------
HEADING = f"{'In the worst second':<32}{'Requests':>10}{'Cores':>8}{'Queries':>10}{'Mbit/s':>9}"


def lines(costs, assumed):
    yield "Measured, an answer each (queries, ms of processor, kB):"
    for title in [*STAFF, *MEMBERS, STRANGER, STRANGER_304]:
        cost = costs[title]
        yield f"  {title:<42}{cost.queries:>4.0f}{cost.cpu:>8.2f}{cost.kb:>7.1f}"
    yield "\nAssumed:"
    for each in fields(assumed):
        yield f"  {getattr(assumed, each.name):>9,}  {each.metadata['says']} (--{dashed(each)})"
    yield f"\n{HEADING}{'Pods':>6}{'Connections':>13}"
    for each in situations(costs, assumed):
        figures = f"{each.requests:>10,.1f}{each.cores:>8.2f}{each.queries:>10,.0f}"
        room = f"{each.pods(assumed):>6}{each.connections(assumed):>13}"
        yield f"{each.title:<32}{figures}{each.megabits:>9.1f}{room}"


def dashed(each):
    return each.name.replace("_", "-")


def read_arguments(arguments):
    """Return (the table's text, Assumed). Exits with words where there is no table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="a file with what `make bench` printed")
    for each in fields(Assumed):
        says = each.metadata["says"]
        parser.add_argument(f"--{dashed(each)}", type=each.type, default=each.default, help=says)
    given = vars(parser.parse_args(arguments))
    try:
        text = given.pop("table").read_text()
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}. First: make bench > {error.filename}")
    return text, Assumed(**given)


def main(arguments=None):
    text, assumed = read_arguments(arguments)
    try:
        print("\n".join(lines(costs_in(text), assumed)))
    except KeyError as missing:
        sys.exit(f"The table has no row of {missing} for a plan of {SMALLEST} activities.")


if __name__ == "__main__":
    main()
