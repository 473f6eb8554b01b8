"""Run everything that has to pass, and say plainly at the end what ran.

    python -m tests.run                 every leg
    python -m tests.run lint browser    these legs only

Exit code 0 when every leg passed, 1 otherwise. A leg that this machine cannot run is named as
skipped; where CI=true it counts as failed.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.legs import Result, browser, lint, postgresql, sqlite

LEGS = {"lint": lint, "sqlite": sqlite, "postgresql": postgresql, "browser": browser}
TITLES = {
    "lint": "Lint",
    "sqlite": "Suite on SQLite",
    "postgresql": "Suite on PostgreSQL",
    "browser": "Browser",
}


def run_leg(name, folder):
    """Run one leg and return its Result with the seconds it took."""
    print(f"\n=== {TITLES[name]}", flush=True)
    started = time.monotonic()
    try:
        result = LEGS[name](folder)
    except Exception as error:
        result = Result(failed=1, reason=f"{type(error).__name__}: {error}")
    if result.could_not_run and is_continuous_integration():
        result = Result(failed=1, reason=f"could not run: {result.reason}")
    result.seconds = time.monotonic() - started
    return result


def is_continuous_integration():
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def leg_line(name, result):
    """Return the line of the summary for one leg."""
    words = [f"{result.passed} passed", f"{result.failed} failed"]
    if result.skipped:
        words.append(f"{result.skipped} skipped")
    counts = ", ".join(words) if not result.could_not_run else ""
    parts = [counts, f"{result.seconds:.0f} seconds" if counts else "", result.reason]
    return f"  {TITLES[name]:<21}{result.state:<9}" + "; ".join(part for part in parts if part)


def last_line(results):
    """Return the sum over all legs: "N passed, N failed", then ", N skipped" where any were."""
    passed, failed, skipped = (
        sum(getattr(result, field) for result in results)
        for field in ("passed", "failed", "skipped")
    )
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def report(results):
    """Print the summary and return the exit code."""
    skips = [skip for result in results.values() for skip in result.skips]
    print("\n=== Summary")
    for name, result in results.items():
        print(leg_line(name, result))
    for name in [name for name in LEGS if name not in results]:
        print(f"  {TITLES[name]:<21}not asked for")
    if skips:
        print("\nSkipped tests")
        for line in sorted(set(skips)):
            print(f"  {line}")
    print(f"\n{last_line(results.values())}", flush=True)
    return int(any(result.failed for result in results.values()))


def main():
    parser = argparse.ArgumentParser(description="Run everything that has to pass.")
    parser.add_argument("legs", nargs="*", metavar="leg", help=f"of {', '.join(LEGS)}; all of them")
    names = parser.parse_args().legs or list(LEGS)
    if unknown := [name for name in names if name not in LEGS]:
        parser.error(f"no such leg: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="delivery-plan-") as folder:
        results = {name: run_leg(name, Path(folder)) for name in names}
    return report(results)


if __name__ == "__main__":
    sys.exit(main())
