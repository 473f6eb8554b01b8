"""A bar of counts adds up, shows every part, and never overstates the smaller of two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.charts import WHOLE, Part, bar, percent, room_for, share

counts = st.lists(st.integers(min_value=0, max_value=9_999), min_size=1, max_size=7)


@given(counts)
def test_widths_add_up_to_the_whole_bar(values):
    widths = share(values, [room_for(value) for value in values])

    assert sum(widths) == (WHOLE if any(values) else 0)


@given(counts)
def test_every_part_that_is_not_zero_has_room_for_its_figure(values):
    widths = share(values, [room_for(value) for value in values])

    assert all(
        width >= room_for(value) if value else width == 0
        for value, width in zip(values, widths, strict=True)
    )


@given(counts)
def test_a_larger_count_is_never_drawn_shorter(values):
    widths = share(values, [room_for(value) for value in values])

    drawn = sorted(zip(values, widths, strict=True))
    assert [width for _, width in drawn] == sorted(width for _, width in drawn)


@given(counts)
def test_parts_stand_one_after_another_from_edge_to_edge(values):
    parts = bar([(str(index), value) for index, value in enumerate(values)])

    ends = [0, *(part.start + part.width for part in parts)]
    assert [part.start for part in parts] == ends[:-1]
    assert ends[-1] == (WHOLE if parts else 0)


def test_counts_with_room_enough_are_drawn_in_proportion():
    widths = share([30, 10, 20], [200, 200, 200])

    assert widths == [5000, 1667, 3333]


def test_a_small_count_takes_its_room_from_the_large_one():
    widths = share([479, 1], [1100, 500])

    assert widths == [9500, 500]


def test_zeros_are_not_drawn():
    parts = bar([("on_track", 3), ("at_risk", 0), ("silent", 1)])

    assert parts == [Part("on_track", 3, 0, 7500), Part("silent", 1, 7500, 2500)]


def test_an_empty_plan_has_an_empty_bar():
    assert bar([("on_track", 0)]) == []
    assert bar([]) == []


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        share([3, -1], [500, 500])


def test_minimums_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="longer than the bar"):
        share([1, 1], [6000, 6000])


@pytest.mark.parametrize(("units", "text"), [(0, "0%"), (1250, "12.5%"), (10_000, "100%")])
def test_lengths_are_written_as_svg_percentages(units, text):
    assert percent(units) == text
