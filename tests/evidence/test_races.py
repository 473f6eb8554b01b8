"""A file is being named and being let go at the same moment: it is named whole, or refused."""

import threading

import pytest
from django.db import connection

from plans import record
from plans.evidence import keeping
from plans.models import Activity, EvidenceFile
from tests import factories
from tests.evidence.files import keep_in, kept
from tests.factories import said

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_a_file_is_named_or_let_go_and_never_both(settings, tmp_path):
    place = keep_in(settings, tmp_path / "evidence")
    factories.OfficeFactory()
    user = factories.holder_of("Chief Financial Officer")
    plan = factories.DeliveryPlanFactory()
    activity = factories.promised_activity(plan, lead=factories.post("Chief Financial Officer"))

    for _ in range(ROUNDS):
        file = kept(activity, user)
        named, gone = together(lambda f=file: name(activity.pk, f), lambda f=file: let_go(f))

        assert named is not gone
        assert EvidenceFile.objects.filter(pk=file.pk).exists() is named
        assert (place / file.pk.hex).exists()


def name(activity, file):
    """Whether a line could name the file."""
    try:
        said(Activity.objects.get(pk=activity), on=file.added_at.date(), files=[str(file.pk)])
    except record.Refused:
        return False
    return True


def let_go(file):
    return bool(keeping.let_go(file.pk))


def together(*verbs):
    """Do each in a thread of its own, all at once; return what each returned."""
    barrier, found = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(at, verb):
        try:
            barrier.wait()
            found[at] = verb()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
