"""Owners: the posts in a cell are told apart, and no post is cut in two."""

import pytest

from plans.intake.owners import split_owners

KNOWN = {
    "ceo", "d/ceo", "cfo", "head of cc&e", "director p&c", "director of people & change",
    "head of corporate communications & engagement", "director of people, change and culture",
}  # fmt: skip


@pytest.mark.parametrize("known", [(), KNOWN])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("D/CEO", ["D/CEO"]),
        ("Head of CC&E", ["Head of CC&E"]),
        ("Director P&C", ["Director P&C"]),
        ("D/CEO & CFO", ["D/CEO", "CFO"]),
        ("D/CEO, Head of CC&E, CFO", ["D/CEO", "Head of CC&E", "CFO"]),
        ("CEO and CFO", ["CEO", "CFO"]),
        ("CEO / CFO", ["CEO", "CFO"]),
        ("CEO; CFO", ["CEO", "CFO"]),
        ("CEO\nCFO", ["CEO", "CFO"]),
        ("• CEO\r\n• Head of CC&E", ["CEO", "Head of CC&E"]),
        ("CEO, and\nCFO", ["CEO", "CFO"]),
        ("CEO & CEO", ["CEO"]),
        ("Director of People & Change", ["Director of People & Change"]),
        (
            "Head of Corporate Communications & Engagement and CFO",
            ["Head of Corporate Communications & Engagement", "CFO"],
        ),
        ("Head of Policy and Chief Finance Officer", ["Head of Policy", "Chief Finance Officer"]),
        ("Jo Bloggs and Sam Sands", ["Jo Bloggs", "Sam Sands"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_the_posts_in_a_cell_are_told_apart(text, names, known):
    assert split_owners(text, known) == names


def test_the_longest_known_name_is_taken_whole():
    text = "director of  people, change and culture, CEO"

    assert split_owners(text, KNOWN) == ["director of people, change and culture", "CEO"]


def test_a_known_name_wrapped_over_two_lines_is_one_post():
    assert split_owners("Head of\nCC&E\nCFO", KNOWN) == ["Head of CC&E", "CFO"]


def test_a_known_name_inside_a_longer_one_is_not_taken():
    assert split_owners("CEO of the charity", KNOWN) == ["CEO of the charity"]


def test_a_slash_without_space_parts_only_known_posts():
    assert split_owners("CEO/CFO", KNOWN) == ["CEO", "CFO"]
    assert split_owners("CEO/CFO") == ["CEO/CFO"]
