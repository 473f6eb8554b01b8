"""Files come with an update: kept with its draft, and with the line that it becomes."""

import errno
import hashlib
import uuid

import pytest
from django.urls import reverse

from opcc.office.papers import keeping as writing
from plans import deciding
from plans.evidence import keeping
from plans.models import Draft, EvidenceFile
from plans.position import position
from tests.conftest import NOW
from tests.evidence.files import PDF, PNG, kept, upload
from tests.factories import post, promised_activity, said
from tests.plans.browsing import address, typed

WELL = {"status": "on_track", "narrative": "The contract was awarded."}
QUERIES, LIST_QUERIES = 8, 9


@pytest.fixture
def url(activity):
    return address("update", activity)


@pytest.fixture
def holder(client, finance_chief, folder):
    """The browser of who decides on the tests' activity."""
    client.force_login(finance_chief)
    return client


def send(client, url, *files, **fields):
    return client.post(url, typed(client, url, **{**WELL, **fields}, new_files=list(files)))


def offered(page):
    """{the key of each file that a form offers: whether it is ticked}"""
    form = page.context["form"]
    ticked = form["files"].value() or []
    return {key: key in ticked for key, _ in form.fields["files"].choices}


def errors(page):
    return list(page.context["form"].errors.get("new_files", []))


# --- Into the record ----------------------------------------------------------------------------
def test_a_line_names_its_files_by_name_size_and_digest(holder, url, activity, folder):
    send(holder, url, upload("Notice.pdf", PDF), upload("Site.png", PNG))

    line, files = activity.entries.last(), list(EvidenceFile.objects.order_by("name"))
    assert line.files == [file.as_named().as_json() for file in files]
    assert line.files[0] == {
        "id": str(files[0].pk),
        "name": "Notice.pdf",
        "kind": "pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        files[0].pk.hex: PDF,
        files[1].pk.hex: PNG,
    }


def test_the_activity_shows_them_where_they_were_said(holder, url, activity):
    send(holder, url, upload("Notice <b>.pdf", PDF))

    page = holder.get(activity.get_absolute_url()).text
    file = EvidenceFile.objects.get()
    assert f'<a class="govuk-link" href="/evidence/{file.pk}/">Notice &lt;b&gt;.pdf</a>' in page
    assert f"PDF, {len(PDF)} bytes" in page


@pytest.mark.parametrize("count", [1, 5])
def test_files_cost_the_page_no_query(
    client, activity, finance_chief, django_assert_num_queries, count
):
    keys = [str(kept(activity, finance_chief, f"{n}.pdf").pk) for n in range(count)]
    client.force_login(finance_chief)
    said(activity, on=NOW.date(), narrative="Nothing to show yet.")
    client.get(activity.get_absolute_url())  # The first after a line reads the plan's shape anew.
    with django_assert_num_queries(QUERIES):
        client.get(activity.get_absolute_url())

    said(activity, on=NOW.date(), files=keys)
    client.get(activity.get_absolute_url())

    with django_assert_num_queries(QUERIES):
        page = client.get(activity.get_absolute_url())
    assert page.text.count("/evidence/") == count


def test_an_update_without_files_lets_those_before_it_go(holder, url, activity):
    send(holder, url, upload())
    before = position(activity.plan).standings[0].files

    send(holder, url)

    assert [file.name for file in before] == ["Notice.pdf"]
    assert position(activity.plan).standings[0].files == ()
    assert "files" not in activity.entries.last().standing


def test_a_confirmation_leaves_them_standing(holder, url, activity):
    send(holder, url, upload())
    confirm = address("confirm", activity)

    holder.post(confirm, typed(holder, confirm, narrative="Still awarded."))

    assert [file.name for file in position(activity.plan).standings[0].files] == ["Notice.pdf"]


def test_a_file_is_evidence_enough_for_complete(holder, url, activity):
    refused = send(holder, url, status="complete")
    done = send(holder, url, upload(), status="complete")

    words = "Give a link to the evidence, say where it is, or add a file"
    assert refused.context["form"].errors["evidence"] == [words]
    assert done.status_code == 302
    assert activity.entries.last().status == "complete"


def test_a_correction_begins_with_the_files_of_its_line(holder, url, activity):
    send(holder, url, upload("Notice.pdf"), upload("Wrong.png", PNG))
    right, wrong = (EvidenceFile.objects.get(name=name) for name in ("Notice.pdf", "Wrong.png"))
    correct = reverse("plans:entry-correct", args=[activity.entries.last().pk])

    page = holder.get(correct)
    fields = typed(holder, correct, **WELL, correction="A wrong file.", files=[str(right.pk)])
    holder.post(correct, fields)

    assert offered(page) == {str(right.pk): True, str(wrong.pk): True}
    assert [file["name"] for file in activity.entries.last().files] == ["Notice.pdf"]
    assert [file.name for file in position(activity.plan).standings[0].files] == ["Notice.pdf"]


# --- In a draft ---------------------------------------------------------------------------------
def test_a_draft_keeps_its_files_until_it_is_approved(
    client, activity, url, finance_officer, finance_chief, folder
):
    client.force_login(finance_officer)
    fields = {key: value for key, value in typed(client, url).items() if key != "send"}
    client.post(url, {**fields, **WELL, "save_later": "", "new_files": [upload()]})
    again = client.get(url)
    file = EvidenceFile.objects.get()
    send(client, url, files=[str(file.pk)])
    draft = Draft.objects.get()
    client.force_login(finance_chief)
    read = client.get(draft.get_absolute_url()).text
    listed = client.get(reverse("plans:approval-list")).text

    deciding.approve(draft, by=finance_chief, at=NOW, today=NOW.date())

    assert offered(again) == {str(file.pk): True}
    assert f'href="/evidence/{file.pk}/"' in read
    assert f'href="/evidence/{file.pk}/"' in listed
    assert [named["name"] for named in activity.entries.last().files] == ["Notice.pdf"]


@pytest.mark.parametrize("count", [1, 6])
def test_drafts_with_files_cost_the_list_one_query_more(
    client, plan, finance_chief, finance_officer, django_assert_num_queries, count
):
    for _ in range(count):
        activity = promised_activity(plan, lead=post("Chief Financial Officer"))
        Draft.objects.create(
            activity=activity,
            kind="update",
            author=finance_officer,
            proposal={
                "status": ["on_track"],
                "narrative": ["Well."],
                "files": [str(kept(activity, finance_officer).pk)],
            },
            state="submitted",
            activity_version=1,
            saved_at=NOW,
            submitted_at=NOW,
        )
    client.force_login(finance_chief)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("plans:approval-list"))

    assert page.text.count("/evidence/") == count


# --- Nothing is lost with an error --------------------------------------------------------------
def test_an_error_elsewhere_loses_no_file(holder, url, activity):
    page = send(holder, url, upload(), narrative="")
    file = EvidenceFile.objects.get()

    fields = typed(holder, url, **WELL, files=list(offered(page)))
    holder.post(url, fields)

    assert offered(page) == {str(file.pk): True}
    assert activity.entries.last().files[0]["id"] == str(file.pk)


def test_a_file_that_is_refused_is_named_and_the_others_stay(holder, url, activity):
    page = send(holder, url, upload("Notice.pdf"), upload("run.exe", b"MZ"), upload("a.png", b"<"))

    names = [EvidenceFile.objects.get(pk=key).name for key in offered(page)]
    assert names == ["Notice.pdf"]
    assert [error.partition(" is not ")[0] for error in errors(page)] == ["run.exe", "a.png"]
    assert "The contract was awarded." in page.text
    assert activity.entries.count() == 1


def test_a_draft_is_not_saved_without_a_file_in_silence(holder, url):
    fields = {**typed(holder, url), **WELL, "save_later": "", "new_files": [upload("run.exe")]}
    del fields["send"]

    page = holder.post(url, fields)

    assert page.status_code == 200
    assert errors(page)[0].startswith("run.exe is not of a kind")
    assert not Draft.objects.exists()


def test_two_at_once_keep_the_file_of_the_second(holder, url, activity):
    stale = typed(holder, url, **WELL)
    said(activity, on=NOW.date())

    page = holder.post(url, {**stale, "new_files": [upload()]})

    assert page.status_code == 409
    assert list(offered(page).values()) == [True]
    assert "Notice.pdf" in page.text


def test_a_form_sent_twice_makes_one_line(holder, url, activity):
    fields = typed(holder, url, **WELL)

    for _ in range(2):
        answer = holder.post(url, {**fields, "new_files": [upload()]})

    assert answer.status_code == 302
    assert activity.entries.count() == 2
    assert activity.entries.last().files[0]["name"] == "Notice.pdf"


def test_a_full_disk_is_said_and_nothing_half_written_stays(
    holder, url, activity, folder, monkeypatch
):
    monkeypatch.setattr(writing.os, "fsync", no_room)

    page = send(holder, url, upload())

    assert errors(page)[0].startswith("Notice.pdf could not be kept: there is no room for files")
    assert "The contract was awarded." in page.text
    assert activity.entries.count() == 1
    assert not EvidenceFile.objects.exists()
    assert list(folder.iterdir()) == []


def no_room(descriptor):
    raise OSError(errno.ENOSPC, "No space left on device")


# --- How many, and whose ------------------------------------------------------------------------
def test_a_line_names_five_files_at_most(holder, url, activity):
    page = send(holder, url, *(upload(f"{number}.pdf") for number in range(6)))

    assert page.context["form"].errors["files"] == ["Tick 5 files at most"]
    assert len(offered(page)) == 6
    assert activity.entries.count() == 1


def test_a_person_brings_so_many_in_a_day(holder, url, activity, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_IN_A_DAY", 2)

    page = send(holder, url, *(upload(f"{number}.pdf") for number in range(3)))

    assert errors(page) == ["2 files in 24 hours are too many. Go on tomorrow."]
    assert EvidenceFile.objects.count() == 2


def test_a_file_of_another_activity_is_not_taken(holder, url, activity, plan, finance_chief):
    other = promised_activity(plan, lead=post("Chief Financial Officer"))
    foreign = kept(other, finance_chief)

    page = send(holder, url, files=[str(foreign.pk)])

    assert errors(page) == ["A file is not kept any more. Choose it again"]
    assert activity.entries.count() == 1


@pytest.mark.parametrize(
    "key", ["118233ba-e30a-467c-87cf-b07e8de3c012", "1", "", "../../etc/passwd", "\x00"]
)
def test_a_key_that_is_none_is_refused_in_words(holder, url, activity, key):
    page = send(holder, url, files=[key])

    assert errors(page) == ["A file is not kept any more. Choose it again"]
    assert activity.entries.count() == 1


def test_a_draft_with_a_file_that_is_gone_is_not_approved(
    activity, finance_chief, finance_officer, folder
):
    draft = Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        proposal={name: [value] for name, value in {**WELL, "files": str(uuid.uuid4())}.items()},
        state="submitted",
        activity_version=1,
        saved_at=NOW,
        submitted_at=NOW,
    )

    with pytest.raises(deciding.Refused, match="A file is not kept any more"):
        deciding.approve(draft, by=finance_chief, at=NOW, today=NOW.date())

    assert activity.entries.count() == 1


def test_other_forms_take_no_files(holder, activity):
    confirm = address("confirm", activity)

    holder.post(confirm, {**typed(holder, confirm), "new_files": [upload()]})

    assert not EvidenceFile.objects.exists()
