"""Archives that are damaged, foreign or made to do harm, and databases that are in use.

Each is brought into the tests' own database, which is empty, and must leave it so.
"""

import io
import json
import shutil
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.db import connection, transaction

from governance.models import RiskBand
from opcc.office.mail.letters import Letter
from opcc.office.models import AccessKey, OutgoingMail, Post, User
from opcc.portal.archive import reading
from opcc.portal.archive.tables import tables
from plans.models import DeliveryPlan, Entry, Observation
from plans.record.verifying import guards
from tests import factories
from tests.archive.conftest import bring_in, rows_in, take_out
from tests.archive.damage import DAMAGE, change_last_key, change_manifest, change_row, set_to
from tests.archive.filling import EARLY
from tests.plans.measures import MeasureFactory, observed


def fill():
    """A small office: people, a plan of two activities, an access key and a mail that waits."""
    factories.OfficeFactory()
    holder = factories.holder_of("Chief Executive", is_accountable=True, is_elt=True)
    factories.user_in("Panel", name="Panel member")
    plan = factories.DeliveryPlanFactory()
    for number in (1, 2):
        factories.promised_activity(plan, lead=factories.post("Chief Executive"), objective=number)
    observed(MeasureFactory(), "123456789012.1000")
    AccessKey.objects.create(
        user=holder, purpose="data", name="Report", digest="d" * 64, made_at=EARLY
    )
    letter = Letter("What is due", "Stop: /stop/signed/", "<p>/stop/signed/</p>", "reminders")
    OutgoingMail.objects.put(to=holder, kind="digest", cause="digest", letter=letter, at=EARLY)


@pytest.fixture(scope="module")
def sound(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of an archive that nobody has touched."""
    place = tmp_path_factory.mktemp("sound") / "archive"
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        take_out(place)
        take_out(place.parent / "plain", without_credentials=True)
        transaction.set_rollback(True)
    return place


@pytest.fixture
def place(sound, tmp_path):
    """A copy of it to damage."""
    shutil.copytree(sound, tmp_path / "archive")
    return tmp_path / "archive"


def refused(place, **options):
    """Return the words with which the archive is refused, once nothing of it is here."""
    with pytest.raises(CommandError) as error:
        bring_in(place, **options)
    held = {table.label for table in tables() if table.queryset.exists()}
    assert held == {"auth.group", "governance.riskband"}
    words = str(error.value)
    assert words.endswith(" Nothing was brought in.")
    return words.removesuffix(" Nothing was brought in.")


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_archive_is_refused_in_words(db, place, kind):
    damage, words = DAMAGE[kind]
    damage(place)

    assert refused(place).startswith(words)


def test_a_line_without_end_is_not_read_to_its_end(db, place, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 1_000)
    change_row(place, "office.post", set_to(title="x" * 2_000))

    assert refused(place) == "tables/office.post.jsonl, line 1: it is too long for a row."


def test_what_postgresql_keeps_in_no_text_is_named(db, place):
    change_row(place, "office.post", set_to(title="Chief\0Executive"))

    if connection.vendor == "postgresql":
        assert refused(place) == (
            "tables/office.post.jsonl, line 1: the database refuses it: its title holds a NUL or "
            "half a character (a lone surrogate)."
        )
    else:
        bring_in(place)
        assert Post.objects.earliest("pk").title == "Chief\0Executive"


def test_half_a_character_in_json_is_kept_or_named(db, place, sound, tmp_path):
    row = json.loads((sound / "tables/office.post.jsonl").read_text().splitlines()[0])
    row["aliases"] = ["\udc00"]
    change_row(place, "office.post", lambda _: dumped_with_half_a_character(row))

    if connection.vendor == "postgresql":
        assert "its aliases holds a NUL or half a character" in refused(place)
    else:
        bring_in(place)
        take_out(tmp_path / "again")
        assert rows_in(tmp_path / "again") == rows_in(place)


def dumped_with_half_a_character(row):
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace") + b"\n"


def test_a_value_of_more_figures_than_sqlite_keeps_is_named(db, place):
    change_row(place, "plans.observation", set_to(value="123456789012.1234"))

    if connection.vendor == "postgresql":
        bring_in(place)
        assert Observation.objects.get().value == Decimal("123456789012.1234")
    else:
        assert refused(place) == (
            "tables/plans.observation.jsonl, line 1: this database cannot keep its value as it "
            "is: “123456789012.1234” became “123456789012.1230”."
        )


# --- The database -------------------------------------------------------------------------------
def test_a_database_in_use_is_refused(sound, office):
    factories.user_in("Staff", name="Somebody")

    with pytest.raises(CommandError) as error:
        bring_in(sound)

    assert str(error.value) == (
        "This database holds data of its own: office.office (1), office.user (1), "
        "office.user_groups (1). Point DATABASE_URL to an empty database, run `python manage.py "
        "migrate` and nothing else, then this command again. Nothing was brought in."
    )
    assert User.objects.get().name == "Somebody"


def test_a_sound_archive_comes_in_once(db, sound):
    printed = bring_in(sound)

    assert "rows of Office of the Police and Crime Commissioner for Testshire are here" in printed
    assert Entry.objects.count() == 2
    with pytest.raises(CommandError, match="This database holds data of its own"):
        bring_in(sound)


def test_what_migrations_made_gives_way_to_what_the_archive_has(db, place):
    change_row(place, "auth.group", set_to(id=70, name="Readers of papers"), line=3)
    change_row(place, "governance.riskband", set_to(name="Calm"))
    change_last_key(place, "auth.group", 70)

    bring_in(place)

    assert Group.objects.get(pk=70).name == "Readers of papers"
    assert Group.objects.count() == 3
    assert RiskBand.objects.earliest("pk").name == "Calm"
    assert Group.objects.create(name="The next").pk == 71


def test_the_record_is_as_well_guarded_as_before(db, sound):
    bring_in(sound)

    assert [name for guard in guards for name in guard.missing(connection)] == []


def test_an_archive_cannot_vouch_for_a_line_that_was_forged(db, place):
    """Whoever changes a line can write into the manifest that this was known."""
    change_row(place, "plans.entry", set_to(made_by_name="Somebody else"))
    finding = refused(place).removeprefix("verify_record finds what it did not find before: ")
    know(place, finding)

    words = refused(place)

    assert words.startswith("The record is not intact, as the archive says itself: Line 1 of ")
    assert words.endswith("bring it in with --with-known-findings.")


def know(place, *findings):
    manifest = json.loads((place / "manifest.json").read_text())
    found = {"passed": False, "said": findings}
    change_manifest(place, record=manifest["record"] | {"verify_record": found})


def test_what_the_operator_knows_of_comes_in_and_is_told_last(db, sound, tmp_path):
    """What an office's record suffered is evidence too."""
    bring_in(sound)
    DeliveryPlan.objects.update(record_digest="f" * 64)
    take_out(tmp_path / "forced")
    empty_the_tables()
    printed = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        bring_in(tmp_path / "forced", with_known_findings=True, stdout=printed)

    last = printed.getvalue().partition("The record is NOT intact.")[2].splitlines()[1:]
    assert ended.value.code == 1
    assert len(last) == 1
    assert last[0].startswith(
        "  The end of the record of Delivery Plan 2020 to 2021: line 2 is not"
    )
    assert Entry.objects.count() == 2


def test_what_the_archive_does_not_name_is_refused_whatever_the_operator_says(db, place):
    change_row(place, "plans.entry", set_to(made_by_name="Somebody else"))

    words = refused(place, with_known_findings=True)

    assert words.startswith("verify_record finds what it did not find before: Line 1 of ")


def empty_the_tables():
    for guard in guards:
        guard.drop(connection)
    for table in tables():
        table.queryset._raw_delete("default")
    for guard in guards:
        guard.create(connection)


def test_without_credentials_nobody_can_sign_in_until_a_password_is_set(db, sound):
    plain = sound.parent / "plain"

    printed = bring_in(plain)

    assert set(User.objects.values_list("password", flat=True)) == {"!"}
    assert not User.objects.earliest("pk").has_usable_password()
    assert AccessKey.objects.count() == 0
    assert OutgoingMail.objects.count() == 0
    assert [name for name, content in rows_in(plain).items() if b"/stop/" in content] == []
    assert b"/stop/" in rows_in(sound)["office.outgoingmail.jsonl"]
    assert "changepassword" in printed
    assert [name for name, content in rows_in(plain).items() if b"pbkdf2" in content] == []
    assert b"pbkdf2" in rows_in(sound)["office.user.jsonl"]
