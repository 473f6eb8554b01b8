"""The pages of a pack say what the frozen text says, and go on saying it."""

import datetime as dt
import hashlib

import pytest
from django.urls import reverse

from governance.models import Pack, PackPart
from governance.packs.reading import read_digest
from plans import record
from plans.models import DeliveryPlan
from tests.factories import LONDON, post, promised_activity, said, voice
from tests.governance.factories import (
    MeetingFactory,
    ProgrammeItemFactory,
    ScrutinyItemFactory,
    the_panel,
)
from tests.governance.packs import force, published
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

HOME = "/"


@pytest.fixture
def member(client, panel_member):
    client.force_login(panel_member)
    return client


@pytest.fixture(autouse=True)
def nothing_read():
    """Packs in memory are those of this test."""
    read_digest.cache_clear()


def at(month, day, hour=9):
    return dt.datetime(2020, month, day, hour, tzinfo=LONDON)


# --- What a member sees -------------------------------------------------------------------------
def test_a_pack_says_what_it_is_about_and_how_the_plan_stands(member, plan, activity):
    _, pack = two_packs(plan, activity, commentary="A hard autumn.")

    words = words_of(page(member, pack.get_absolute_url()))

    assert "Police and Crime Panel 17 December 2020 Position at 5pm on 10 December 2020" in words
    assert "0 of 1 activity is on track. 1 is at risk." in words
    assert "Since 1 September 2020: 1 fell behind." in words
    assert "A hard autumn." in words
    assert (
        "Published by Chief Financial Officer on 12 December 2020. This page stays as it is."
        in (words)
    )
    assert f"Version 1, checksum {pack.short_digest}" in words


def test_a_status_that_moved_is_shown_with_both_words_and_the_reason(member, plan, activity):
    _, pack = two_packs(plan, activity)

    words = words_of(page(member, pack.get_absolute_url()))

    assert "Activity On 1 September 2020 On 10 December 2020 Why" in words
    assert "1.1 Activity 1.1 On track At risk Two posts are vacant." in words


def test_a_moved_date_is_shown_with_its_first_old_and_new_day(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    move(activity, dt.date(2021, 4, 30), at(8, 21), "Steel came late.")
    first_pack(plan)
    move(activity, dt.date(2021, 6, 30), at(11, 2), "It came later still.")

    words = words_of(page(member, published(plan).get_absolute_url()))

    assert "30 April 2021 30 June 2021 first said 31 March 2021 moved twice" in words
    assert "It came later still. Supplier" in words
    assert "Steel came late." not in words


def test_what_is_new_reworded_handed_over_and_withdrawn_is_shown(member, plan, activity):
    lead = post("Chief Financial Officer")
    leaving, renamed = promised_activity(plan, lead=lead), promised_activity(plan, lead=lead)
    for each in (activity, leaving, renamed):
        said(each, on=dt.date(2020, 8, 20))
    first_pack(plan)
    record.withdraw(leaving, reason="No money.", reason_category="money", by=voice(), at=at(11, 2))
    record.reword(
        renamed, title="A new title", detail="", reason="Clearer.", by=voice(), at=at(11, 3)
    )
    record.hand_over(
        activity, to=post("Head of People"), reason="A better home.", by=voice(), at=at(11, 4)
    )
    promised_activity(plan, lead=lead, title="A fresh start", at=at(12, 9))

    words = words_of(page(member, published(plan).get_absolute_url()))

    assert "1.4 A fresh start Not started 31 March 2021 Chief Financial Officer" in words
    assert "1.2 Activity 1.2 On track Withdrawn No money." in words
    assert "1.3 A new title Activity 1.3 A new title Clearer." in words
    assert "1.1 Activity 1.1 Chief Financial Officer Head of People A better home." in words


def test_the_first_pack_of_a_plan_has_nothing_to_be_compared_with(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))

    words = words_of(page(member, first_pack(plan).get_absolute_url()))

    assert "This is the first pack of the plan" in words
    assert "Since " not in words


def test_a_superseded_version_leads_to_the_newest_and_stays(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    first = first_pack(plan)
    before = main_of(page(member, first.get_absolute_url()))
    second = first_pack(plan, reason="A figure was wrong.")

    old, new = page(member, first.get_absolute_url()), page(member, second.get_absolute_url())

    assert "There is a newer version of this pack" in old
    assert f'href="{second.get_absolute_url()}">Read version 2</a>' in old
    assert before.removeprefix('<main class="app-main " id="main-content">').strip() in old
    assert "Why there is another version: A figure was wrong." in words_of(new)
    assert "There is a newer version" not in new


def test_the_reason_for_a_version_keeps_its_empty_lines(member, plan, activity):
    published(plan)
    second = published(plan, reason="A figure was wrong.\n\nA date too.")

    content = page(member, second.get_absolute_url())

    assert "A figure was wrong.<br><br>A date too." in content


def test_an_objective_lists_its_activities_with_words_dates_and_owner(member, plan, activity):
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="A supplier is late.")
    move(activity, dt.date(2021, 6, 30), at(12, 2), "Steel came late.")
    draft = {str(activity.objective_id): "We watch the supplier."}
    pack = published(plan, objective_commentary=draft)

    words = words_of(page(member, address("objective", pack, 1)))

    assert "We watch the supplier." in words
    assert "Chief Financial Officer" in words
    assert "30 June 2021 first said 31 Mar 2021, moved once" in words
    assert "Reason: A supplier is late." in words


def test_an_activity_shows_its_published_lines_and_nothing_to_correct(member, plan, activity):
    _, pack = two_packs(plan, activity)

    html = page(member, address("activity", pack, activity.pk))

    words = words_of(html)
    assert "Chief Financial Officer Chief Financial Officer (holder)" in words
    assert "First promised for 31 March 2021" in words
    assert "Steel is ordered." in words
    assert "Two posts are vacant." in words
    assert "Correct" not in words
    assert "/plans/" not in main_of(html)


def test_the_words_of_a_line_keep_their_empty_lines(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20), narrative="One thing.\n\nAnother thing.")

    html = page(member, address("activity", first_pack(plan), activity.pk))

    assert "One thing.\n\nAnother thing." in html


def test_what_is_not_in_the_pack_is_not_found(member, plan, activity):
    pack = published(plan)
    later = promised_activity(plan, lead=activity.lead, at=at(12, 11))

    for url in (address("objective", pack, 9), address("activity", pack, later.pk)):
        assert member.get(url).status_code == 404


def test_the_whole_pack_holds_every_objective_and_activity(member, plan, activity):
    promised_activity(plan, lead=activity.lead, objective=2, title="Something else")
    pack = published(plan)

    words = words_of(page(member, address("whole", pack)))

    assert "1.1 Activity 1.1" in words
    assert "2.1 Something else" in words
    assert "How the delivery plan stands" in words


def test_the_record_is_the_text_whose_sha_256_the_page_gives(member, plan, activity):
    pack = published(plan, commentary="“Zażółć”")

    response = member.get(address("record", pack))

    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="pack-2020-12-17-version-1-published-text.json"'
    )
    assert hashlib.sha256(response.content).hexdigest() == pack.digest
    assert pack.digest in page(member, pack.get_absolute_url())


def test_questions_of_the_panel_are_shown_open_and_answered(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    first_pack(plan)
    late = dt.date(2020, 12, 5)
    ScrutinyItemFactory(title="Waiting times", due_on=late, first_due_on=late)
    question = ScrutinyItemFactory(title="Spending", raised_on=dt.date(2020, 11, 1))
    question.respond(
        response="answered",
        words="It fell.",
        said_on=dt.date(2020, 12, 1),
        by=voice(),
        at=at(12, 1),
    )

    words = words_of(page(member, published(plan).get_absolute_url()))

    answered, waiting = words.split("Answered since the last pack")[1].split("Open questions")
    assert "Spending" in answered
    assert "It fell." in answered
    assert "Waiting times" in waiting
    assert "5 days late" in waiting


def test_a_text_that_was_touched_is_not_passed_off_as_what_was_published(member, plan, activity):
    pack = published(plan, commentary="All is slow.")
    force(Pack, frozen=pack.frozen.replace("All is slow.", "All is well."))

    for url in pages(pack, activity):
        assert "This is not the text that was published" in page(member, url)


def test_what_rests_on_a_touched_text_says_so(member, plan, activity):
    earlier, later = two_packs(plan, activity)
    forged = earlier.frozen.replace("on_track", "at_risk")
    force(Pack.objects.filter(pk=earlier.pk), frozen=forged)

    for url in (later.get_absolute_url(), compare_address(earlier, later)):
        assert "This is not the text that was published" in page(member, url)


def test_a_timeline_that_was_touched_is_not_passed_off_either(member, plan, activity):
    pack = published(plan)
    force(PackPart, frozen="[]")

    html = page(member, address("activity", pack, activity.pk))

    assert "This is not the text that was published" in html


# --- Two packs beside each other ----------------------------------------------------------------
def test_the_newest_pack_is_compared_with_the_one_before(member, plan, activity):
    two_packs(plan, activity)

    words = words_of(page(member, reverse("governance:pack-compare")))

    assert "From 1 September 2020 to 10 December 2020: 1 fell behind." in words


def test_two_packs_are_compared_in_the_order_of_their_cut_offs(member, plan, activity):
    earlier, later = two_packs(plan, activity)

    straight = words_of(page(member, compare_address(earlier, later)))
    crossed = words_of(page(member, compare_address(later, earlier)))

    assert "From 1 September 2020 to 10 December 2020: 1 fell behind." in straight
    assert "From 1 September 2020 to 10 December 2020: 1 fell behind." in crossed


def test_packs_of_two_plans_are_not_compared(member, plan, activity):
    pack = published(plan)
    another = DeliveryPlan.objects.create(
        title="Delivery Plan 2019 to 2020", starts_on=dt.date(2019, 4, 1)
    )
    promised_activity(another, lead=activity.lead)
    other = published(another)

    html = page(member, compare_address(other, pack))

    assert "Choose two packs of one plan" in html
    assert "What changed</h2>" not in html


@pytest.mark.parametrize("query", ["before=1", "before=x&after=y", "before=&after=", "after=99999"])
def test_a_choice_that_is_none_is_refused_in_words(member, plan, activity, query):
    two_packs(plan, activity)

    html = page(member, f"{reverse('governance:pack-compare')}?{query}")

    assert "There is a problem" in html
    assert "Choose the" in html


def test_a_pack_is_not_compared_with_itself(member, plan, activity):
    _, pack = two_packs(plan, activity)

    assert "Choose another pack" in page(member, compare_address(pack, pack))


def test_one_pack_alone_has_nothing_to_be_compared_with(member, plan, activity):
    published(plan)

    assert "There is nothing to compare yet" in page(member, reverse("governance:pack-compare"))


def test_many_changes_are_cut_on_the_pack_and_paged_on_the_comparison(member, plan, activity):
    many = [promised_activity(plan, lead=activity.lead) for _ in range(60)]
    for each in many:
        said(each, on=dt.date(2020, 8, 20))
    earlier = first_pack(plan)
    for each in many:
        said(each, "at_risk", on=dt.date(2020, 12, 8), reason="Late.")
    later = published(plan)

    html = page(member, later.get_absolute_url())
    all_url = compare_address(earlier, later, kind="status")

    assert "Status moved 12 of 60" in words_of(html)
    assert f'href="{all_url.replace("&", "&amp;")}"' in html
    assert page(member, all_url).count('<tr role="row">') == 51
    assert page(member, f"{all_url}&page=2").count('<tr role="row">') == 11


# --- Lists and the first page -------------------------------------------------------------------
def test_packs_are_listed_newest_first_with_what_they_say(member, plan, activity):
    two_packs(plan, activity)

    words = words_of(page(member, reverse("governance:pack-list")))

    assert words.index("17 December 2020") < words.index("10 September 2020")
    assert "0 of 1 activity is on track. 1 is at risk." in words
    assert "Position at 5pm on 1 September 2020" in words


def test_the_list_says_where_there_is_none(member, plan):
    assert "No pack has been published yet" in page(member, reverse("governance:pack-list"))


def test_the_first_page_of_a_member_is_the_newest_pack_and_what_comes_next(member, plan, activity):
    panel = the_panel()
    MeetingFactory(
        body=panel, on=dt.date(2021, 1, 14), place="County Hall", papers_due_on=dt.date(2021, 1, 6)
    )
    ProgrammeItemFactory(title="Speed of complaints")
    ScrutinyItemFactory(title="Waiting times", due_on=dt.date(2020, 12, 10))
    two_packs(plan, activity)

    words = words_of(page(member, HOME))

    assert "Since 1 September 2020: 1 fell behind." in words
    assert "Two posts are vacant." in words
    assert "1. Objective" in words
    assert "17 December 2020" in words.split("Next meeting")[1].split("Work programme")[0]
    assert "Speed of complaints offered" in words
    assert "4 days late, due 10 December 2020" in words
    assert "10 September 2020" in words.split("Earlier packs")[1]


def test_the_first_page_calls_accepted_work_past_its_agreed_day_late(member, office):
    agreed = dt.date(2020, 12, 10)
    wish = ScrutinyItemFactory(
        kind="recommendation", clock="agreed", due_on=agreed, first_due_on=agreed
    )
    wish.respond(response="accepted", words="We will.", said_on=agreed, by=voice(), at=at(12, 10))

    assert "4 days late, due 10 December 2020" in words_of(page(member, HOME))


def test_the_first_page_says_of_each_part_where_there_is_nothing(member, office):
    words = words_of(page(member, HOME))

    assert "No pack has been published yet." in words
    assert "No meeting is planned yet." in words
    assert "No topic is open." in words
    assert "Nothing that the panel asked is open." in words
