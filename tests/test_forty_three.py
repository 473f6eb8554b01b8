"""The arithmetic of many offices: it follows from what was measured and from what is assumed."""

import re

import pytest

from bench.forty_three import (
    ASSUMED,
    MEMBERS,
    STAFF,
    STRANGER,
    STRANGER_304,
    Assumed,
    Cost,
    costs_in,
    main,
    mixed,
    need,
    situations,
)
from bench.table import PAGES, heading, line

MEASURED = {
    "rate": 400,
    "p50": 20,
    "p99": 30,
    "cpu": 2.0,
    "database": 0.5,
    "bytes": 12_000,
    "failures": 0,
}
FLOOR = {"rate": 800, "cpu": 2.0, "database": 0.0}
TITLES = [*STAFF, *MEMBERS, STRANGER, STRANGER_304]


def table():
    """What the bench would print, were all its pages to cost the same."""
    rows = [line(page.title, size, 4, MEASURED, FLOOR, page)
            for page in PAGES for size in ("48", "4800")]  # fmt: skip
    return "\n".join(["Filling a database", heading(), *rows, "The floor went from 1 to 2."])


def test_the_costs_are_those_that_the_bench_printed():
    costs = costs_in(table())

    assert set(costs) == {page.title for page in PAGES}
    assert set(costs.values()) == {Cost(queries=4, cpu=2.5, kb=12.0)}


def test_every_page_of_the_arithmetic_is_measured():
    assert set(TITLES) <= {page.title for page in PAGES}


@pytest.mark.parametrize("shares", [STAFF, MEMBERS])
def test_what_people_ask_for_adds_up_to_one(shares):
    assert sum(shares.values()) == pytest.approx(1)


def test_the_mean_answer_costs_what_its_parts_do():
    costs = {"light": Cost(1, 1, 10), "heavy": Cost(5, 9, 50)}

    assert mixed(costs, {"light": 0.75, "heavy": 0.25}) == Cost(2, 3, 20)


def test_an_hour_asks_for_so_much_in_its_worst_second():
    found = need("An hour", 3600, Cost(queries=5, cpu=12, kb=100), Assumed(burst=3, busy=0.6))

    assert found.requests == 3
    assert found.cores == pytest.approx(0.06)
    assert found.queries == 15
    assert found.megabits == pytest.approx(2.4)


def test_there_are_two_pods_at_least_and_connections_for_each_thread():
    assumed = Assumed(processes=2, threads=4)
    quiet = need("Quiet", 10, Cost(1, 1, 1), assumed)
    busy = need("Busy", 3600 * 1000, Cost(1, 2, 1), assumed)

    assert (quiet.pods(assumed), quiet.connections(assumed)) == (2, 16)
    assert busy.cores == pytest.approx(10)
    assert (busy.pods(assumed), busy.connections(assumed)) == (5, 40)


def needs(assumed):
    costs = dict.fromkeys(TITLES, Cost(4, 2.5, 12))
    return {each.title: each for each in situations(costs, assumed)}


def by_title(assumed):
    return {title: each.requests for title, each in needs(assumed).items()}


def test_forty_three_offices_ask_for_as_much_as_forty_three_times_one():
    found = by_title(ASSUMED)

    assert found["All offices at work"] == pytest.approx(43 * found["One office at work"])


@pytest.mark.parametrize(
    ("title", "pods", "connections"),
    [
        ("One office at work", 2, 16),
        ("All offices at work", 86, 688),
        ("All in a meeting at once", 86, 688),
        ("Publication, no CDN", 86, 688),
        ("Publication, CDN, 0 seconds", 86, 688),
        ("Publication, CDN, 60 seconds", 86, 688),
    ],
)
def test_each_office_has_pods_and_a_database_of_its_own(title, pods, connections):
    found = needs(Assumed(offices=43, processes=2, threads=4))[title]

    assert (found.pods(ASSUMED), found.connections(ASSUMED)) == (pods, connections)


def test_sites_share_a_load_evenly_and_each_rounds_up():
    shared = need("Busy", 3600 * 1000, Cost(1, 2, 1), Assumed(), sites=3)

    assert shared.cores == pytest.approx(10)
    assert shared.pods(Assumed(processes=1)) == 3 * 4


def test_a_cdn_that_may_keep_packs_asks_no_more_however_many_read():
    some, many = by_title(Assumed(visits=500_000)), by_title(Assumed(visits=50_000_000))

    assert many["Publication, no CDN"] == pytest.approx(100 * some["Publication, no CDN"])
    assert some["Publication, CDN, 60 seconds"] == pytest.approx(43 * 20 * 10 / 60, rel=0.3)
    assert many["Publication, CDN, 60 seconds"] == pytest.approx(43 * 20 * 10 / 60)


def test_the_program_prints_what_is_measured_assumed_and_needed(tmp_path, capsys):
    file = tmp_path / "bench.txt"
    file.write_text(table())

    main([str(file), "--offices", "10"])

    printed = capsys.readouterr().out
    assert "         10  offices, each with a site of its own (--offices)" in printed
    assert "One office, panel meeting              7.5    0.03        30      0.7     2" in printed
    assert re.search(r"^All offices at work .* 20 +160$", printed, re.M)


def test_without_a_table_it_says_how_to_make_one(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none.txt")])

    assert "First: make bench >" in capsys.readouterr().err


def test_a_table_that_lacks_a_page_is_named(tmp_path):
    file = tmp_path / "bench.txt"
    file.write_text("nothing measured")

    with pytest.raises(SystemExit, match="has no row of"):
        main([str(file)])
