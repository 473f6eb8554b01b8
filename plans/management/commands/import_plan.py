"""Bring a published plan in from a file."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opcc.office.models import Office, User
from plans.intake import applying, columns
from plans.intake.comparing import compare
from plans.intake.errors import IntakeError
from plans.intake.reading import read
from plans.intake.table import MAX_BYTES, folded
from plans.models import Entry
from plans.record import Voice


class Command(BaseCommand):
    help = (
        "Read a delivery plan from a .docx, .xlsx, .csv, .tsv or .txt file and import it, or "
        "compare it with the plan of the same title. All of it is imported, or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the document")
        parser.add_argument("--title", required=True, help="the plan's title")
        parser.add_argument("--year", required=True, type=int, help="the year it starts in: 2020")
        parser.add_argument("--objective", default="", help="for a table that names none")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help=f"which column holds what. Fields: {', '.join(columns.OFFERED)}",
        )
        parser.add_argument(
            "--create-posts", action="store_true", help="make owners that are no post yet"
        )
        parser.add_argument("--by", metavar="EMAIL", help="the account that answers for it")
        parser.add_argument("--reason", default="", help="why what was promised changes")
        parser.add_argument(
            "--reason-category",
            choices=Entry.ReasonCategory.values,
            default="",
            help="the kind of reason, needed where a date changes. A move is asked for in the "
            "name of --by, unless that account may accept it",
        )
        parser.add_argument("--check", action="store_true", help="say what would be done, no more")

    def handle(self, *, file, check, **options):
        try:
            self.run(file, check, options)
        except IntakeError as error:
            raise CommandError(f"{error} Nothing was imported.") from error

    def run(self, file, check, options):
        title, starts_on = folded(options["title"]), starts_on_of(options["year"])
        voice, at = voice_of(options["by"]), Office.objects.current().now()
        table = read(file.name, content_of(file))
        plan = applying.find_plan(checked(title), starts_on)
        proposal, owners = self.interpret(table, starts_on, options)
        difference = compare(plan, proposal, on=timezone.localdate(at), starts_on=starts_on)
        self.describe(proposal, difference)
        self.refuse(proposal, difference)
        self.show(difference)
        if not check:
            said = {"title": title, "starts_on": starts_on, "by": voice, "at": at}
            said |= {name: options[name] for name in ("reason", "reason_category")}
            outcome = applying.apply(proposal, owners=owners, **said)
            self.tell(f"New post: {post}" for post in outcome.posts)
        self.stdout.write(f"{difference}. Nothing was imported." if check else str(outcome))

    def interpret(self, table, starts_on, options):
        """Return the proposal and the choices made for owners that are no post yet."""
        mapping = mapping_of(table, options["column"])
        sole, owners = options["objective"], {}
        proposal = applying.interpret_here(table, mapping, starts_on, sole_objective=sole)
        if options["create_posts"] and proposal.unknown_owners:
            owners = dict.fromkeys(proposal.unknown_owners, applying.NEW_POST)
            proposal = applying.interpret_here(
                table, mapping, starts_on, owners=owners, sole_objective=sole
            )
        return proposal, owners

    def describe(self, proposal, difference):
        sizes = ", ".join(str(len(proposal.activities_of(o))) for o in proposal.objectives)
        links = count(proposal.owner_links, "owner link", "owner links")
        self.stdout.write(
            f"{count(len(proposal.objectives), 'objective', 'objectives')}, "
            f"{count(len(proposal.activities), 'activity', 'activities')} ({sizes}), {links}"
        )
        owners = Counter(owner for line in difference.lines for owner in line.owners)
        self.stdout.write(", ".join(f"{name} {times}" for name, times in owners.most_common()))
        self.tell(f"Note: {note}" for note in (*proposal.notes, *difference.notes))

    def refuse(self, proposal, difference):
        """Raise CommandError, naming every row that has to be put right first."""
        problems = [
            f"Row {problem.row_number}: {problem.message}"
            for problem in (*proposal.problems, *difference.problems)
        ]
        problems += [unknown(name, rows) for name, rows in proposal.unknown_owners.items()]
        if problems:
            raise CommandError("\n".join([*problems, "Nothing was imported."]))

    def show(self, difference):
        """Say what would change, and what the document leaves out."""
        for line in difference.changed:
            changes = "; ".join(map(str, line.changes))
            where = f"{line.activity.reference} (row {line.proposed.row_number})"
            self.stdout.write(f"Changed: {where}: {changes}")
        self.tell(
            f"Not in the document, left as it is: {activity}" for activity in difference.missing
        )

    def tell(self, lines):
        for line in lines:
            self.stdout.write(line)


def count(number, one, many):
    return f"{number} {one if number == 1 else many}"


def unknown(name, rows):
    where = f"Row {rows[0]}" if len(rows) == 1 else f"Rows {', '.join(map(str, rows))}"
    return (
        f"{where}: “{name}” is no post. Add it as a post or as another name of one, or give "
        "--create-posts."
    )


def content_of(file):
    """Return the file's bytes, no more of them than the reader needs to refuse it."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error


def starts_on_of(year):
    if not 2000 <= year <= 2099:
        raise CommandError("Give the year as four figures, such as --year 2020.")
    return applying.year_from(year)


def checked(title):
    if not 0 < len(title) <= 200:
        raise CommandError("Give a title of 200 characters or fewer with --title.")
    return title


def voice_of(email):
    """Return the Voice of an account, or of the command line itself."""
    if not email:
        return Voice(name="Import on the command line")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active account with the e-mail address {email}.")
    return Voice.of(user)


def mapping_of(table, named):
    """Return the Mapping, guessed but for the columns named as FIELD=HEADING."""
    headings = dict(pair.split("=", 1) for pair in named if "=" in pair)
    if len(headings) != len(named):
        raise CommandError('Write each column as FIELD=HEADING, such as activity="Work".')
    mapping = columns.named(table, headings) if headings else columns.guess(table)
    if not mapping.is_usable:
        raise CommandError(
            "No header was recognised. Say which column holds the activities: "
            "--column activity=HEADING, and --column owner=HEADING."
        )
    return mapping
