"""What leaves the building: papers of packs, digests, and everything out and in again.

Run as a program with the name of one of them, it prints JSON: the seconds it took and the most
memory, in MB, that it took on top of what the program needs anyway.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

PAPER_MUST = 5.0
"""Seconds, for each format of a pack of 480 activities with a year of words."""

PEOPLE = 200


def peak():
    """The most memory that this process ever took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(work):
    """Do `work()`; return {"seconds": …, "memory": MB more than before}."""
    before, began = peak(), time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - began, "memory": peak() - before}


# --- Papers ---------------------------------------------------------------------------------------
def paper(size, name):
    """Write one file of the newest pack of a plan of `size` activities, as a reader gets it."""
    from governance.models import Pack
    from governance.packs.reading import read_before, read_pack
    from governance.papers.pack_files import FILES

    pack = newest_pack(int(size), Pack)
    kind = FILES[name].kind

    def work():
        reading = read_pack(pack)
        with tempfile.TemporaryFile() as file:
            kind.write(FILES[name].make(pack, reading, read_before(reading)), file)

    return measured(work)


def newest_pack(size, packs):
    """The newest pack of the plan with so many activities."""
    return packs.objects.filter(plan__title=f"A plan of {size:,} activities").latest("cut_off")


# --- Digests --------------------------------------------------------------------------------------
def digests():
    """Make one digest each for 200 people, and take them through the sender to nowhere."""
    from django.core.mail import get_connection

    from opcc.office.mail.sending import send_waiting
    from opcc.office.models import Office
    from opcc.portal.digest import composing

    make_people()
    clock = Office.objects.current().now
    get_connection().close()  # Its module is loaded before the clock starts.
    made = {}

    def work():
        made["digests"] = composing.make(now=clock(), is_weekly=False).new
        made["sent"] = send_waiting(clock).sent

    return measured(work) | made


def make_people():
    """Staff who write for the posts of the bench, in turns."""
    import datetime as dt

    from django.contrib.auth.models import Group

    from opcc.office.models import Holding, Post, User

    staff, posts = Group.objects.get(name="Staff"), list(Post.objects.all())
    for n in range(PEOPLE):
        user = User.objects.create(email=f"person{n}@bench.example", name=f"Person {n}")
        user.groups.add(staff)
        kind, starts_on = Holding.Kind.SUPPORT, dt.date(2018, 4, 1)
        Holding.objects.create(
            post=posts[n % len(posts)], user=user, kind=kind, starts_on=starts_on
        )


# --- Everything -----------------------------------------------------------------------------------
def export(place):
    """Take everything out of this database."""
    from opcc.portal.archive.writing import export

    found = measured(lambda: export(Path(place), tell=lambda line: None))
    files = sum(file.stat().st_size for file in Path(place).rglob("*") if file.is_file())
    return found | {"size": files / 2**20}


def bring_in(place):
    """Bring everything into this empty database."""
    from opcc.portal.archive.filling import bring_in

    came = []
    found = measured(lambda: came.extend(bring_in(Path(place), tell=lambda line: None)))
    archive, findings = came
    return found | {"rows": archive.manifest["rows"], "findings": len(findings)}


WORK = {"paper": paper, "digests": digests, "export": export, "bring_in": bring_in}

if __name__ == "__main__":
    import django

    django.setup()
    name, *arguments = sys.argv[1:]
    print(json.dumps(WORK[name](*arguments)))
