"""A file is handed out as it was brought, to be saved and not shown, to whoever may have it."""

import uuid

import pytest
from django.urls import reverse

from plans.models import Draft, EvidenceFile
from tests.evidence.files import PDF, kept
from tests.factories import said


@pytest.fixture
def file(activity, finance_officer, folder):
    return kept(activity, finance_officer, "Notice of award.pdf")


def test_it_comes_as_it_was_brought_and_no_browser_runs_it(client, outsider, file):
    client.force_login(outsider)

    answer = client.get(file.get_absolute_url())

    assert answer.status_code == 200
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Notice of award.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_browser_that_takes_packed_answers_gets_it_as_it_is(client, outsider, file):
    client.force_login(outsider)

    answer = client.get(file.get_absolute_url(), headers={"accept-encoding": "gzip"})

    assert answer.getvalue() == PDF
    assert answer.headers["Content-Length"] == str(len(PDF))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("سلام.pdf", "attachment; filename*=utf-8''%D8%B3%D9%84%D8%A7%D9%85.pdf"),
        ('say "no".pdf', 'attachment; filename="say \\"no\\".pdf"'),
        ("a\r\nSet-Cookie: b.pdf", 'attachment; filename="a Set-Cookie: b.pdf"'),
        ("<script>x<y>.pdf", 'attachment; filename="<script>x<y>.pdf"'),
    ],
)
def test_any_name_fits_its_header(client, activity, outsider, folder, name, header):
    client.force_login(outsider)

    answer = client.get(kept(activity, outsider, name).get_absolute_url())

    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"] == header


def test_a_panel_member_has_no_file_of_a_draft_and_none_of_the_record(
    client, activity, panel_member, file
):
    said(activity, on=file.added_at.date(), files=[str(file.pk)])
    client.force_login(panel_member)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, file):
    answer = client.get(file.get_absolute_url())

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_who_has_left_has_no_file_any_more(client, outsider, file):
    client.force_login(outsider)
    outsider.is_active = False
    outsider.save()

    assert client.get(file.get_absolute_url()).status_code == 302


def test_a_key_that_was_never_given_is_not_found(client, outsider):
    client.force_login(outsider)

    assert client.get(f"/evidence/{uuid.uuid4()}/").status_code == 404
    assert client.get("/evidence/../../etc/passwd").status_code == 404


def test_a_file_that_is_gone_is_not_found_and_the_log_says_so(
    client, outsider, file, folder, caplog
):
    (folder / file.pk.hex).unlink()
    client.force_login(outsider)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert f"The file {file.pk} is not in its place." in caplog.messages


def test_it_is_asked_for_and_never_posted(client, outsider, file):
    client.force_login(outsider)

    assert client.post(file.get_absolute_url()).status_code == 405


def test_a_discarded_draft_takes_its_file_from_no_line(
    client, activity, finance_officer, finance_chief, file
):
    said(activity, on=file.added_at.date(), files=[str(file.pk)])
    draft = Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        proposal={"files": [str(file.pk)]},
        activity_version=activity.version,
        saved_at=file.added_at,
    )
    client.force_login(finance_chief)

    client.post(reverse("plans:draft-discard", args=[draft.pk]), {"version": "1"})

    assert not Draft.objects.exists()
    assert EvidenceFile.objects.get() == file
    assert client.get(file.get_absolute_url()).getvalue() == PDF
