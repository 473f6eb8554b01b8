"""Measure, and print one table. About three minutes on two cores."""

import contextlib
import json
import secrets
import sys
import tempfile
import time
from pathlib import Path

from bench.servers import CONNECTIONS, WORKERS, run, serving
from bench.table import PAGES, growth_lines, heading, line, query_lines
from tests.postgres import temporary_server

SECONDS = 3.0
FLOOR_SECONDS = 1.2


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
    say(run(f"django verify_record --plan {filled['smallest']}", real).strip())
    say("Counting queries")
    counted = json.loads(run("bench.counting", real, json.dumps(filled)))
    reader = {"sessionid": run("bench.floor", floor).strip()}
    applications = {
        "floor": ("django.core.wsgi:get_wsgi_application()", floor),
        "kept": ("opcc.wsgi:application", real),
        "anew": ("bench.forgetful:application", real | {"CACHE_URL": "dummycache://"}),
    }
    with serving(applications, folder / "servers.log") as servers:
        ask_for_all(servers, filled, counted, reader)


def production(folder, address):
    """The settings of a real server, but for HTTPS, which a proxy would end."""
    return {
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "DATABASE_URL": address,
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEVELOPMENT": "off",
        "DEBUG": "off",
        "HTTPS": "off",
    }


def database(address, name):
    """Make an empty database on the server; return its address."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    server, _, query = address.partition("?")
    return f"{server.rpartition('/')[0]}/{name}?{query}"


def ask_for_all(servers, filled, counted, reader):
    """Ask for each page of each plan, between two looks at the floor, and print as it comes."""
    say(f"Asking over {CONNECTIONS} connections, {WORKERS} workers\n\n{heading()}")
    floors, shares = [look_at(servers["floor"], reader, FLOOR_SECONDS * 2)], {}
    print(line("Floor: a page that does nothing", "", 3, floors[0], 1))
    for page in PAGES:
        for size, paths in filled["plans"].items():
            result = look_at_page(servers[page.server], page, paths, filled, counted["posts"][size])
            floors.append(look_at(servers["floor"], reader, FLOOR_SECONDS))
            share = result["rate"] / ((floors[-1]["rate"] + floors[-2]["rate"]) / 2)
            shares[page.title, size] = share
            queries = counted["queries"][size][page.name]
            print(line(page.title, size, queries, result, share, page), flush=True)
    rates = sorted(floor["rate"] for floor in floors)
    print(f"\nThe floor went from {rates[0]:.0f} to {rates[-1]:.0f} requests a second meanwhile.")
    print(*growth_lines(PAGES, shares), "Queries:", *query_lines(counted["queries"]), sep="\n")


def look_at(floor, reader, seconds):
    return floor.ask("/", reader, seconds)


def look_at_page(server, page, paths, filled, posts):
    """Ask for one page, or send updates where the page is sent rather than asked for."""
    is_sent = page.address == "update"
    return server.ask(
        "" if is_sent else paths[page.address],
        filled["cookies"],
        SECONDS,
        csrf=filled["csrf"],
        posts=posts if is_sent else [],
    )


def say(words):
    print(words, flush=True)


if __name__ == "__main__":
    main()
