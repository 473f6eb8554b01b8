"""The ELT's fortnight as a document says what its page says."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.papers.paper import Heading, Paragraph, Table
from opcc.portal.papers.elt import fortnight_paper
from opcc.portal.views.elt import context_of
from plans import record
from plans.models import DeliveryPlan, Draft
from tests.access.looking import words_in
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import ActionFactory
from tests.governance.reading import page, words_of

PAGE = reverse("portal:elt")


@pytest.fixture
def fortnight(plan, activity, finance_officer):
    """Something under every heading."""
    lead = post("Chief Financial Officer")
    silent, moved = (promised_activity(plan, lead=lead, title=t) for t in ("Silent", "Moved"))
    said(silent, on=dt.date(2020, 6, 1))
    said(activity, "off_track", on=dt.date(2020, 12, 8), reason="No steel.", next_steps="Order.")
    said(moved, on=dt.date(2020, 12, 9))
    record.move_date(
        moved, to=dt.date(2021, 6, 30), reason="Steel came late.", reason_category="supplier",
        by=voice(), at=moment(2020, 12, 10),
    )  # fmt: skip
    ActionFactory(title="Bring figures", owner=lead, due_on=dt.date(2020, 12, 10))
    Draft.objects.create(
        activity=silent, kind="update", author=finance_officer, proposal={},
        internal_note="canary-note", state="submitted", activity_version=silent.version,
        saved_at=moment(2020, 12, 11), submitted_at=moment(2020, 12, 11),
    )  # fmt: skip


@pytest.fixture
def reader(client, outsider):
    client.force_login(outsider)
    return client


def texts_of(paper):
    for block in paper.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        if isinstance(block, Table):
            yield from (line for row in block.rows for cell in row for line in cell.split("\n"))


def test_the_document_says_what_the_page_says(reader, rf, outsider, now, fortnight):
    html = words_of(page(reader, PAGE))
    request = rf.get(PAGE)
    request.user, request.now, request.today = outsider, now, now.date()
    office = type("Office", (), {"full_name": "The office", "is_demonstration": False})

    paper = fortnight_paper(office, context_of(request, DeliveryPlan.objects.get()))

    texts = list(texts_of(paper))
    assert "1.1 Activity 1.1" in texts
    assert "Bring figures" in texts
    assert "1.3 Moved" in texts
    said_on_paper_alone = {"Reason: No steel.", "Work goes on as planned."}
    missing = [
        text for text in texts
        if " ".join(text.replace(":", "").split()) not in html.replace(":", "")
    ]  # fmt: skip
    assert set(missing) <= said_on_paper_alone | {t for t in missing if t.startswith("For the")}


@pytest.mark.parametrize("name", ["elt-pdf", "elt-docx"])
def test_the_document_holds_no_note_of_a_draft(reader, fortnight, name):
    words = "".join(words_in(reader.get(reverse(f"portal:{name}"))).split())

    assert "Waitingforapproval" in words
    assert "canary" not in words


@pytest.mark.parametrize("name", ["elt-pdf", "elt-docx"])
def test_there_is_no_document_without_a_plan(reader, office, name):
    assert reader.get(reverse(f"portal:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["elt-pdf", "elt-docx"])
@pytest.mark.parametrize("more", [0, 8])
def test_the_document_takes_as_many_queries_at_any_length(
    reader, plan, fortnight, django_assert_num_queries, name, more
):
    for _ in range(more):
        each = promised_activity(plan, lead=post("Chief Financial Officer"))
        said(each, "at_risk", on=dt.date(2020, 12, 11), reason="No steel.")

    with django_assert_num_queries(11):
        reader.get(reverse(f"portal:{name}"))
