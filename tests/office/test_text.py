"""The one rule of what a text may hold."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcc.office.text import one_line, printable, shortened, with_its_lines
from tests.papers.samples import HOSTILE, UNPRINTABLE


@pytest.mark.parametrize(("text", "left"), UNPRINTABLE.items(), ids=ascii)
def test_what_no_page_can_show_is_taken_out(text, left):
    assert printable(text) == left


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_what_people_may_write_stays(text):
    assert printable(text) == text


@given(st.text(st.characters(codec=None)))
def test_any_text_is_one_that_xml_and_json_can_hold(text):
    clean = with_its_lines(text)

    element = ElementTree.Element("text")
    element.text = clean
    assert ElementTree.fromstring(ElementTree.tostring(element, "utf-8")).text in (clean, None)
    assert json.loads(json.dumps(clean).encode()) == clean


@given(st.text(st.characters(codec=None)))
def test_what_was_cleaned_needs_no_cleaning(text):
    assert with_its_lines(with_its_lines(text)) == with_its_lines(text)


def test_lines_end_in_one_way():
    assert with_its_lines("One\r\nTwo\rThree\nFour\u2028Five") == "One\nTwo\nThree\nFour Five"


def test_a_line_has_its_spaces_folded():
    assert one_line(" One\r\n two\tthree ") == "One two three"


def test_a_text_is_shortened_at_its_end():
    assert shortened("One two three", 9) == "One two…"
    assert shortened("One two", 7) == "One two"
