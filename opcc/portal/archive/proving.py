"""Whether the database now is what the archive says: row for row, and line for line."""

from contextlib import closing

from . import Refused
from .describing import ends_of_records, verification
from .engines import last_key
from .values import read_json, short
from .writing import rows_of


def prove(archive, tables, tell, with_known_findings=False):
    """Compare every row, written again; then verify the record. Raises Refused otherwise.

    Return what verify_record finds: nothing, but where the operator brings in a record with
    findings that the archive names itself. It cannot vouch for them: whoever forges a line can
    write them down as known.
    """
    tell("Comparing every row with the archive")
    for table in tables:
        compare(archive, table)
    tell("Checking the record")
    record = archive.manifest["record"]
    if ends_of_records() != {name: record.get(name) for name in ("plans", "packs")}:
        raise Refused("The records end otherwise than manifest.json says, or its packs differ.")
    verified = verification()
    if not verified["passed"]:
        refuse_new_findings(verified["said"], record["verify_record"].get("said"))
        if not with_known_findings:
            refuse_known_findings(verified["said"])
        return verified["said"]
    for line in verified["said"]:
        tell(line)
    return []


def compare(archive, table):
    with closing(rows_of(table)) as own:
        for number, line in archive.lines(table):
            if line != (found := next(own, b"{}")):
                raise Refused(f"{table.file}, line {number}: {difference(line, found)}")
        if next(own, None):
            raise Refused(f"{table.label}: the database has rows that the archive does not.")
    said, found = archive.contents[table.label]["last_key"], last_key(table)
    if said != found:
        raise Refused(f"{table.label}: its last key is {found}, and the archive says {said}.")


def difference(line, own):
    """Say in words in what a row of the archive and the database's differ."""
    there, here = read_json(line), read_json(own)
    for name in there:
        if there[name] != here.get(name):
            return (
                f"this database cannot keep its {name} as it is: “{short(there[name])}” "
                f"became “{short(here.get(name))}”."
            )
    return "it is not written as this program writes it, or not in the order of the keys."


def refuse_new_findings(found, known):
    """What the archive says was wrong with the record when it was made may come; nothing else."""
    known = known if type(known) is list else []
    new = [line for line in found if line not in known]
    if new:
        raise Refused(f"verify_record finds what it did not find before: {new[0]}")


def refuse_known_findings(found):
    raise Refused(
        f"The record is not intact, as the archive says itself: {found[0]} If the office knew of "
        "this before the archive was made, and not from the archive alone, bring it in with "
        "--with-known-findings."
    )
