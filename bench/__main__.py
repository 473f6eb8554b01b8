"""Measure, and print what it came to. About ten minutes on two cores; with --short, one.

It ends with 1 where an answer was not the one that was asked for: then its figures say nothing.
"""

import argparse
import contextlib
import json
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.servers import (
    CONNECTIONS,
    WORKERS,
    database,
    postmaster_of,
    production,
    run,
    say,
    serving,
)
from bench.table import (
    PAGES,
    REGISTER_PAGES,
    archive_lines,
    digest_line,
    growth_lines,
    heading,
    line,
    memory_line,
    paper_heading,
    paper_line,
    processor,
    query_lines,
    register_heading,
    register_lines,
    start_line,
    tail_line,
)
from tests.postgres import temporary_server

WAYS_TO_LOAD = {
    "loaded once, as in a container": "on",
    "loaded by each worker, as a reload wants it": "off",
}
"""{how two workers come to their program: PRELOAD}"""

PAPERS = {"pdf": "PDF", "docx": "Word", "xlsx": "Spreadsheet", "json": "JSON"}


@dataclass(frozen=True)
class Extent:
    """How much is measured: of plans and registers from the smallest to the largest, as their
    sizes are named in results; papers of plans of so many activities; and seconds of asking."""

    activities: tuple = ("48", "480", "4800")
    contracts: tuple = ("50", "5000")
    papers: tuple = ("48", "480")
    seconds: float = 2.5
    floor_seconds: float = 1.0


SHORT = Extent(("24", "48"), ("50", "100"), ("24",), seconds=0.2, floor_seconds=0.1)
"""Whether all of it still works: its figures say nothing. Each connection wants an activity."""


def main():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="see only whether all of it works")
    extent = SHORT if parser.parse_args().short else Extent()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as stack:
        try:
            address = stack.enter_context(temporary_server(durable=True))
        except (ImportError, OSError) as error:
            sys.exit(f"There is no PostgreSQL to measure on: {error}")
        wrong = measure(Path(folder), address, extent)
    print(f"\nMeasured in {time.monotonic() - started:.0f} seconds.")
    if wrong:
        sys.exit(f"Answers were not as expected, so these figures say nothing: {', '.join(wrong)}")


def measure(folder, address, extent):
    """Fill, count, serve, ask and print; return the pages that were answered with another."""
    common = {"SECRET_KEY": secrets.token_urlsafe(50), "LOG_LEVEL": "ERROR"}
    real = common | production(folder, database(address, "plans"))
    floor = common | {
        "DJANGO_SETTINGS_MODULE": "bench.floor",
        "DATABASE_URL": database(address, "floor"),
    }
    sizes = ", ".join(f"{int(size):,}" for size in extent.activities)
    say(f"Filling a database with plans of {sizes} activities and a year of lines")
    run("django migrate --verbosity 0", real)
    run("django collectstatic --noinput --verbosity 0", real)
    filled = json.loads(run(f"bench.filling {' '.join(extent.activities)}", real))
    verify = f"django verify_record --plan {filled['smallest']}"
    say(run(verify, real).strip())
    say("Counting queries")
    counted = json.loads(run("bench.counting", real, json.dumps(filled)))
    reader = {"sessionid": run("bench.floor", floor).strip()}
    registers = {size: fill_registers(common, folder, address, size) for size in extent.contracts}
    applications = {
        "floor": ("django.core.wsgi:get_wsgi_application()", floor),
        "kept": ("opcc.wsgi:application", real),
        "line": ("bench.forgetful:newest_line", real),
        "anew": ("bench.forgetful:everything", real),
    } | {size: ("opcc.wsgi:application", each["settings"]) for size, each in registers.items()}
    postmaster = postmaster_of(address)
    with serving(applications, folder / "servers.log", postmaster=postmaster) as servers:
        wrong = ask_for_all(servers, filled, counted, reader, extent)
        wrong += ask_for_registers(servers, registers, reader, extent)
    for title, preload in WAYS_TO_LOAD.items():
        application, settings = applications["kept"]
        alone = {"kept": (application, settings | {"PRELOAD": preload})}
        with serving(alone, folder / "alone.log") as servers:
            weigh(servers["kept"], title, filled, counted, extent)
    say(run(verify, real).strip())
    say(f"XmR of a series of 1,000 points: {run('bench.xmr', common).strip()} ms of processor")
    let_everything_leave(folder, address, common, real, extent.papers)
    return wrong


def let_everything_leave(folder, address, common, real, sizes):
    """Write papers, make digests, take everything out and bring it in elsewhere; print as it comes.

    The archive comes before the digests: it is of plans and lines, and not of mail.
    """
    say(f"\n{paper_heading()}")
    for name, title in PAPERS.items():
        for size in sizes:
            found = json.loads(run(f"bench.leaving paper {size} {name}", real))
            say(paper_line(title, int(size), found))
    place = folder / "everything"
    out = json.loads(run(f"bench.leaving export {place}", real))
    empty = common | production(folder, database(address, "brought_in"))
    run("django migrate --verbosity 0", empty)
    back = json.loads(run(f"bench.leaving bring_in {place}", empty))
    say("\n".join(archive_lines(out, back)))
    no_server = real | {"EMAIL_URL": "dummymail://"}
    say(digest_line(json.loads(run("bench.leaving digests", no_server))))


def fill_registers(common, folder, address, size):
    """A database of its own with so many contracts; where its pages are, and its settings."""
    say(f"Filling a database with {int(size):,} contracts and a year of reviews")
    settings = common | production(folder, database(address, f"contracts_{size}"))
    run("django migrate --verbosity 0", settings)
    return json.loads(run(f"bench.commissioning {size}", settings)) | {"settings": settings}


def ask_for_all(servers, filled, counted, reader, extent):
    """Ask for each page of each plan, between two looks at the floor, and print as it comes.

    Return the titles of the pages that were answered with another.
    """
    say(f"Asking over {CONNECTIONS} connections, {WORKERS} workers\n\n{heading()}")
    first = look_at(servers["floor"], reader, extent.floor_seconds * 2)
    floors, costs, tails, wrong = [first], {}, {}, []
    say(line("Floor: a page that does nothing", "", 3, floors[0], floors[0]))
    for page in PAGES:
        for size, paths in filled["plans"].items():
            job = job_of(page, paths, filled, counted["posts"][size])
            result = servers[page.server].ask(seconds=extent.seconds, **job)
            floors.append(look_at(servers["floor"], reader, extent.floor_seconds))
            costs[page.title, size] = processor(result)
            tails[f"{page.title}, {size}"] = result["p99"] / result["p50"]
            queries = counted["queries"][size][page.name]
            if result["failures"] or queries is None:
                wrong.append(f"{page.title}, {size}")
            is_smallest = size == extent.activities[0]
            floor = between(*floors[-2:])
            say(line(page.title, size, queries, result, floor, page, is_smallest=is_smallest))
    rates = sorted(floor["rate"] for floor in floors)
    say(f"\nThe floor went from {rates[0]:.0f} to {rates[-1]:.0f} requests a second meanwhile.")
    say(tail_line(tails))
    growth = growth_lines(PAGES, costs, extent.activities)
    say("\n".join([*growth, "Queries:", *query_lines(counted["queries"])]))
    return wrong


def ask_for_registers(servers, registers, reader, extent):
    """Ask for the pages that stand or fall with how many contracts there are, and print.

    Return the titles of the pages that were answered with another.
    """
    say(f"\n{register_heading()}")
    costs, queries, wrong = {}, {}, []
    floor = look_at(servers["floor"], reader, extent.floor_seconds)
    for page in REGISTER_PAGES:
        for size, filled in registers.items():
            path, cookies = filled["paths"][page.address], filled["cookies"]
            result = servers[size].ask(path, cookies, extent.seconds)
            before, floor = floor, look_at(servers["floor"], reader, extent.floor_seconds)
            costs[page.title, size] = processor(result)
            queries[page.title, size] = filled["queries"][page.name]
            asked = queries[page.title, size]
            if result["failures"] or asked is None:
                wrong.append(f"{page.title}, {size}")
            say(line(page.title, size, asked, result, between(before, floor)))
    say("\n".join(register_lines(REGISTER_PAGES, costs, queries, extent.contracts)))
    return wrong


def between(before, after):
    """The mean of two looks at the floor, before a page and after it."""
    rate = (before["rate"] + after["rate"]) / 2
    spent = {}
    for kind in ("cpu", "database"):
        told = before[kind] is not None and after[kind] is not None
        spent[kind] = (before[kind] + after[kind]) / 2 if told else None
    return {"rate": rate} | spent


def look_at(floor, reader, seconds):
    return floor.ask("/", reader, seconds)


def weigh(server, title, filled, counted, extent):
    """Print how long a server took to start, and its memory once it answered for plans as offices
    have them, and for all of them. title: how its workers come to their program."""
    say(start_line(title, server.took))
    for sizes in (extent.activities[:1], extent.activities):
        for size in sizes:
            ask_for_kept(server, size, filled, counted, extent.floor_seconds)
        memory = server.memory()
        if memory is not None:
            say(memory_line(title, sizes, memory))


def ask_for_kept(server, size, filled, counted, seconds):
    """Ask for each page of a plan that a server in earnest answers."""
    for page in PAGES:
        if page.server == "kept" and page.address != "update":
            job = job_of(page, filled["plans"][size], filled, counted["posts"][size])
            server.ask(seconds=seconds, **job)


def job_of(page, paths, filled, posts):
    """What Server.ask has to know of a page: its address, or the updates that are sent to it."""
    is_sent = page.address == "update"
    path, cookies = "" if is_sent else paths[page.address], filled["readers"][page.reader]
    job = {"path": path, "cookies": cookies, "csrf": filled["csrf"]}
    return job | {"posts": posts if is_sent else [], "is_conditional": page.is_conditional}


if __name__ == "__main__":
    main()
