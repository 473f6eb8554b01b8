"""Pages of a pack with measures: what its readers see and compare."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.packs.reading import read_digest
from tests.factories import (
    LONDON,
    PriorityFactory,
    post,
    promised_activity,
    said,
    voice,
)
from tests.governance.packs import draft_for, published
from tests.governance.reading import (
    address,
    compare_address,
    first_pack,
    main_of,
    move,
    page,
    pages,
    two_packs,
    words_of,
)
from tests.governance.test_pack_measures import change_everything
from tests.plans.measures import VECTOR, MeasureFactory, observed

CANARY = "unpublished-canary-words"


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def member(client, panel_member):
    client.force_login(panel_member)
    return client


@pytest.fixture
def measure(plan):
    """Eighteen months from April 2019, the last said after September's pack."""
    scorecard = plan.police_and_crime_plan
    priority = PriorityFactory(plan=scorecard, number=2, title="Help")
    made = MeasureFactory(
        title="Calls answered", plan=scorecard, priority=priority, internal_note=CANARY,
        owner=post("Head of Performance"),
    )  # fmt: skip
    return observed(made, *VECTOR)


def at(month, day, hour=9):
    return dt.datetime(2020, month, day, hour, tzinfo=LONDON)


def noted(month, day):
    """Who says something on a day of 2020, and when."""
    return {"said_on": dt.date(2020, month, day), "by": voice(), "at": at(month, day)}


def test_the_first_page_of_a_member_shows_the_measures_of_the_newest_pack(
    member, plan, activity, measure
):
    published(plan, measures=[measure])

    home = main_of(page(member, "/"))

    assert "Calls answered" in home
    assert CANARY not in home


# --- What a member sees -------------------------------------------------------------------------
def test_a_pack_shows_a_measure_in_words_with_its_last_value_and_chart(
    member, plan, activity, measure
):
    pack = published(plan, measures=[measure])

    html = page(member, pack.get_absolute_url())

    section = html.split('id="measures"')[1].split("</section>")[0]
    assert "No significant change now; last unusual in August 2019." in section
    assert "1 call" in section
    assert "September 2020" in section
    assert '<svg class="app-xmr__chart app-xmr__chart--small"' in section
    assert f'href="{address("measure", pack, 1)}">Calls answered</a>' in section


def test_a_pack_says_what_a_measure_said_in_the_pack_before(member, plan, activity, measure):
    said(activity, on=dt.date(2020, 8, 20))
    first_pack(plan, measures=[measure])
    measure.observe(dt.date(2020, 10, 1), Decimal(30), **noted(11, 1))

    words = words_of(page(member, published(plan, measures=[measure]).get_absolute_url()))

    assert "Better than usual: unusually high in October 2020, above the upper limit." in words
    assert (
        "On 1 September 2020: No significant change now; last unusual in August 2019. 30 calls"
        in words
    )


def test_a_pack_without_measures_has_no_section_of_them(member, plan, activity):
    pack = published(plan)

    assert 'id="measures"' not in page(member, pack.get_absolute_url())
    assert member.get(address("measure", pack, 1)).status_code == 404


def test_a_measure_has_a_page_with_its_chart_its_words_and_its_table(
    member, plan, activity, measure
):
    measure.set_target(
        Decimal(8), set_by="The Commissioner", words="As promised.", **noted(3, 1)
    )  # fmt: skip
    measure.redefine(
        "Calls to the new line.", from_period=dt.date(2020, 1, 1), words="A new line.",
        **noted(10, 5),
    )  # fmt: skip
    measure.observe(
        dt.date(2020, 10, 1), Decimal(3), is_provisional=True, words="Ten days only.",
        **noted(11, 1),
    )  # fmt: skip
    pack = published(plan, measures=[measure])

    html = page(member, address("measure", pack, 1))

    words = words_of(html)
    assert "The target of 8 calls will be missed as things stand" in words
    assert "Values as they stood at 5pm on 10 December 2020" in words
    assert "Target 8 calls, set by The Commissioner on 1 March 2020 As promised." in words
    assert "Definition Calls to the new line." in words
    assert "From January 2020, with a new definition A new line." in words
    assert "Definition until then: Calls answered, without those cut off by the caller." in words
    assert "Higher is better How often Every month, in calls Source The telephone" in words
    assert "Owner Head of Performance Tells of 2. Help" in words
    assert "October 2020 3 calls Provisional" in words
    assert "Ten days only." in words
    assert "August 2019 10 calls Nothing unusual" in words
    assert "January 2020 New definition from here 1 call Nothing unusual" in words
    assert "Outlying moving ranges are left out of the limits" in words
    assert html.count('<tr role="row">') == 20


@pytest.mark.parametrize("number", [0, 2, 99999999999])
def test_a_measure_that_the_pack_has_not_got_is_not_found(member, plan, activity, measure, number):
    pack = published(plan, measures=[measure])

    assert member.get(address("measure", pack, number)).status_code == 404


def test_the_whole_pack_holds_every_measure_with_its_table(member, plan, activity, measure):
    other = observed(MeasureFactory(title="Days waited", plan=measure.plan, unit="days"), 4, 5)
    pack = published(plan, measures=[measure, other])

    html = page(member, address("whole", pack))

    words = words_of(html)
    assert "August 2019 10 calls Above the upper limit: better" in words
    assert "May 2019 5 days" in words
    assert html.count("Values of Calls answered, newest first") == 1
    assert html.count("Values of Days waited, newest first") == 1
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_the_published_text_holds_the_measures(member, plan, activity, measure):
    pack = published(plan, measures=[measure])

    facts = member.get(address("record", pack)).json()["content"]["measures"][0]

    assert facts["title"] == "Calls answered"
    assert facts["values"][0]["period"] == "2019-04-01"


# --- Who may ------------------------------------------------------------------------------------
def test_a_stranger_reads_a_measure_once_the_pack_is_public(client, plan, activity, measure):
    hidden = first_pack(plan, measures=[measure])
    public = published(plan, measures=[measure], public_from=dt.date(2020, 12, 12))

    assert client.get(address("measure", hidden, 1)).status_code == 404
    response = client.get(address("measure", public, 1))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, no-cache"
    again = client.get(
        address("measure", public, 1), headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_panel_member_reads_measures_in_packs_and_nowhere_else(member, plan, activity, measure):
    pack = published(plan, measures=[measure])

    assert member.get(address("measure", pack, 1)).status_code == 200
    assert member.get(measure.get_absolute_url()).status_code == 404


def test_a_note_for_colleagues_is_on_no_page_of_a_pack(client, plan, activity, measure, outsider):
    earlier, pack = two_packs(plan, activity, measures=[measure])
    draft = draft_for(plan, on=dt.date(2021, 2, 1), measures=[measure])
    preview = reverse("governance:packdraft-preview", args=[draft.pk])
    client.force_login(outsider)

    urls = [*pages(pack, activity), compare_address(earlier, pack), address("record", pack)]
    urls += [preview, f"{preview}whole/", f"{preview}measures/1/", f"{preview}changes/"]

    for url in urls:
        assert CANARY not in page(client, url)


# --- The same for ever --------------------------------------------------------------------------
def test_whatever_is_changed_afterwards_every_page_stays_the_same(member, plan, activity, measure):
    earlier, pack = two_packs(plan, activity, measures=[measure])
    urls = [*pages(pack, activity), compare_address(earlier, pack), *pages(earlier, activity)]
    before = [main_of(page(member, url)) for url in urls]

    change_everything(measure)
    cache.clear()
    read_digest.cache_clear()

    assert [main_of(page(member, url)) for url in urls] == before
    assert "Calls answered" in "".join(before)


def test_a_page_of_48_activities_and_8_measures_weighs_less_than_100_kilobytes(
    member, plan, activity
):
    many = [
        promised_activity(plan, lead=activity.lead, objective=1 + number % 5)
        for number in range(47)
    ]
    for each in many:
        said(each, on=dt.date(2020, 8, 20))
    measures = [
        observed(MeasureFactory(plan=plan.police_and_crime_plan, unit="per cent"), *VECTOR, *VECTOR,
                 since=dt.date(2017, 9, 1))
        for _ in range(8)
    ]  # fmt: skip
    first_pack(plan, measures=measures)
    for each in many[::2]:
        said(each, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant. " * 6)
    for each in many[::2]:
        move(each, dt.date(2021, 6, 30), at(12, 9), "The supplier is late again. " * 6)

    html = member.get(published(plan, measures=measures).get_absolute_url()).content

    assert html.count(b"app-xmr__chart--small") == 8
    assert len(html) < 100_000


@pytest.mark.parametrize("name", ["detail", "measure", "whole"])
def test_a_page_costs_as_many_queries_for_many_measures_as_for_one(
    member, plan, activity, measure, name
):
    pack = first_pack(plan, measures=[measure])
    more = [observed(MeasureFactory(plan=measure.plan), *VECTOR) for _ in range(7)]
    another = published(plan, measures=[measure, *more])
    rest = [1] if name == "measure" else []

    few, many = (queries(member, address(name, each, *rest)) for each in (pack, another))

    assert len(many) <= len(few) + 1  # the pack before
    assert len(queries(member, address(name, another, *rest))) <= 3
    assert not [sql for sql in many if '"plans_' in sql]


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        page(client, url)
    return [query["sql"] for query in captured]


# --- Two packs beside each other ----------------------------------------------------------------
def row_of(html, title):
    """The words of the row of a measure in a comparison."""
    section = html.split('id="measures"')[1].split("</section>")[0]
    row = next(row for row in section.split("<tr")[2:] if title in row)
    return words_of(f"<main><p {row}</main>")


def test_a_comparison_tells_headline_value_and_revisions(member, plan, activity, measure):
    said(activity, on=dt.date(2020, 8, 20))
    before = first_pack(plan, measures=[measure])
    measure.observe(dt.date(2020, 7, 1), Decimal(2), **noted(11, 1))
    measure.observe(dt.date(2020, 10, 1), Decimal(30), **noted(11, 2))
    measure.set_target(Decimal(3), set_by="The Commissioner", words="Asked for.", **noted(11, 3))
    after = published(plan, measures=[measure])

    row = row_of(page(member, compare_address(before, after)), "Calls answered")

    was, now = row.split("2 calls in August 2020")
    assert was == "Calls answered No significant change now; last unusual in August 2019 "
    assert "unusually high in October 2020, above the upper limit 30 calls in October" in now
    assert "July 2020 was revised to 2 calls was 1 call" in row
    assert "The target was changed" in row


def test_a_comparison_tells_that_limits_are_worked_out_otherwise(member, plan, activity):
    still = observed(MeasureFactory(title="Days", plan=plan.police_and_crime_plan), *[5, 6] * 6)
    said(activity, on=dt.date(2020, 8, 20))
    before = first_pack(plan, measures=[still])
    still.change(is_screened=False)
    after = published(plan, measures=[still])

    row = row_of(page(member, compare_address(before, after)), "Days")

    assert row.endswith("Its limits are worked out otherwise")


def test_a_comparison_names_measures_that_were_added_or_dropped(member, plan, activity, measure):
    said(activity, on=dt.date(2020, 8, 20))
    other = observed(MeasureFactory(title="Days waited", plan=measure.plan, unit="days"), 4, 5)
    before = first_pack(plan, measures=[measure])
    after = published(plan, measures=[other])

    html = page(member, compare_address(before, after))

    assert "Days waited Not in the pack No significant change" in row_of(html, "Days waited")
    assert row_of(html, "Calls answered").endswith("Not in the pack")


def test_a_measure_that_says_the_same_is_not_in_a_comparison(member, plan, activity):
    still = observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR[:12])

    earlier, later = two_packs(plan, activity, measures=[still])

    assert 'id="measures"' not in page(member, compare_address(earlier, later))
