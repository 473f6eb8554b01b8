"""Hold the meeting, and say what it came to. About two minutes with everything."""

import argparse
import contextlib
import json
import os
import secrets
import signal
import sys
import tempfile
from pathlib import Path

from bench.meeting.table import lines, losses
from bench.servers import WORKERS, database, production, run, say, serving, tell_server
from tests.postgres import temporary_server

PATIENCE_SECONDS = 90
"""For so long after its time a meeting may finish what is under way."""


def main():
    asked = arguments().parse_args()
    # Whoever ends this program by its number ends what it started, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before its time."))
    with tempfile.TemporaryDirectory(prefix="meeting-") as folder, contextlib.ExitStack() as stack:
        try:
            address = asked.server or stack.enter_context(temporary_server(durable=True))
        except (ImportError, OSError) as error:
            sys.exit(f"There is no PostgreSQL to hold a meeting on: {error}")
        name = f"meeting_{os.getpid()}"
        own = database(address, name, asked.like)
        stack.callback(tell_server, address, f'DROP DATABASE "{name}" WITH (FORCE)')
        problems = hold(Path(folder), own, asked)
    sys.exit("\n".join(problems) or 0)


def arguments():
    parser = argparse.ArgumentParser(prog="bench.meeting", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long it lasts")
    parser.add_argument("--staff", type=int, default=30, help="people who write")
    parser.add_argument("--members", type=int, default=300, help="members and strangers who read")
    parser.add_argument("--server", default="", help="postgres://... to use instead of one's own")
    parser.add_argument("--like", default="template1", help="its database to begin from")
    return parser


def hold(folder, address, asked):
    """Fill, serve, let them in, and look afterwards; return what is wrong, in words.

    address: of an empty database.
    """
    settings = production(folder, address) | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LOG_LEVEL": "ERROR",
        "PAPERS_ROOT": str(folder / "papers"),
        "WEB_CONCURRENCY": str(WORKERS),
    }
    say("Loading the demonstration, and its people")
    if asked.like == "template1":
        run("django migrate --verbosity 0", settings)
    run("django collectstatic --noinput --verbosity 0", settings)
    filled = json.loads(run(f"bench.meeting.filling {asked.staff} {asked.members}", settings))
    say(f"{asked.staff} write and {asked.members} read for {asked.seconds} seconds\n")
    application = {"meeting": ("opcc.wsgi:application", settings)}
    with serving(application, folder / "servers.log", options=()) as servers:
        job = filled | {"port": servers["meeting"].port, "seconds": asked.seconds}
        patience = asked.seconds + PATIENCE_SECONDS
        found = json.loads(run("bench.meeting.people", {}, json.dumps(job), patience=patience))
    say("\n".join(lines(found)))
    counted = json.loads(run("bench.meeting.counting", settings, json.dumps(found["tokens"])))
    say("\n" + counted["verified"])
    return [*found["wrong"], *losses(filled["before"], counted, found["saved"])]


if __name__ == "__main__":
    main()
