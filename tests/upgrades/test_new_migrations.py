"""What migrations may do: all of it or nothing, back again, and never from under a program that
still runs."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

from opcc.settings import BASE_DIR
from tests.archive.databases import standing_on
from tests.upgrades.expanding import contractions, irreversible, unsafe
from tests.upgrades.landed import OURS, facts, new_migrations

EVERY = [m for key, m in sorted(MigrationLoader(None).graph.nodes.items()) if key[0] in OURS]
NAMES = [f"{migration.app_label}.{migration.name}" for migration in EVERY]
OF_DATA = [m for m in EVERY if any(isinstance(o, migrations.RunPython) for o in m.operations)]


def migration_of(*operations, atomic=True):
    made = type("Migration", (migrations.Migration,), {})("9999_made_here", "plans")
    made.operations, made.atomic = list(operations), atomic
    return made


def name_of(migration):
    return f"{migration.app_label}.{migration.name}"


# --- Expand, deploy, contract -------------------------------------------------------------------
def test_no_new_migration_takes_anything_from_the_program_before_it():
    known = facts()["contractions"]
    found = {
        (name_of(m), operation): sentence
        for m in new_migrations()
        for operation, sentence in contractions(m).items()
        if operation not in known.get(name_of(m), {})
    }

    assert found == {}


def test_a_contraction_is_pinned_with_its_reason():
    reasons = [why for pinned in facts()["contractions"].values() for why in pinned.values()]

    assert all(len(why) > 20 and why.endswith(".") for why in reasons)


def test_only_operations_that_there_are_are_pinned():
    there = {name_of(m): set(contractions(m)) for m in new_migrations()}

    gone = {
        name: set(pinned) - there.get(name, set())
        for name, pinned in facts()["contractions"].items()
    }

    assert [name for name, operations in gone.items() if operations] == []


def drop_a_column(apps, editor):
    editor.execute("ALTER TABLE plans_entry DROP COLUMN narrative")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("entry", "tone", models.CharField(max_length=9, default="plain")),
        migrations.RemoveField("entry", "narrative"),
        migrations.RenameField("entry", "narrative", "words"),
        migrations.AlterField("entry", "narrative", models.CharField(max_length=9)),
        migrations.DeleteModel("entry"),
        migrations.RenameModel("entry", "line"),
        migrations.AlterModelTable("entry", "lines"),
        migrations.AddConstraint(
            "entry", models.CheckConstraint(name="x", condition=models.Q(number__gt=1))
        ),
        migrations.RunSQL("ALTER TABLE plans_entry DROP COLUMN narrative"),
        migrations.RunPython(drop_a_column),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_old_program_would_mind_is_caught(operation):
    assert len(contractions(migration_of(operation))) == 1


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("entry", "tone", models.CharField(max_length=9, null=True)),
        migrations.AddField("entry", "tone", models.CharField(max_length=9, db_default="plain")),
        migrations.CreateModel("tone", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("entry", models.Index(fields=["number"], name="entry_by_number")),
        migrations.RemoveConstraint("entry", "x"),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_old_program_never_notices_is_let_through(operation):
    assert contractions(migration_of(operation)) == {}


# --- All of it or nothing -----------------------------------------------------------------------
@pytest.mark.parametrize("migration", EVERY, ids=NAMES)
def test_a_migration_that_fails_half_way_leaves_nothing(migration):
    assert unsafe(migration) is None


def test_half_a_migration_would_be_caught():
    two = [migrations.RunSQL("SELECT 1"), migrations.RunSQL("SELECT 2")]

    assert unsafe(migration_of(*two, atomic=False)) is not None


def fail(apps, editor):
    raise RuntimeError("half way")


@pytest.mark.django_db
@pytest.mark.parametrize(("atomic", "left"), [(True, False), (False, True)])
def test_what_failed_half_way_is_rolled_back_and_can_be_run_again(databases, atomic, left):
    """With atomic=False as the control: then the half stays, and the second run trips over it."""
    table = migrations.CreateModel("half", [("id", models.BigAutoField(primary_key=True))])
    broken = migration_of(table, migrations.RunPython(fail), atomic=atomic)
    mended = migration_of(table, atomic=atomic)

    with standing_on(databases.empty()):
        state = MigrationLoader(connection).project_state()
        with pytest.raises(RuntimeError, match="half way"):
            MigrationExecutor(connection).apply_migration(state.clone(), broken)
        stays = "plans_half" in connection.introspection.table_names()
        recorded = ("plans", "9999_made_here") in MigrationRecorder(connection).applied_migrations()
        if not left:
            MigrationExecutor(connection).apply_migration(state.clone(), mended)
        made = "plans_half" in connection.introspection.table_names()

    assert (stays, recorded, made) == (left, False, True)


# --- Back again ---------------------------------------------------------------------------------
@pytest.mark.parametrize("migration", EVERY, ids=NAMES)
def test_a_migration_can_be_taken_back(migration):
    assert irreversible(migration) == []


def test_there_are_migrations_of_data_to_go_forwards_and_back():
    """`test_migrations.py` takes them to nothing and forwards on an empty database, and
    `test_upgrade.py` those that are new with a year of rows."""
    assert {"office.0002_groups", "governance.0003_usual_risk_bands"} <= {*map(name_of, OF_DATA)}


# --- The linter ---------------------------------------------------------------------------------
WE_ACCEPT = ["CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"]
"""An office has thousands of rows, not millions: an index is made while a page is drawn."""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it reads PostgreSQL's statements")
def test_the_linter_finds_nothing_in_new_migrations(db, capsys):
    """Those that landed cannot be changed any more, and are passed over."""
    linter = MigrationLinter(
        str(BASE_DIR), no_cache=True, all_warnings_as_errors=True, exclude_migration_tests=WE_ACCEPT
    )
    known = facts()["contractions"]

    for migration in new_migrations():
        # It cannot pass over one operation; of functions it says nothing anyway.
        if all(operation.startswith("Run ") for operation in known.get(name_of(migration), {})):
            linter.lint_migration(migration)

    assert linter.nb_erroneous == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "plans_entry" DROP COLUMN "narrative"',
        'ALTER TABLE "plans_entry" RENAME COLUMN "narrative" TO "words"',
        'ALTER TABLE "plans_entry" ADD COLUMN "tone" varchar(9) NOT NULL',
    ],
)
def test_the_linter_knows_what_breaks_a_program_that_still_runs(statement):
    analyser = get_sql_analyser_class("django.db.backends.postgresql")

    errors, _, _ = analyse_sql_statements(analyser, [statement], [])

    assert len(errors) == 1
