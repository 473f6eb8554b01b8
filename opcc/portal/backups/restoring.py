"""A backup restored because it has to be: into an empty database, and never over anything."""

from pathlib import Path

from django.db import connection

from opcc.office.models import Office

from ..archive import Refused
from ..archive.folder import keep_names, write
from .engines import engine
from .files import counted, pieces_of
from .keeping import places_to_keep
from .looking import look
from .reading import Backup


def bring_back(folder, tell):
    """Restore a backup into the empty database of DATABASE_URL, and its files into empty folders.

    Return what is wrong with what is there now, a sentence each. Everything is checked before
    anything is written. Raises Refused, OSError or an error of the database.
    """
    backup = Backup(folder)
    backup.refuse_another_kind()
    tell(f"Checking {backup.name}, made of {backup.manifest['database']}")
    tell(f"Digests: all {backup.check_all()} files are as they were written.")
    refuse_a_database_in_use()
    refuse_files_in_use(backup)
    engine().restore(backup.dump, tell)
    put_files_back(backup, tell)
    Office.objects.forget()
    return look(backup, tell=tell, may_migrate=False)


def refuse_a_database_in_use():
    tables = connection.introspection.table_names()
    if tables:
        raise Refused(
            f"The database holds {len(tables)} tables. A backup is restored into an empty one: "
            "make a new database and name it in DATABASE_URL. Do not run migrate on it before."
        )


def refuse_files_in_use(backup):
    """Raise Refused where files of the backup have no place, or something stands in it."""
    folders = places_to_keep()
    for place in sorted({place for place, _, _ in backup.files()}):
        if place not in folders:
            raise Refused(f"The backup holds files of {place}, and no setting says where they go.")
        if folders[place].is_dir() and any(folders[place].iterdir()):
            raise Refused(f"{folders[place]} is not empty. Move away what is there.")


def put_files_back(backup, tell):
    folders, files = places_to_keep(), backup.files()
    if files:
        tell(f"Putting {counted(files)} back")
    for place, name, path in files:
        target = Path(folders[place], name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("rb") as file:
            write(target, pieces_of(file))
        keep_names(target.parent)
