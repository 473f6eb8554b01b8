"""Rules of the house that no linter knows, read from the source itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("opcc", "plans", "governance", "commissioning")
LONGEST = 400

# --- Who may write ------------------------------------------------------------------------------
RECORD = "plans/record/"
"""The only folder that changes what a plan promises, each time with a line that says so."""

BELOW = "opcc/office/"
"""Imports no plans, so it cannot reach an activity at all."""

BESIDE = ("governance/", "commissioning/", "plans/registers/")
"""Where rows of registers are written, which link to activities and write none of theirs."""

WRITING = {
    "bulk_create",
    "bulk_update",
    "delete",
    "execute",
    "executemany",
    "save",
    "update",
    "update_or_create",
}
ADDING = {"create", "get_or_create", "set", "add", "remove", "clear"}
TRACKED = re.compile(
    r"\b(Activity|Milestone|Ownership|Entry|activities|activities_led|milestones|ownerships"
    r"|owners|priorities|entries)\b"
)
OF_PLANS = re.compile(
    r"\b(Activity|Milestone|Ownership|Entry|Objective|DeliveryPlan"
    r"|activity|milestone|ownership|entry|objective|plan|entries|milestones|ownerships)\b"
)
"""Words by which code beside the plans would name a row of theirs."""

UNTRACKED = re.compile(r"^(Draft|Intake|RegisterIntake)\b")
"""What is being written or read in, and has not been said: the record does not hold it."""

WRITERS = {
    "plans/models/drafts.py:keep": "A draft of its own, which is in no record.",
    "opcc/portal/archive/engines.py:run": "Locks, limits of time and the counters of keys.",
    "opcc/portal/archive/evidence.py:copy_in": "The bytes of a file, into their place.",
    "opcc/portal/archive/filling.py:insert": "Rows of an archive, into an empty database alone.",
    "opcc/portal/archive/folder.py:write": "Writes none: it brings a digest up to date.",
    "opcc/portal/backups/counting.py:rows": "Only counts, in a database of any kind.",
    "opcc/portal/backups/engines.py:run": "Copies whole databases, and makes and drops new ones.",
    "plans/registers/facts.py:read_about": "Only reads: one query, composed beforehand.",
    "plans/admin/plans.py:save_model": "A plan's own columns, and only those that were typed.",
    "plans/evidence/keeping.py:clear_out": "Bytes of files that nothing names.",
    "plans/evidence/keeping.py:keep": "The row of a file that was brought, for a draft.",
    "plans/evidence/keeping.py:let_go": "The row of a file that no line and no draft names.",
    "plans/evidence/keeping.py:put": "The bytes of a file, into their place.",
    "plans/evidence/keeping.py:sha256_of": "Writes none: it brings a digest up to date.",
    "plans/intake/applying.py:_remember": "The other names by which a document calls a post.",
    "plans/operations.py:next_plan": "The plan of the next year, before anything is in it.",
    "plans/operations.py:roll_forward": "Closes the plan of the old year.",
    "plans/sample/loading.py:load": "The demonstration's office and its clock.",
    "plans/views/intakes.py:finish": "The document that was read, once it has been imported.",
}
"""`file:function` outside the record that writes rows, and what it is that it writes."""

# --- Who may listen ---------------------------------------------------------------------------
LISTENERS = {
    "opcc/office/logs/sign_ins.py": "Django says who signed in only so. It writes a line of the "
    "log, and no row.",
}
"""Files that listen to signals of Django's own, and what they do where nobody looks."""

# --- Who may ask the time -----------------------------------------------------------------------
CLOCK = "opcc/office/models/office.py"
"""The one file that asks what time it is; everything else is told."""

NOW = re.compile(r"\b(timezone|datetime|dt|date)\.(now|today|utcnow)$|\btime\.time$")
TODAY = {"localdate", "localtime"}


def sources(*folders):
    """Yield (path from the root, syntax tree) of our modules, but for generated migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def calls_by_function(tree):
    """Yield (name of the innermost function around it, call) for every call in a module."""
    stack = [("", tree)]
    while stack:
        function, node = stack.pop()
        if isinstance(node, ast.Call):
            yield function, node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        stack += [(function, child) for child in ast.iter_child_nodes(node)]


def writes(call):
    """Whether a call may write rows of what is tracked, past the record's own verbs."""
    if not isinstance(call.func, ast.Attribute):
        return False
    on, verb = ast.unparse(call.func.value), call.func.attr
    if on in ("record", "vars()") or UNTRACKED.search(on):
        return False
    return verb in WRITING or (verb in ADDING and bool(TRACKED.search(on)))


def writes_plans(call):
    """Whether a call in an app beside the plans may write a row of theirs."""
    if not isinstance(call.func, ast.Attribute):
        return False
    on, verb = chain(call.func.value), call.func.attr
    return verb == "execute" or (verb in WRITING | ADDING and bool(OF_PLANS.search(on)))


def chain(node):
    """The dotted names that a call is made on, without what is passed on the way."""
    if isinstance(node, ast.Attribute):
        return f"{chain(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return chain(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def writers(path, tree):
    is_write = writes_plans if path.startswith(BESIDE) else writes
    return {f"{path}:{function}" for function, call in calls_by_function(tree) if is_write(call)}


def asks_the_time(tree):
    """Return what in a module reads the machine's clock, as source."""
    names = {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    bare = [c for c in calls if not c.args and not c.keywords]
    return sorted(name for name in names if NOW.search(name)) + [
        ast.unparse(call) for call in bare if ast.unparse(call.func).split(".")[-1] in TODAY
    ]


def signals(tree):
    """Return what in a module listens to Django's signals, as source."""
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return [
        ast.unparse(n) for n in imports if (n.module or "").endswith(("dispatch", ".signals"))
    ] + [
        ast.unparse(c)
        for c in calls
        if isinstance(c.func, ast.Attribute) and c.func.attr == "connect"
    ]


def kept_files():
    """Return the files that are in the repository, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is not a repository, so nothing says which files belong to it")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_what_is_promised_changes_in_the_record_alone():
    found = set()
    for path, tree in sources(*APPS):
        if not path.startswith((RECORD, BELOW)):
            found |= writers(path, tree)

    assert sorted(found) == sorted(WRITERS)


@pytest.mark.parametrize(
    "line",
    [
        "Activity.objects.filter(pk=1).update(status='complete')",
        "activity.save()",
        "entry.delete()",
        "Entry.objects.bulk_create(lines)",
        "Milestone.objects.create(title='Open')",
        "activity.priorities.set([])",
        "cursor.execute('UPDATE plans_activity SET moves = 0')",
        "activity.ownerships.get_or_create(post=post)",
    ],
)
def test_a_write_past_the_record_would_be_caught(line):
    tree = ast.parse(f"def page(request):\n    {line}")

    assert writers("plans/views/pages.py", tree) == {"plans/views/pages.py:page"}


@pytest.mark.parametrize(
    "line",
    [
        "Activity.objects.filter(pk=1).update(status='complete')",
        "risk.activities.get(pk=1).entries.all().delete()",
        "draft.plan.save()",
        "activity.save()",
        "cursor.execute('UPDATE plans_activity SET moves = 0')",
    ],
)
def test_a_write_from_beside_the_plans_would_be_caught(line):
    tree = ast.parse(f"def page(request):\n    {line}")

    assert writers("governance/views/risks.py", tree) == {"governance/views/risks.py:page"}


def test_apps_beside_the_plans_write_rows_of_their_own():
    tree = ast.parse("def page(request):\n    risk.save()\n    risk.activities.set([activity])")

    assert writers("governance/views/risks.py", tree) == set()


def test_nothing_but_the_office_asks_what_time_it_is():
    found = {path: asks_the_time(tree) for path, tree in sources(*APPS) if path != CLOCK}

    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "field(default=timezone.now)",
        "dt.date.today()",
        "time.time()",
        "datetime.now()",
        "dt.datetime.now(tz=LONDON)",
        "timezone.localdate()",
        "localtime()",
    ],
)
def test_asking_the_time_would_be_caught(line):
    assert len(asks_the_time(ast.parse(line))) == 1


def test_no_template_asks_what_time_it_is():
    templates = sorted((ROOT / "templates").rglob("*.html"))

    found = [path.name for path in templates if re.search(r"{%\s*now\b", path.read_text())]

    assert templates
    assert found == []


def test_no_effect_happens_where_nobody_looks():
    found = {path: signals(tree) for path, tree in sources(*APPS)}

    assert {path for path, names in found.items() if names} == set(LISTENERS)


@pytest.mark.parametrize(
    "line",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "post_save.connect(listen, sender=Activity)",
    ],
)
def test_a_signal_would_be_caught(line):
    assert len(signals(ast.parse(line))) == 1


def test_no_file_is_longer_than_a_person_reads():
    written = [p for p in kept_files() if p.suffix in (".py", ".html", ".scss", ".js", ".mjs")]
    long = {
        path.relative_to(ROOT).as_posix(): length
        for path in written
        if "migrations" not in path.parts
        and (length := len(path.read_text().splitlines())) > LONGEST
    }

    assert long == {}


def test_no_address_of_a_package_registry_is_kept():
    addresses = [
        b"pypi" + b".org",
        b"python" + b"hosted.org",
        b"npm" + b"js.org",
        b"npm" + b"js.com",
    ]
    found = [
        path.relative_to(ROOT).as_posix()
        for path in kept_files()
        if any(address in path.read_bytes() for address in addresses)
    ]

    assert found == []
