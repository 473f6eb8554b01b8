"""Whether a restored database is the one that was backed up, and answers.

A process of its own looks, so that nothing of the restored database reaches the site's cache, and
nothing of the site's is taken for the restored database's:

    python -m opcc.portal.backups.looking /path/to/the/backup
"""

import json
import os
import subprocess
import sys
import tempfile

import django
from django.conf import settings
from django.db import connection

SAYS, WRONG = "says", "wrong"


# --- From the drill's side ----------------------------------------------------------------------
def look_at(address, backup):
    """Look at the database at an address; yield (SAYS or WRONG, sentence) as they come."""
    with tempfile.TemporaryDirectory() as scratch:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(backup.folder)],
            cwd=settings.BASE_DIR,
            env={**os.environ, **apart(scratch, backup), "DATABASE_URL": address},
            stdout=subprocess.PIPE,
            text=True,
        )
        with process.stdout:
            for line in process.stdout:
                yield tuple(json.loads(line))
        if process.wait():
            yield WRONG, "The restored database could not be looked at: the lines above say why."


def apart(scratch, backup):
    """Settings under which that process reaches nothing of the site's but its code.

    scratch: a folder for what it has to write. Each is named, since one that is left out may come
    from .env.
    """
    return {
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "DATABASE_REPLICA_URL": "",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "dummymail://",
        "PAPERS_ROOT": scratch,
        "EVIDENCE_ROOT": str(backup.evidence),
        "EVIDENCE_S3_BUCKET": "",
        "EVIDENCE_S3_ENDPOINT": "",
        "EVIDENCE_S3_KEY": "",
        "EVIDENCE_S3_SECRET": "",
        "SENTRY_DSN": "",
        "METRICS_TOKEN": "",
        # Counts go into the folder of this name even where it is empty.
        "PROMETHEUS_MULTIPROC_DIR": scratch,
    }


# --- In the process that looks ------------------------------------------------------------------
def look(backup, *, tell, may_migrate, look_for_files=True):
    """Compare, verify and sign in; return what is wrong, a sentence each.

    tell: is given what is right, a sentence each. may_migrate: whether migrations that wait, since
    the backup is of an older release, are to be applied on the way. look_for_files: whether files
    of evidence are where the settings say.
    """
    from .counting import counted, differences, facts_of

    found = facts_of(connection)
    wrong = differences(backup.manifest, found)
    if not wrong:
        total = counted(sum(found["tables"].values()))
        tell(f"Counts: {len(found['tables'])} tables with {total}, as when it was made.")
    waiting = waiting_migrations()
    if waiting and not may_migrate:
        return [
            *wrong,
            f"{len(waiting)} migrations wait: run manage.py migrate, then verify_record.",
        ]
    return [*wrong, *look_on(waiting, tell, look_for_files)]


def look_on(waiting, tell, look_for_files):
    """What can be asked only of a database that this release's tables are in."""
    from django.core.management import call_command

    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    if left := waiting_migrations():
        return [f"Migrations: {len(left)} wait still."]
    applied = f"{len(waiting)} were applied, since it is of an older release" if waiting else ""
    tell(f"Migrations: {applied or 'none waits'}.")
    return [*verified(tell, look_for_files), *signed_in(tell)]


def waiting_migrations():
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def verified(tell, look_for_files):
    from opcc.portal.archive.describing import verification

    if not look_for_files:
        tell("Files of evidence are in a bucket, and were not looked at.")
    verification = verification(without_files=not look_for_files)
    words = [f"Record: {line}" for line in verification["said"]]
    if not verification["passed"]:
        return words
    for line in words:
        tell(line)
    return []


def signed_in(tell):
    """Sign in as whoever did so last and open the home page, in a transaction that is undone.

    No second step is asked for: nobody is there to bring it, and who has none would see the page
    that sets one up in the place of the home page.
    """
    from django.db import transaction
    from django.db.models import F
    from django.test import override_settings

    from opcc.office.models import User

    people = User.objects.filter(is_active=True)
    user = people.order_by(F("last_login").desc(nulls_last=True), "pk").first()
    if user is None:
        return ["Sign-in: there is no active account."]
    with transaction.atomic(), override_settings(SECOND_FACTOR_REQUIRED=False):
        answer = home_of(user)
        wrong = what_is_wrong(answer, user)
        transaction.set_rollback(True)
    if not wrong:
        tell("Sign-in: the home page answers an active account.")
    return wrong


def what_is_wrong(answer, user):
    """In what an answer is none of the home page to this user, a sentence at most."""
    if answer.has_header("Location"):
        return [f"Sign-in: the home page leads away, to {answer['Location']}."]
    if answer.status_code != 200:
        return [f"Sign-in: the home page answered {answer.status_code}."]
    if getattr(answer.wsgi_request, "user", None) != user:
        return ["Sign-in: the home page took an active account for somebody else."]
    return []


def home_of(user):
    """What the home page answers them; signed out again, wherever sessions are kept."""
    from django.test import Client

    browser = Client(
        raise_request_exception=False, headers={"host": settings.ALLOWED_HOSTS[0].lstrip(".")}
    )
    browser.force_login(user)
    answer = browser.get("/", secure=settings.HTTPS)
    browser.logout()
    return answer


def main(folder):
    django.setup()
    from .reading import Backup

    def tell(kind):
        return lambda sentence: print(json.dumps([kind, sentence]), flush=True)

    backup = Backup(folder)
    for sentence in look(
        backup, tell=tell(SAYS), may_migrate=True, look_for_files=backup.holds_files
    ):
        tell(WRONG)(sentence)


if __name__ == "__main__":
    main(sys.argv[1])
