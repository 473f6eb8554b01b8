"""Each kind of damage to an archive, and the words with which it is refused."""

import hashlib
import json
import os

AGAIN = "Copy the archive again from where it was made."


def seal(place):
    """Make the lists say what the files are now, as somebody who means harm would."""
    manifest = json.loads((place / "manifest.json").read_text())
    for table in manifest["tables"]:
        if (place / table["file"]).exists():
            table["rows"] = (place / table["file"]).read_bytes().count(b"\n")
    for facts in manifest["files"]:
        if (place / facts["file"]).is_file():
            content = (place / facts["file"]).read_bytes()
            facts["bytes"], facts["sha256"] = len(content), sha256(content)
    write_manifest(place, manifest)


def write_manifest(place, manifest):
    (place / "manifest.json").write_text(json.dumps(manifest))
    sums = {facts["file"]: facts["sha256"] for facts in manifest["files"]}
    sums["manifest.json"] = sha256((place / "manifest.json").read_bytes())
    (place / "SHA256SUMS").write_text("".join(f"{sums[n]}  {n}\n" for n in sorted(sums)))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def change_manifest(place, **changes):
    manifest = json.loads((place / "manifest.json").read_text())
    write_manifest(place, manifest | changes)


def change_last_key(place, label, key):
    manifest = json.loads((place / "manifest.json").read_text())
    next(table for table in manifest["tables"] if table["table"] == label)["last_key"] = key
    write_manifest(place, manifest)


def change_schema(place, change):
    schema = json.loads((place / "schema.json").read_text())
    change(schema)
    (place / "schema.json").write_text(json.dumps(schema))
    seal(place)


def change_row(place, label, change, line=1):
    """Let `change` work on a row as JSON, or put the bytes it returns in its place; seal it."""
    file = place / "tables" / f"{label}.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[line - 1])
    raw = change(row)
    lines[line - 1] = raw if isinstance(raw, bytes) else dumped(row)
    file.write_bytes(b"".join(lines))
    seal(place)


def dumped(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def set_to(**facts):
    return lambda row: row.update(facts)


def flip_a_bit(place):
    file = place / "tables/plans.entry.jsonl"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)


def cut_off(place):
    file = place / "tables/plans.entry.jsonl"
    os.truncate(file, file.stat().st_size - 10)


def link_a_file(place):
    file = place / "tables/plans.entry.jsonl"
    file.rename(place.parent / "elsewhere.jsonl")
    file.symlink_to(place.parent / "elsewhere.jsonl")


def link_the_folder(place):
    (place / "tables").rename(place.parent / "elsewhere")
    (place / "tables").symlink_to(place.parent / "elsewhere")


def name_a_path_outside(place):
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["tables"][0]["file"] = "../outside.jsonl"
    manifest["files"].append({"file": "../outside.jsonl", "bytes": 0, "sha256": "0" * 64})
    write_manifest(place, manifest)


def repeat_the_key(place, label):
    first = (place / "tables" / f"{label}.jsonl").read_bytes().splitlines()[0]
    change_row(place, label, set_to(id=json.loads(first)["id"]), line=2)


def swap_rows(place, label):
    file = place / "tables" / f"{label}.jsonl"
    file.write_bytes(b"".join(reversed(file.read_bytes().splitlines(keepends=True))))
    seal(place)


def drop_row(place, label):
    file = place / "tables" / f"{label}.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    seal(place)


# --- The table ------------------------------------------------------------------------------------
DAMAGE = {
    "a changed letter": (
        flip_a_bit,
        f"tables/plans.entry.jsonl is not as it was written: its SHA-256 differs. {AGAIN}",
    ),
    "a file cut short": (cut_off, "tables/plans.entry.jsonl has "),
    "a missing file": (
        lambda place: (place / "tables/plans.entry.jsonl").unlink(),
        f"tables/plans.entry.jsonl is missing. {AGAIN}",
    ),
    "no manifest": (
        lambda place: (place / "manifest.json").unlink(),
        "manifest.json cannot be opened: No such file or directory.",
    ),
    "no list of digests": (
        lambda place: (place / "SHA256SUMS").unlink(),
        "SHA256SUMS cannot be opened: No such file or directory.",
    ),
    "a spoilt list of digests": (
        lambda place: (place / "SHA256SUMS").write_bytes(b"\xff\xfe"),
        f"SHA256SUMS, line 1: it is not a digest and a name. {AGAIN}",
    ),
    "a changed manifest": (
        lambda place: (place / "manifest.json").write_text("{}"),
        f"manifest.json is not as it was written: its SHA-256 differs. {AGAIN}",
    ),
    "a file too many": (
        lambda place: (place / "tables/plans.more.jsonl").touch(),
        "tables/plans.more.jsonl is not part of the archive. Take it out of the folder.",
    ),
    "a link for a file": (
        link_a_file,
        "tables/plans.entry.jsonl is a link or a folder, and archives have none.",
    ),
    "a link for the folder": (
        link_the_folder,
        "tables is a link or a folder, and archives have none.",
    ),
    "a pipe": (
        lambda place: (os.remove(place / "README.txt"), os.mkfifo(place / "README.txt")),
        "README.txt is a link or a folder, and archives have none.",
    ),
    "a path that leads outside": (
        name_a_path_outside,
        "manifest.json names a file that is not one of its own: ../outside.jsonl",
    ),
    "a file in one list alone": (
        lambda place: change_manifest(place, files=[]),
        "README.txt is in one of the archive's lists and not in another.",
    ),
    "a newer format": (
        lambda place: change_manifest(place, version=3),
        (
            "The archive has version 3 of the format, and this program reads up to version 2. "
            "Bring it in with the release that made it, or a later one."
        ),
    ),
    "another program's manifest": (
        lambda place: change_manifest(place, format="zip"),
        "manifest.json is not that of an archive of this program.",
    ),
    "a manifest without its parts": (
        lambda place: change_manifest(place, record=[]),
        f"manifest.json lacks what every manifest has. {AGAIN}",
    ),
    "a manifest without a name": (
        lambda place: change_manifest(place, office={}),
        f"manifest.json lacks what every manifest has. {AGAIN}",
    ),
    "a last key beyond all keys": (
        lambda place: change_last_key(place, "plans.entry", 2**63),
        f"manifest.json lacks what every manifest has. {AGAIN}",
    ),
    "a last key that is not the last": (
        lambda place: change_last_key(place, "plans.entry", 0),
        "plans.entry: its last key is ",
    ),
    "a record that ends elsewhere": (
        lambda place: change_manifest(
            place, record={"plans": [], "packs": [], "verify_record": {"said": []}}
        ),
        "The records end otherwise than manifest.json says, or its packs differ.",
    ),
    "a newer release": (
        lambda place: change_schema(place, lambda s: s["migrations"].append("plans.9999_later")),
        (
            "The archive is of a newer release: this program does not know the migration "
            "plans.9999_later. Install the release that made it here, and begin again."
        ),
    ),
    "an older release": (
        lambda place: change_schema(place, lambda s: s["migrations"].pop()),
        "The archive is of an older release, from before the migration ",
    ),
    "an unknown table": (
        lambda place: change_schema(place, lambda s: s["tables"].update({"plans.x": {}})),
        "schema.json and manifest.json name different tables.",
    ),
    "an unknown column": (
        lambda place: change_schema(
            place, lambda s: s["tables"]["office.post"]["columns"].update(x={})
        ),
        "office.post has a column that the archive has and this program does not: x.",
    ),
    "a column of another type": (
        lambda place: change_schema(
            place, lambda s: s["tables"]["office.post"]["columns"]["title"].update(type="day")
        ),
        "office.post: the archive's column title is of another type.",
    ),
    "no JSON": (
        lambda place: change_row(place, "office.post", lambda row: b"{'id': 1}\n"),
        "tables/office.post.jsonl, line 1: it is not JSON",
    ),
    "no UTF-8": (
        lambda place: change_row(place, "office.post", lambda row: b'{"id":"\xff"}\n'),
        "tables/office.post.jsonl, line 1: it is not text in UTF-8.",
    ),
    "no row": (
        lambda place: change_row(place, "office.post", lambda row: b"[1]\n"),
        "tables/office.post.jsonl, line 1: it is not a row.",
    ),
    "values too deep": (
        lambda place: change_row(place, "office.post", lambda row: b"[" * 100_000 + b"\n"),
        "tables/office.post.jsonl, line 1: its values lie too deep in each other.",
    ),
    "a number too long": (
        lambda place: change_row(place, "office.post", lambda row: b"9" * 5_000 + b"\n"),
        "tables/office.post.jsonl, line 1: Exceeds the limit",
    ),
    "a name twice": (
        lambda place: change_row(place, "office.post", lambda row: b'{"id":1,"id":2}\n'),
        "tables/office.post.jsonl, line 1: “id” stands twice in it.",
    ),
    "no number": (
        lambda place: change_row(place, "office.post", lambda row: b'{"id":NaN}\n'),
        "tables/office.post.jsonl, line 1: NaN is no number.",
    ),
    "an unknown column in a row": (
        lambda place: change_row(place, "office.post", set_to(salary=1)),
        "tables/office.post.jsonl, line 1: it has a column that this table does not: salary.",
    ),
    "a column missing in a row": (
        lambda place: change_row(place, "office.post", lambda row: row.pop("title") and None),
        "tables/office.post.jsonl, line 1: it has no title.",
    ),
    "a number for a text": (
        lambda place: change_row(place, "office.post", set_to(title=7)),
        "tables/office.post.jsonl, line 1: title is 7, not a text.",
    ),
    "a text for a number": (
        lambda place: change_row(place, "office.post", set_to(id="1")),
        "tables/office.post.jsonl, line 1: id is 1, not a whole number.",
    ),
    "true for a number": (
        lambda place: change_row(place, "office.post", set_to(id=True)),
        "tables/office.post.jsonl, line 1: id is True, not a whole number.",
    ),
    "nothing where something must be": (
        lambda place: change_row(place, "office.post", set_to(title=None)),
        "tables/office.post.jsonl, line 1: title is None, not a text.",
    ),
    "no day": (
        lambda place: change_row(place, "plans.deliveryplan", set_to(starts_on="2020-02-30")),
        (
            "tables/plans.deliveryplan.jsonl, line 1: starts_on is 2020-02-30, not a day such as "
            "“2020-04-01”."
        ),
    ),
    "a moment without its zone": (
        lambda place: change_row(place, "plans.entry", set_to(made_at="2020-04-01T09:00:00")),
        (
            "tables/plans.entry.jsonl, line 1: made_at is 2020-04-01T09:00:00, not a moment such "
            "as “2020-04-01T09:00:00.000000Z”."
        ),
    ),
    "a length of time too long": (
        lambda place: change_row(place, "office.office", set_to(clock_offset=10**30)),
        (
            "tables/office.office.jsonl, line 1: clock_offset is 1000000000000000000000000000000, "
            "not a whole number of microseconds."
        ),
    ),
    "another writing of a value": (
        lambda place: change_row(
            place, "plans.entry", set_to(made_at="2020-04-01T10:00:00.000000+01:00")
        ),
        "tables/plans.entry.jsonl, line 1: this database cannot keep its made_at as it is: ",
    ),
    "a key twice": (
        lambda place: repeat_the_key(place, "plans.objective"),
        "tables/plans.objective.jsonl, line 2: the database refuses it: ",
    ),
    "a key too large": (
        lambda place: change_row(place, "office.office", set_to(id=2**63)),
        "tables/office.office.jsonl, line 1: the database refuses it: ",
    ),
    "a second office": (
        lambda place: change_row(place, "office.office", set_to(id=2)),
        "tables/office.office.jsonl, line 1: the database refuses it: ",
    ),
    "a row that points to nothing": (
        lambda place: change_row(place, "plans.activity", set_to(lead_id=999)),
        "tables/plans.activity.jsonl, line 1: its lead_id is 999, and office.post has no such row.",
    ),
    "rows in another order": (
        lambda place: swap_rows(place, "plans.objective"),
        "tables/plans.objective.jsonl, line 1: this database cannot keep its id as it is: ",
    ),
    "words changed in the record": (
        lambda place: change_row(place, "plans.entry", set_to(made_by_name="Somebody else")),
        "verify_record finds what it did not find before: Line 1 of Delivery Plan 2020 to 2021 ",
    ),
    "a line taken out of the record": (
        lambda place: drop_row(place, "plans.entry"),
        "verify_record finds what it did not find before: Line 1 of Delivery Plan 2020 to 2021: ",
    ),
    "a promise changed past the record": (
        lambda place: change_row(place, "plans.activity", set_to(title="Nothing much")),
        "verify_record finds what it did not find before: Activity 1.1 of ",
    ),
}
