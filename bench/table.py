"""What is measured, what it should come to, and the one table that says what it came to."""

from dataclasses import dataclass
from operator import itemgetter

from bench.leaving import PAPER_MUST, PEOPLE

COLUMNS = (
    ("Page", "<38"),
    ("Activities", ">10"),
    ("Queries", ">8"),
    ("Requests/s", ">11"),
    ("p50 ms", ">8"),
    ("p99 ms", ">8"),
    ("CPU ms", ">8"),
    ("Database", ">9"),
    ("kB", ">7"),
    ("CPU/floor", ">10"),
    ("Of floor", ">9"),
    ("Must", ">6"),
    ("Very good", ">10"),
    ("Reached", ">10"),
)
"""CPU ms: processor of the workers for an answer; Database: of PostgreSQL's processes. CPU/floor:
both, beside the floor's; it hardly moves with noise. Of floor: requests a second as a share of the
floor's."""

TAIL = (2.0, 1.6)
MEMORY = (180, 140)
COLD_START = (1.2, 0.7)
"""What must be reached, and what is very good: p99 beside p50, megabytes, seconds."""


@dataclass(frozen=True)
class Page:
    """A row of the table: which address, which of the servers, and shares of the floor to reach.

    name: the key of its query count; address: the key of its path; reader: who asks; conditional
    pages are asked for again with the ETag of the answer before. The targets are for the
    smallest plan; larger ones are judged by what they cost beside it, `growth` times at most.
    """

    title: str
    name: str
    address: str
    server: str = "kept"
    reader: str = "staff"
    is_conditional: bool = False
    must: float | None = None
    very_good: float | None = None
    growth: tuple | None = None


PAGES = (
    Page("Plan dashboard, nothing said since", "dashboard", "dashboard", must=0.60, very_good=0.85),
    Page(
        "Plan dashboard, after every line",
        "dashboard line",
        "dashboard",
        "line",
        must=0.20,
        very_good=0.33,
        growth=(2.0, 1.5),
    ),
    Page(
        "Plan dashboard, nothing kept",
        "dashboard anew",
        "dashboard",
        "anew",
        must=0.20,
        very_good=0.33,
    ),
    Page(
        "Activities list, a page of 50",
        "list",
        "list",
        must=0.15,
        very_good=0.20,
        growth=(1.4, 1.15),
    ),
    Page("Activity page", "activity", "activity", must=0.22, very_good=0.33),
    Page("Past position, asked again", "past", "past", "kept"),
    Page("Past position, asked first", "past anew", "past", "anew"),
    Page(
        # Whoever signed in has a session and rights, as on the dashboard: the targets of a pack
        # from memory are a stranger's, who has neither.
        "Pack, asked again by a panel member",
        "pack",
        "pack",
        reader="panel",
        must=0.60,
        very_good=0.85,
    ),
    Page(
        "Pack, not changed since (304), panel",
        "pack 304",
        "pack",
        reader="panel",
        is_conditional=True,
        must=0.90,
        very_good=1.05,
    ),
    Page(
        "Pack, asked again by a stranger",
        "pack stranger",
        "pack",
        reader="stranger",
        must=1.5,
        very_good=2.0,
    ),
    Page(
        "Pack, not changed since (304), stranger",
        "pack stranger 304",
        "pack",
        reader="stranger",
        is_conditional=True,
    ),
    Page("Pack, nothing kept", "pack anew", "pack", "anew", reader="panel"),
    Page("Two packs compared, asked again", "compare", "compare", reader="panel"),
    Page("Two packs compared, nothing kept", "compare anew", "compare", "anew", reader="panel"),
    Page("Update, sent and in the record", "update", "update", must=0.30, very_good=0.45),
)


REGISTER_PAGES = (
    Page("Priority page, the golden thread", "priority", "priority"),
    Page("Register of contracts, first page", "contracts", "contracts"),
    Page("Scorecard of eight measures", "scorecard", "scorecard"),
)
"""Pages that are measured with few and with many contracts."""


def heading():
    return "".join(f"{title:{width}}" for title, width in COLUMNS)


def register_heading():
    return heading().replace("Activities", " Contracts")


def line(title, size, queries, result, floor, page=None, *, is_smallest=False):
    """One row; `floor` is what the floor did meanwhile. Targets stand beside the smallest plan."""
    share = result["rate"] / floor["rate"]
    cells = (
        title,
        f"{int(size):,}" if size else "",
        "failed" if queries is None else queries,
        f"{result['rate']:.0f}",
        f"{result['p50']:.1f}",
        f"{result['p99']:.1f}",
        number(result["cpu"], ".2f"),
        number(result["database"], ".2f"),
        f"{result['bytes'] / 1000:.1f}",
        number(processor(result) and processor(result) / processor(floor), ".1f"),
        f"{share:.2f}",
        number(page.must if is_smallest else None, ".2f"),
        number(page.very_good if is_smallest else None, ".2f"),
        reached(share, page.must, page.very_good) if is_smallest and page.must else "",
    )
    row = "".join(f"{cell:{width}}" for cell, (_, width) in zip(cells, COLUMNS, strict=True))
    failures = result["failures"]
    return f"{row}  {failures} answers were not as expected" if failures else row


def processor(result):
    """Milliseconds of the workers and the database for an answer; None where it is not told."""
    told = result["cpu"] is not None
    return result["cpu"] + (result["database"] or 0) if told else None


def reached(value, must, very_good, *, at_most=False):
    """Which of two targets a value reaches."""
    sign = -1 if at_most else 1
    if sign * value >= sign * very_good:
        return "very good"
    return "must" if sign * value >= sign * must else "NOT YET"


def tail_line(tails):
    """Which page has the longest tail. tails: {title and size: p99 beside p50}."""
    name, longest = max(tails.items(), key=itemgetter(1))
    late = sum(tail > TAIL[0] for tail in tails.values())
    return (
        f"p99 beside p50, at most {TAIL[0]}: {late} of {len(tails)} rows are above; the longest is "
        f"{longest:.1f} ({name})"
    )


def start_line(title, seconds):
    """How long two workers take to start. title: how they come to their program."""
    what = f"Start to the first answer, {title}, s"
    return measured(what, f"{seconds:.2f}", seconds, COLD_START)


def memory_line(title, sizes, memory):
    """Megabytes that two workers hold once they answered for plans of these sizes."""
    plans = ", ".join(f"{int(size):,}" for size in sizes)
    what = f"Memory of two workers, {title}, after plans of {plans} activities, MB"
    return measured(what, f"{memory:.0f}", memory, MEMORY)


def measured(what, words, value, targets):
    must, very_good = targets
    found = reached(value, must, very_good, at_most=True)
    return f"{what}: {words} (at most {must}, very good {very_good}): {found}"


def number(value, form):
    return "–" if value is None else format(value, form)


def growth_lines(pages, costs, sizes):
    """Say what the largest plan costs beside the smallest, for pages that promise to stay flat.

    costs: {(title, size): processor time of an answer}, or None where it is not told. sizes: of
    the plans, as they are named there, from the smallest to the largest.
    """
    for page in pages:
        small, large = costs[page.title, sizes[0]], costs[page.title, sizes[-1]]
        if page.growth and small and large:
            must, very_good = page.growth
            yield (
                f"{page.title}: {int(sizes[-1]):,} activities cost {large / small:.2f} times what "
                f"{sizes[0]} do "
                f"(must {must:g}, very good {very_good:g})"
            )


def register_lines(pages, costs, queries, sizes):
    """Say of each page what many contracts cost beside few, and whether it asks no more."""
    least, most = sizes
    for page in pages:
        small, large = costs[page.title, least], costs[page.title, most]
        if small and large:
            yield (
                f"{page.title}: {int(most):,} contracts cost {large / small:.2f} times what "
                f"{least} do"
            )
        few, many = queries[page.title, least], queries[page.title, most]
        verdict = "equal" if few == many else "NOT EQUAL"
        yield f"  queries: {few} at {least}, {many} at {int(most):,}: {verdict}"


def query_lines(queries):
    """Say whether a page asks as many questions of the largest plan as of the smallest."""
    least, *_, most = queries
    for name in queries[least]:
        small, large = queries[least][name], queries[most][name]
        verdict = "equal" if small == large else "NOT EQUAL"
        yield f"  {name:<18}{small} at {least}, {large} at {int(most):,}: {verdict}"


# --- What leaves the building -------------------------------------------------------------------
def paper_heading():
    return f"{'A pack as':<14}{'Activities':>11}{'Seconds':>9}{'MB more':>9}{'Must':>7}"


def paper_line(title, size, result):
    """One format of a pack: how long it took to write, and the memory that it took."""
    took, memory = result["seconds"], result["memory"]
    return f"{title:<14}{size:>11,}{took:>9.2f}{memory:>9.0f}{PAPER_MUST:>7.1f}"


def archive_lines(out, back):
    """How long everything took on its way out and in again."""
    yield (
        f"Everything out: {out['seconds']:.1f} s, {out['size']:.0f} MB of files, "
        f"{out['memory']:.0f} MB of memory more"
    )
    yield (
        f"Everything in again: {back['rows']:,} rows in {back['seconds']:.1f} s, "
        f"{back['memory']:.0f} MB of memory more, {back['findings']} findings in the record"
    )


def digest_line(result):
    return (
        f"Digests of {PEOPLE} people: {result['digests']} made and {result['sent']} taken through "
        f"the sender in {result['seconds']:.2f} s"
    )
