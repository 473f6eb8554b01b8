"""README.txt: what an archive is, for whoever finds it in ten years."""

import datetime as dt
import textwrap

from django.utils import formats, timezone

from .tables import LEFT_OUT

TEXT = """\
{office}
The whole record of its delivery plan tracker

At {made_at}, by the office's clock, this folder held everything that was in the
office's delivery plan tracker: its plans, every line of its record, the packs that its panel saw,
its registers, its people and posts, and every version of each that forms saved.

It is {rows} rows in {tables} tables, out of {database}.
The program's command export_everything made it.
{demonstration}
{warning}

What is here
------------
tables/         One file for each table, one row on each line, as JSON in UTF-8. Any program that
                reads text reads them; so do people.
evidence/       The files that people brought to show what they said, as they were brought, each
                under its SHA-256. plans.evidencefile has their names, and plans.entry says which
                line of the record names which.{missing}
schema.json     What each table and each of its columns means, of which type it is, which values
                it may have and which table it points to ("points to"); and the migrations of the
                program that made the tables.
manifest.json   When, from what and by which release of the program this was made; how many rows,
                bytes and which SHA-256 each file has; how the record of each plan ends (its
                number of lines and its last digest) and the digest of each pack.
SHA256SUMS      The same digests, for a command that most computers have.

How to know that it is whole
----------------------------
In this folder:

    sha256sum -c SHA256SUMS

Each file must say OK. Whoever changed a line of the record and this list together would still be
found out by the record itself: each line of tables/plans.entry.jsonl carries the SHA-256 of the
line before it, and each pack its own. The program's command verify_record checks them all. Whoever
wrote every line anew from there on would not: compare the last digest below with one that was
noted elsewhere. When this was made verify_record said:

{said}

How to read it
--------------
plans.deliveryplan, plans.objective and plans.activity are the plans and what they promise.
plans.entry is the record: what was said of each activity, by whom and when ("made_at"), and how
the activity stood after it ("standing"). Nothing in it was ever changed; a correction is a line
that names the one it corrects. governance.pack is what was published for a meeting: "frozen" is
its whole text, which is JSON itself. Names ending in _id hold the "id" of a row of another table.
Moments are in UTC, days are London's. Sums of money and other decimal numbers are written as text,
so that no program rounds them. A length of time is a number of microseconds.

How to bring it back
--------------------
With the program installed, and an empty database named in DATABASE_URL (PostgreSQL or SQLite,
whichever it came from):

    python manage.py migrate
    python manage.py import_everything DIRECTORY
    python manage.py verify_record

The program must be of the release that made this, or of one with the same migrations, which
schema.json lists; upgrade it afterwards. It refuses an archive that is damaged, and a database
that holds anything. All of it comes in, or nothing.

It also refuses a record that is not intact, even if this folder says that this was known: a folder
cannot vouch for itself. Where the office knows of the findings from elsewhere,
import_everything --with-known-findings DIRECTORY brings them in, names them last and ends with
exit code 1, as verify_record does afterwards.

STOP THE OLD SITE FIRST, and all that runs by a timer beside it, before the archive is made, and
start only the new one. Whatever mail or task was waiting is in the archive: two sites would both
send it. What is said on the old one after the archive was made is not in it.

What is not here
----------------
{left_out}
Files of the program itself: the settings (.env), the proxy's certificates, the logs. Of documents
that plans and tables were read from, the tables hold what was read.
"""

WITH = """\
KEEP IT AS YOU KEEP THE OFFICE'S SAFE. Drafts, internal notes and advice are in it, which the law
keeps from the panel and the public; so are the hashes of people's passwords and of their keys,
from which a patient thief could guess a weak one, and mails, with links that stop them for their
reader without a sign-in. export_everything --without-credentials leaves all of these out."""

WITHOUT = """\
KEEP IT AS YOU KEEP THE OFFICE'S SAFE. Drafts, internal notes and advice are in it, which the law
keeps from the panel and the public. Passwords and keys are not, nor are mails, sent or waiting,
which have links that need no sign-in: it was made with --without-credentials. Once it is brought
back, nobody can sign in until a password is set (python manage.py changepassword their@e-mail),
and calendars and programs need new keys."""


DEMONSTRATION = """
It is a demonstration: its progress is invented, and its clock is not the real one.
"""


def readme(manifest):
    """Return the text for the archive that has this manifest."""
    made_at = timezone.localtime(dt.datetime.fromisoformat(manifest["made_at"]))
    return TEXT.format(
        office=manifest["office"]["name"],
        made_at=formats.date_format(made_at, r"H:i \o\n j F Y"),
        rows=f"{manifest['rows']:,}",
        tables=len(manifest["tables"]),
        database=manifest["database"],
        demonstration=DEMONSTRATION if manifest["office"]["demonstration"] else "",
        warning=WITH if manifest["credentials"] else WITHOUT,
        said="\n".join(indented(line) for line in manifest["record"]["verify_record"]["said"]),
        missing=missing_words(manifest["missing_files"]),
        left_out="\n".join(listed(f"{label}: {why}") for label, why in LEFT_OUT.items()),
    )


def missing_words(missing):
    """That files were missing already, or nothing."""
    if not missing:
        return ""
    which = "1 was" if len(missing) == 1 else f"{len(missing)} were"
    return f"\n                {which} missing already: manifest.json names their SHA-256."


def indented(line):
    return textwrap.fill(line, 96, initial_indent="    ", subsequent_indent="    ")


def listed(line):
    return textwrap.fill(line, 96, subsequent_indent="    ")
