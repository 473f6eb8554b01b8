"""What the record says of files holds: in its chain, in its rows, and in the files themselves."""

import datetime as dt
import hashlib
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from plans import record
from plans.models import Entry, EvidenceFile
from plans.record import chain, verifying
from tests.conftest import NOW
from tests.evidence.files import PNG, kept
from tests.factories import said, voice

DAY = dt.date(2020, 12, 1)


@pytest.fixture
def file(activity, finance_officer, folder):
    return kept(activity, finance_officer, "Notice of award.pdf")


@pytest.fixture
def line(activity, file):
    return said(activity, on=DAY, files=[str(file.pk)])


def findings(plan, **how):
    return [str(finding) for found, _ in verifying.verify_whole(plan, **how) for finding in found]


def about(line, what):
    return f"File “Notice of award.pdf” of line {line.number} of {line.plan}: {what}"


def force(model, row, **values):
    """Write past the refusals, as who can write to the database may."""
    guards = [guard for guard in verifying.guards if guard.table == model._meta.db_table]
    for guard in guards:
        guard.drop(connection)
    model.objects.filter(pk=row.pk).update(**values)
    for guard in guards:
        guard.create(connection)


def test_a_line_without_files_has_the_digest_that_it_had_before_there_were_files(activity):
    line = said(activity, on=DAY)

    facts = {name: getattr(line, name) for name in chain.FACTS}
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=chain.plain)

    assert len(facts) == 26
    assert "files" not in facts | line.standing
    assert line.digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_record_with_files_is_whole(plan, line, capsys):
    call_command("verify_record")

    printed = capsys.readouterr().out
    assert findings(plan) == []
    assert "The 1 file that a line names is there, and each is the one that was brought." in printed


@pytest.mark.parametrize(
    "forged", [None, [], [{"name": "Other.pdf", "kind": "pdf", "size": 1, "sha256": "0" * 64}], "x"]
)
def test_files_of_a_line_that_were_forged_break_its_chain(plan, line, forged):
    force(Entry, line, files=forged)

    assert "its words or facts were changed after it was written" in findings(plan)[0]


def test_a_file_that_is_missing_is_found(plan, line, file, folder):
    (folder / file.pk.hex).unlink()

    missing = f"it is missing where files are kept, under {file.pk.hex}"
    assert findings(plan) == [about(line, missing)]
    assert findings(plan, read_files=False) == [about(line, missing)]


def test_a_file_that_was_cut_off_is_found_without_reading_it(plan, line, file, folder):
    (folder / file.pk.hex).write_bytes(b"%PDF")

    cut = about(line, "it is not as long as it was when it was brought")
    assert findings(plan, read_files=False) == [cut]


def test_a_file_that_was_changed_is_found_by_reading_it(plan, line, file, folder, capsys):
    content = bytearray((folder / file.pk.hex).read_bytes())
    content[-2] ^= 1
    (folder / file.pk.hex).write_bytes(content)

    changed = about(line, "it is not what was brought: its SHA-256 differs")
    assert findings(plan) == [changed]
    assert findings(plan, read_files=False) == []
    with pytest.raises(SystemExit):
        call_command("verify_record")
    call_command("verify_record", "--without-reading-files")
    assert "has its length (none was read)" in capsys.readouterr().out


def test_a_row_that_was_forged_is_found(plan, line, file):
    force(EvidenceFile, file, name="Other.pdf")

    assert findings(plan) == [about(line, "what is kept of it is not what the line says")]


def test_a_file_that_a_line_names_stays_whoever_asks(line, file):
    with pytest.raises(ProtectedError):
        file.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_past_the_program()

    assert EvidenceFile.objects.get() == file


def delete_past_the_program():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM plans_evidencefile")
    connection.check_constraints()


def test_a_file_that_nothing_names_may_go(file):
    file.delete()

    assert not EvidenceFile.objects.exists()


def test_a_line_cannot_name_a_file_that_is_not_there(activity, file):
    key = str(file.pk)
    file.delete()

    with pytest.raises(record.Refused, match="is not kept any more"):
        said(activity, on=DAY, files=[key])

    assert activity.entries.count() == 1


def test_two_lines_may_name_one_file(plan, activity, line, file):
    correction = record.correct(
        line,
        activity=activity,
        status="on_track",
        narrative="It was awarded.",
        correction="The words were wrong.",
        files=[str(file.pk)],
        by=voice(),
        at=NOW,
    )

    assert correction.files == line.files
    assert findings(plan) == []


def test_a_correction_of_an_older_line_leaves_those_that_stand(plan, activity, line):
    newer = kept(activity, EvidenceFile.objects.get().added_by, "Newer.png", PNG)
    said(activity, on=DAY, files=[str(newer.pk)])

    record.correct(
        line,
        activity=activity,
        status="on_track",
        narrative="It was awarded.",
        correction="The words were wrong.",
        by=voice(),
        at=NOW,
    )

    standing = activity.entries.last().standing
    assert [each["name"] for each in standing["files"]] == ["Newer.png"]
    assert findings(plan) == []
