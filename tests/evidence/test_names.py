"""What a file is called is data: text for a page, and never a way to anywhere."""

import pytest

from plans.evidence.naming import LONGEST_NAME, NamedFile, clean_name, read_files
from tests.payloads import PAYLOADS

FILE = NamedFile("7d1f", "Notice.pdf", "pdf", 34_816, "ab" * 32)


@pytest.mark.parametrize(
    ("brought", "name"),
    [
        ("Notice of award.pdf", "Notice of award.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Notice.pdf", "Notice.pdf"),
        ("..\\..\\Notice.pdf", "Notice.pdf"),
        ("Notice\x00.pdf", "Notice.pdf"),
        ("Notice\r\nSet-Cookie: a=b.pdf", "Notice Set-Cookie: a=b.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("  Notice  of   award .pdf", "Notice of award.pdf"),
        ("<script>alert(1)<x>.pdf", "<script>alert(1)<x>.pdf"),
        (".pdf", "file.pdf"),
        ("...pdf", "file.pdf"),
        ("", "file"),
        ("سلام.pdf", "سلام.pdf"),
    ],
)
def test_a_name_is_made_text_for_one_line(brought, name):
    assert clean_name(brought) == name


def test_a_long_name_keeps_its_ending():
    name = clean_name("w" * 5_000 + ".pdf")

    assert name == "w" * LONGEST_NAME + "….pdf"


@pytest.mark.parametrize("words", PAYLOADS.values(), ids=PAYLOADS)
def test_any_name_fits_its_column_and_leads_to_no_folder(words):
    name = clean_name(f"{words}.pdf")

    assert len(name) <= 150
    assert name.isprintable()
    assert not set("/\\") & set(name)
    assert clean_name(name) == name


def test_a_file_is_told_by_its_kind_and_size():
    assert str(FILE) == "Notice.pdf (PDF, 34.0 KB)"


def test_what_a_pack_tells_of_a_file_leads_nowhere():
    told = FILE.told()

    assert told == {"name": "Notice.pdf", "kind": "pdf", "size": 34_816, "sha256": "ab" * 32}
    assert read_files([told])[0].url == ""
    assert read_files([FILE.as_json()]) == (FILE,)
