"""The legs of `make test`: lint, the suite on SQLite and on PostgreSQL, and the browser."""

import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.chromium import find_chromium
from tests.postgres import temporary_server

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TOOLS = Path(sys.executable).parent
PROCESSES = os.environ.get("TEST_PROCESSES") or str(min(max(os.cpu_count() or 2, 2), 4))
"""How many tests run at once: two, or up to four where the machine has the processors."""

LEG_SECONDS = 3_600
"""A leg that takes longer hangs."""

# What a developer keeps in .env must not leak into a test: the environment wins over the file.
TEST_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "opcc.settings",
    "SECRET_KEY": "for-tests-only-and-nothing-else-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DEVELOPMENT": "on",
    "DEBUG": "off",
    "HTTPS": "off",
    "SECOND_FACTOR_REQUIRED": "off",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "WARNING",
}
PRODUCTION_ENVIRONMENT = {
    **TEST_ENVIRONMENT,
    "ALLOWED_HOSTS": "plan.example.org",
    "DEVELOPMENT": "off",
    "HTTPS": "on",
    "SECOND_FACTOR_REQUIRED": "on",
    "LOG_LEVEL": "WARNING",
    "SITE_URL": "https://plan.example.org",
    "DEFAULT_FROM_EMAIL": "plan@example.org",
}


@dataclass
class Result:
    """What one leg came to, counted in tests (for lint: in checks)."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    could_not_run: bool = False
    reason: str = ""
    skips: list = field(default_factory=list)
    seconds: float = 0

    @property
    def state(self):
        if self.could_not_run:
            return "SKIPPED"
        return "FAILED" if self.failed else "passed"


def cannot_run(reason):
    return Result(skipped=1, could_not_run=True, reason=reason)


# --- Lint ---------------------------------------------------------------------------------------
def lint_checks():
    """Return every check that needs no test: its name and its command line."""
    manage = [PYTHON, "manage.py"]
    dclint = ["node", "node_modules/dclint/bin/dclint.cjs", "--max-warnings", "0"]
    return {
        "ruff check": [TOOLS / "ruff", "check", "."],
        "ruff format": [TOOLS / "ruff", "format", "--check", "."],
        "djlint format": [TOOLS / "djlint", "--check", "templates"],
        "djlint rules": [TOOLS / "djlint", "--lint", "--quiet", "templates"],
        "imports run one way": [TOOLS / "lint-imports", "--no-cache"],
        "no migration is missing": [*manage, "makemigrations", "--check", "--dry-run"],
        "production settings": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "images": [TOOLS / "hadolint", "Dockerfile", "deploy/Dockerfile.caddy"],
        "compose": [*dclint, "--config", ".dclintrc.yaml", "docker-compose.yml"],
        "static files": [*manage, "collectstatic", "--noinput", "--verbosity", "0"],
    }


def lint(folder):
    """Run every check, two at a time, and print the output of those that fail."""
    environment = {
        **os.environ,
        **PRODUCTION_ENVIRONMENT,
        # Node is the machine's own, or came with what builds the style sheet.
        "PATH": f"{os.environ['PATH']}:{ROOT / '.tools' / 'bin'}",
        "DATABASE_URL": f"sqlite:///{folder}/lint.sqlite3",
        "STATIC_ROOT": f"{folder}/lint-static",
    }
    checks = lint_checks()
    with ThreadPoolExecutor(max_workers=2) as pool:
        passes = list(pool.map(lambda name: run_check(name, checks[name], environment), checks))
    failures = [name for name, passed in zip(checks, passes, strict=True) if not passed]
    return Result(passed=sum(passes), failed=len(failures), reason=", ".join(failures))


def run_check(name, command, environment):
    """Run one check; True when it passed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LEG_SECONDS,
    )
    passed = done.returncode == 0
    words = f"{name}: passed" if passed else f"{name}: FAILED\n{done.stdout.strip()}\n"
    print(words, flush=True)
    return passed


# --- Suites -------------------------------------------------------------------------------------
def sqlite(folder):
    return run_pytest(folder, "sqlite", "not browser", DATABASE_URL=f"sqlite:///{folder}/a.sqlite3")


def postgresql(folder):
    """Run the suite on the server of DATABASE_URL, or on one that lives as long as the leg."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return run_pytest(folder, "postgresql", "not browser", DATABASE_URL=given)
    with contextlib.ExitStack() as stack:
        try:
            address = stack.enter_context(temporary_server())
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            return cannot_run(f"no PostgreSQL: {error}. Give one in DATABASE_URL")
        return run_pytest(folder, "postgresql", "not browser", DATABASE_URL=address)


def browser(folder):
    chromium = find_chromium()
    if not chromium:
        return cannot_run("no Chromium: install it, or say in CHROMIUM where it is")
    database = f"sqlite:///{folder}/b.sqlite3"
    return run_pytest(folder, "browser", "browser", DATABASE_URL=database, CHROMIUM=chromium)


def run_pytest(folder, leg, markers, **variables):
    """Run the tests that the marker expression picks, and count them."""
    report = folder / f"{leg}.xml"
    static_root = folder / f"{leg}-static"
    static_root.mkdir()
    command = [PYTHON, "-m", "pytest", "-q", "-n", PROCESSES, "--dist", "worksteal"]
    done = subprocess.run(
        [*command, "-m", markers, f"--junitxml={report}", "-o", "junit_family=xunit2"],
        cwd=ROOT,
        env={
            **os.environ,
            **TEST_ENVIRONMENT,
            "STATIC_ROOT": str(static_root),
            **variables,
        },
        stdin=subprocess.DEVNULL,
        timeout=LEG_SECONDS,
    )
    return read_report(report, done.returncode)


def read_report(report, exit_code):
    """Count what pytest wrote down; an exit code that no count explains is a failure."""
    if not report.exists():
        return Result(failed=1, reason=f"pytest stopped with exit code {exit_code}")
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = sum(1 for case in cases if has_any(case, "failure", "error"))
    skips = [skip_line(case) for case in cases if has_any(case, "skipped")]
    result = Result(len(cases) - failed - len(skips), failed, len(skips), skips=skips)
    if exit_code and not failed:
        result.failed = 1
        result.reason = "no test was found" if exit_code == 5 else f"pytest exit code {exit_code}"
    return result


def has_any(case, *outcomes):
    return any(case.find(outcome) is not None for outcome in outcomes)


def skip_line(case):
    reason = case.find("skipped").get("message", "")
    return f"{case.get('classname', '')}.{case.get('name')}: {reason}"
