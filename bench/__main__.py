"""Measure, and print what it came to. About eight minutes on two cores."""

import contextlib
import json
import secrets
import sys
import tempfile
import time
from pathlib import Path

from bench.commissioning import SIZES as CONTRACTS
from bench.leaving import PAPER_SIZES
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
    paper_heading,
    paper_line,
    processor,
    query_lines,
    register_heading,
    register_lines,
    server_lines,
    tail_line,
)
from tests.postgres import temporary_server

PAPERS = {"pdf": "PDF", "docx": "Word", "xlsx": "Spreadsheet", "json": "JSON"}
SECONDS = 2.5
FLOOR_SECONDS = 1.0


def main():
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as stack:
        try:
            address = stack.enter_context(temporary_server(durable=True))
        except (ImportError, OSError) as error:
            sys.exit(f"There is no PostgreSQL to measure on: {error}")
        measure(Path(folder), address)
    print(f"\nMeasured in {time.monotonic() - started:.0f} seconds.")


def measure(folder, address):
    """Fill, count, serve, ask and print."""
    common = {"SECRET_KEY": secrets.token_urlsafe(50), "LOG_LEVEL": "ERROR"}
    real = common | production(folder, database(address, "plans"))
    floor = common | {
        "DJANGO_SETTINGS_MODULE": "bench.floor",
        "DATABASE_URL": database(address, "floor"),
    }
    say("Filling a database with plans of 48, 480 and 4,800 activities and a year of lines")
    run("django migrate --verbosity 0", real)
    run("django collectstatic --noinput --verbosity 0", real)
    filled = json.loads(run("bench.filling", real))
    verify = f"django verify_record --plan {filled['smallest']}"
    say(run(verify, real).strip())
    say("Counting queries")
    counted = json.loads(run("bench.counting", real, json.dumps(filled)))
    reader = {"sessionid": run("bench.floor", floor).strip()}
    registers = {size: fill_registers(common, folder, address, size) for size in CONTRACTS}
    applications = {
        "floor": ("django.core.wsgi:get_wsgi_application()", floor),
        "kept": ("opcc.wsgi:application", real),
        "line": ("bench.forgetful:newest_line", real | {"CACHE_URL": "dummycache://"}),
        "anew": ("bench.forgetful:everything", real | {"CACHE_URL": "dummycache://"}),
    } | {size: ("opcc.wsgi:application", each["settings"]) for size, each in registers.items()}
    postmaster = postmaster_of(address)
    with serving(applications, folder / "servers.log", postmaster=postmaster) as servers:
        ask_for_all(servers, filled, counted, reader)
        ask_for_registers(servers, registers, reader)
        memory = servers["kept"].memory()
    with serving({"cold": applications["kept"]}, folder / "cold.log") as servers:
        say("\n".join(server_lines(memory, servers["cold"].took)))
    say(run(verify, real).strip())
    say(f"XmR of a series of 1,000 points: {run('bench.xmr', common).strip()} ms of processor")
    let_everything_leave(folder, address, common, real)


def let_everything_leave(folder, address, common, real):
    """Write papers, make digests, take everything out and bring it in elsewhere; print as it comes.

    The archive comes before the digests: it is of plans and lines, and not of mail.
    """
    say(f"\n{paper_heading()}")
    for name, title in PAPERS.items():
        for size in PAPER_SIZES:
            say(
                paper_line(title, size, json.loads(run(f"bench.leaving paper {size} {name}", real)))
            )
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


def ask_for_all(servers, filled, counted, reader):
    """Ask for each page of each plan, between two looks at the floor, and print as it comes."""
    say(f"Asking over {CONNECTIONS} connections, {WORKERS} workers\n\n{heading()}")
    floors, costs, tails = [look_at(servers["floor"], reader, FLOOR_SECONDS * 2)], {}, {}
    say(line("Floor: a page that does nothing", "", 3, floors[0], floors[0]))
    for page in PAGES:
        for size, paths in filled["plans"].items():
            result = look_at_page(servers[page.server], page, paths, filled, counted["posts"][size])
            floors.append(look_at(servers["floor"], reader, FLOOR_SECONDS))
            costs[page.title, size] = processor(result)
            tails[f"{page.title}, {size}"] = result["p99"] / result["p50"]
            queries = counted["queries"][size][page.name]
            say(line(page.title, size, queries, result, between(*floors[-2:]), page))
    rates = sorted(floor["rate"] for floor in floors)
    say(f"\nThe floor went from {rates[0]:.0f} to {rates[-1]:.0f} requests a second meanwhile.")
    say(tail_line(tails))
    say("\n".join([*growth_lines(PAGES, costs), "Queries:", *query_lines(counted["queries"])]))


def ask_for_registers(servers, registers, reader):
    """Ask for the pages that stand or fall with how many contracts there are, and print."""
    say(f"\n{register_heading()}")
    costs, queries = {}, {}
    floor = look_at(servers["floor"], reader, FLOOR_SECONDS)
    for page in REGISTER_PAGES:
        for size, filled in registers.items():
            result = servers[size].ask(filled["paths"][page.address], filled["cookies"], SECONDS)
            before, floor = floor, look_at(servers["floor"], reader, FLOOR_SECONDS)
            costs[page.title, size] = processor(result)
            queries[page.title, size] = filled["queries"][page.name]
            asked = queries[page.title, size]
            say(line(page.title, size, asked, result, between(before, floor), page))
    say("\n".join(register_lines(REGISTER_PAGES, costs, queries)))


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


def look_at_page(server, page, paths, filled, posts):
    """Ask for one page, or send updates where the page is sent rather than asked for."""
    is_sent = page.address == "update"
    path, cookies = "" if is_sent else paths[page.address], filled["readers"][page.reader]
    return server.ask(
        path,
        cookies,
        SECONDS,
        csrf=filled["csrf"],
        posts=posts if is_sent else [],
        etag=server.etag(path, cookies) if page.is_conditional else "",
    )


if __name__ == "__main__":
    main()
