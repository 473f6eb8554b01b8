"""import_plan: the published plan, on the command line."""

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opcc.office.models import Office, Post
from plans.models import Activity, DeliveryPlan, Draft, Entry
from tests.archive.databases import environment_on, standing_on
from tests.plans.intake.documents import PLAN, PUBLISHED, long_plan, whole_plan

ROOT = Path(__file__).parents[3]
TITLE = ["--title", "Delivery Plan 2020 to 2021", "--year", "2020"]

published = pytest.mark.skipif(not PUBLISHED.exists(), reason=f"{PUBLISHED} is not here")


@pytest.fixture
def document(tmp_path):
    """Writes words to a file and returns its path."""

    def write(words, name="plan.txt"):
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        return path

    return write


def import_plan(path, *options):
    """What the command prints."""
    out = io.StringIO()
    call_command("import_plan", str(path), *TITLE, *options, stdout=out)
    return out.getvalue().splitlines()


@published
@pytest.mark.django_db
def test_the_published_plan_comes_into_an_empty_database_whole():
    lines = import_plan(PUBLISHED, "--create-posts")

    assert lines[0] == "5 objectives, 48 activities (9, 10, 16, 6, 7), 51 owner links"
    assert lines[1] == "D/CEO 21, CEO 11, Head of CC&E 7, Director P&C 7, CFO 5"
    assert lines[-1] == "48 new"
    assert not Office.objects.exists()
    assert set(Post.objects.values_list("title", flat=True)) == {
        "CEO", "CFO", "D/CEO", "Director P&C", "Head of CC&E",
    }  # fmt: skip
    assert Entry.objects.filter(made_by_name="Import on the command line").count() == 48


@pytest.mark.django_db
def test_a_plan_a_second_time_changes_nothing(document):
    path = document(whole_plan())
    first = import_plan(path, "--create-posts")

    lines = import_plan(path)

    assert first[0] == "5 objectives, 48 activities (9, 10, 16, 6, 7), 72 owner links"
    assert (first[-1], lines[-1]) == ("48 new", "48 unchanged")
    assert Entry.objects.count() == 48


@pytest.mark.django_db
def test_a_plan_with_one_other_owner_is_one_change(document, administrator):
    import_plan(document(whole_plan()), "--create-posts")
    words = whole_plan().replace("promise number 6\tCEO\t", "promise number 6\tCFO\t")

    lines = import_plan(
        document(words), "--by", administrator.email, "--reason", "Agreed by the leadership team."
    )

    line = Entry.objects.get(kind="owner_changed")
    assert lines[-2:] == [
        "Changed: 1.6 (row 7): Owners: from CEO to CFO",
        "1 changed, 47 unchanged",
    ]
    assert (line.made_by, line.reason) == (administrator, "Agreed by the leadership team.")
    assert Entry.objects.count() == 49


@published
@pytest.mark.django_db
def test_the_published_plan_keeps_its_markup_as_text():
    import_plan(PUBLISHED, "--create-posts")

    assert Activity.objects.filter(title__contains="<b>intentions</b>").exists()


@pytest.mark.django_db
def test_a_later_date_is_asked_for_in_the_name_of_an_account(document, administrator):
    import_plan(document(PLAN), "--create-posts")
    later = document(PLAN.replace("September 2020", "December 2020"), "later.txt")
    why = ["--reason", "The tender was late.", "--reason-category", "supplier"]

    with pytest.raises(CommandError, match="Give --by"):
        import_plan(later, *why)
    lines = import_plan(later, *why, "--by", administrator.email)

    draft = Draft.objects.get()
    assert lines[-1] == "1 changed, 2 unchanged, 1 date move asked for"
    assert (draft.author, draft.state) == (administrator, "submitted")
    assert draft.activity.due_on.isoformat() == "2020-09-30"


@pytest.mark.django_db
def test_an_unknown_owner_is_named_with_its_rows_and_nothing_is_written(document):
    Post.objects.create(title="CEO")

    with pytest.raises(CommandError, match="Rows 2, 3: “CFO” is no post"):
        import_plan(document(PLAN))

    assert not DeliveryPlan.objects.exists()
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_every_problem_is_named_by_its_row(document):
    words = PLAN.replace("September 2020", "soonish").replace("Paint the gate", "")

    with pytest.raises(CommandError) as refusal:
        import_plan(document(words), "--create-posts")

    assert str(refusal.value).splitlines()[0].startswith("Row 2: The date “soonish”")
    assert str(refusal.value).splitlines()[1].startswith("Row 3: The activity is empty")
    assert not DeliveryPlan.objects.exists()


@pytest.mark.django_db
def test_a_check_says_what_would_be_done_and_does_nothing(document):
    lines = import_plan(document(PLAN), "--create-posts", "--check")

    assert lines[-1] == "3 new. Nothing was imported."
    assert not DeliveryPlan.objects.exists()
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_a_table_with_other_headings_is_read_by_the_columns_named(document):
    words = "Work to do\tBoss\nMend the fence\tCEO\nPaint the gate\tCFO"

    lines = import_plan(
        document(words),
        *("--column", "activity=Work to do", "--column", "owner=boss"),
        *("--objective", "Care for the town", "--create-posts"),
    )

    assert lines[0] == "1 objective, 2 activities (2), 2 owner links"
    assert Activity.objects.get(title="Paint the gate").lead.title == "CFO"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        (PLAN, ["--column", "activity=Nothing"], "No row names the column “Nothing”"),
        (PLAN, ["--column", "activity"], "Write each column as FIELD=HEADING"),
        ("Work\tBoss\nMend\tCEO", [], "No header was recognised"),
        (PLAN, ["--by", "nobody@example.org"], "no active account"),
        ("", [], "plan.txt is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(document, words, options, message):
    with pytest.raises(CommandError, match=message):
        import_plan(document(words), *options)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        import_plan(tmp_path / "none.txt")


KILLED_AFTER_20 = """
import os, signal, django
django.setup()
from django.core.management import call_command
from plans import record
promise, calls = record.promise, []
def killed(*args, **details):
    calls.append(1)
    if len(calls) > 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return promise(*args, **details)
record.promise = killed
call_command("import_plan", {path!r}, "--title", "Plan", "--year", "2020", "--create-posts")
"""


def test_an_import_killed_half_way_leaves_nothing_and_can_be_run_again(document, databases, db):
    path, settings = document(long_plan(48)), databases.empty()
    environment = {**environment_on(settings), "DJANGO_SETTINGS_MODULE": "opcc.settings"}

    killed = run("-c", KILLED_AFTER_20.format(path=str(path)), env=environment)
    left = rows(settings)
    again = run(
        *("manage.py", "import_plan", str(path), "--title", "Plan", "--year", "2020"),
        "--create-posts",
        env=environment,
    )

    assert killed.returncode == -signal.SIGKILL
    assert left == [0, 0, 0, 0]
    assert again.stdout.splitlines()[-1] == "48 new"
    assert rows(settings) == [1, 48, 48, 1]


def run(*arguments, env):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def rows(settings):
    """How many plans, activities, lines and posts there are on that database."""
    with standing_on(settings):
        return [model.objects.count() for model in (DeliveryPlan, Activity, Entry, Post)]
