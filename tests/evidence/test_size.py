"""Files that are too large are refused before they are read, and what was typed is kept."""

import tracemalloc

import pytest

from plans.models import EvidenceFile
from tests.evidence.files import PDF
from tests.plans.browsing import address, typed
from tests.plans.intake.test_upload import Endless

MIB = 1024 * 1024
START = "--limit\r\nContent-Disposition: form-data; name="


@pytest.fixture
def url(activity):
    return address("update", activity)


@pytest.fixture
def holder(client, finance_chief, folder):
    client.force_login(finance_chief)
    return client


def stream(client, url, size, **fields):
    """Send the form with a file of so many bytes; return (the answer, how many were read)."""
    fields = {**typed(client, url), "narrative": "Words that stay.", **fields}
    start = "".join(f'{START}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    start += f'{START}"new_files"; filename="Notice.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    body = Endless(start.encode() + PDF, size)
    answer = client.generic(
        "POST",
        url,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=limit",
            "CONTENT_LENGTH": str(size),
            "wsgi.input": body,
        },
    )
    return answer, body.taken


def test_200_mib_are_refused_at_once_in_flat_memory_and_what_was_typed_is_kept(
    holder, url, activity, folder
):
    holder.get(url)
    tracemalloc.start()

    answer, taken = stream(holder, url, 200 * MIB)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert taken <= 64 * 1024
    assert peak < 8 * MIB
    assert "The files have more than 20 MB together" in answer.text
    assert answer.context["form"]["narrative"].value() == "Words that stay."
    assert activity.entries.count() == 1
    assert not folder.exists() or list(folder.iterdir()) == []


def test_files_that_grow_too_large_are_refused_as_they_come(holder, url, activity):
    answer, taken = stream(holder, url, 20 * MIB + 500_000)

    assert answer.status_code == 413
    assert taken <= 20 * MIB + 128 * 1024
    assert answer.context["form"]["narrative"].value() == "Words that stay."
    assert not EvidenceFile.objects.exists()


def test_too_large_a_file_saves_no_draft_without_it(holder, url, activity):
    answer, _ = stream(holder, url, 200 * MIB, save_later="")

    assert answer.status_code == 413
    assert not activity.drafts.exists()


def test_too_many_files_are_refused_however_small(holder, url, activity):
    fields = typed(holder, url, status="on_track", narrative="Words that stay.")
    one = f'{START}"new_files"; filename="a.pdf"\r\n\r\n{PDF.decode()}\r\n'
    start = "".join(f'{START}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())

    answer = holder.post(
        url, (start + one * 21 + "--limit--\r\n").encode(), "multipart/form-data; boundary=limit"
    )

    assert answer.status_code == 413
    assert "or are more than 5" in answer.text
    assert answer.context["form"]["narrative"].value() == "Words that stay."


def test_a_stranger_sends_no_more_than_the_page_takes(client, url):
    body = Endless(f'{START}"new_files"; filename="a.pdf"\r\n\r\n'.encode(), 200 * MIB)

    answer = client.generic(
        "POST",
        url,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=limit",
            "CONTENT_LENGTH": str(200 * MIB),
            "wsgi.input": body,
        },
    )

    assert answer.status_code == 302
    assert body.taken <= 64 * 1024
