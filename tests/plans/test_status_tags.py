"""What pages show for statuses, counts, days and lists."""

import datetime as dt
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from plans.statuses import LABELS

COUNTS = [("on_track", 30), ("at_risk", 7), ("off_track", 3), ("complete", 0), ("silent", 8)]


def rendered(source, **context):
    return Template("{% load plan_tags %}" + source).render(Context(context))


def drawn(**context):
    source = "{% status_bar counts total size=size headline=headline %}"
    defaults = {"counts": COUNTS, "total": 48, "size": "large", "headline": "30 of 48 on track."}
    return ElementTree.fromstring(rendered(source, **{**defaults, **context}).strip())


@pytest.mark.parametrize("code", LABELS)
def test_a_status_is_a_word_with_a_shape_of_its_own(code):
    html = rendered("{% status_tag code %}", code=code)

    others = [rendered("{% status_tag code %}", code=other) for other in LABELS if other != code]
    shape = html[html.index("<svg") : html.index("</svg>")]
    assert f"</svg>{LABELS[code]}</span>" in html
    assert f"app-tag--{code}" in html
    assert not any(shape in other for other in others)


def test_the_shape_of_a_status_is_hidden_from_screen_readers():
    html = rendered("{% status_tag 'silent' %}")

    assert 'aria-hidden="true"' in html
    assert 'focusable="false"' in html


def test_a_bar_says_its_sentence_and_its_counts():
    svg = drawn()

    assert svg.get("role") == "img"
    assert svg.find("title").text == "30 of 48 on track."
    assert svg.find("desc").text == (
        "On track 30 of 48, At risk 7 of 48, Off track 3 of 48, No update received 8 of 48"
    )


@pytest.mark.parametrize("size", ["large", "small"])
def test_a_bar_shows_the_figure_of_each_part_and_no_zero(size):
    svg = drawn(size=size)

    figures = [text.text for text in svg.iter("text") if "app-bar__plain" in text.get("class")]
    assert figures == ["30", "7", "3", "8"]


def test_silence_is_hatched_in_a_bar():
    svg = drawn()

    hatched = [part for part in svg if part.find("line[@class='app-bar__hatch']") is not None]
    assert [part.get("class") for part in hatched] == ["app-bar__part app-bar__part--silent"]


def test_a_bar_has_no_inline_style_and_no_ids_to_clash():
    html = rendered("{% status_bar counts 48 %}", counts=COUNTS)

    assert "style=" not in html
    assert "id=" not in html


def test_nothing_is_drawn_for_a_plan_without_activities():
    html = rendered("{% status_bar counts 0 %}", counts=[("on_track", 0)])

    assert html.strip() == ""


def test_the_key_gives_each_count_with_its_base():
    html = rendered("{% status_key counts 48 %}", counts=COUNTS)

    assert "30 of 48" in html
    assert "Complete" not in html
    assert "<a " not in html


def test_each_count_of_the_key_can_link_to_its_list():
    html = rendered("{% status_key counts 48 url='/activities/' %}", counts=COUNTS)

    assert 'href="/activities/?status=at_risk"' in html


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.date(2020, 4, 1), "1 April 2020"),
        (dt.datetime(2020, 3, 31, 23, 0, tzinfo=dt.UTC), "1 April 2020"),
        (None, ""),
    ],
)
def test_days_are_written_in_full_in_london(value, words):
    assert rendered("{{ value|day }}", value=value) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (17, 0, "5pm on 14 December 2020"),
        (17, 30, "5:30pm on 14 December 2020"),
        (9, 5, "9:05am on 14 December 2020"),
        (12, 0, "midday on 14 December 2020"),
        (0, 0, "midnight on 14 December 2020"),
        (0, 30, "12:30am on 14 December 2020"),
    ],
)
def test_moments_are_written_as_people_say_them(hour, minute, words):
    value = dt.datetime(2020, 12, 14, hour, minute, tzinfo=ZoneInfo("Europe/London"))

    assert rendered("{{ value|moment }}", value=value) == words


@pytest.mark.parametrize(("count", "words"), [(1, "once"), (2, "twice"), (3, "3 times")])
def test_moves_are_counted_in_words(count, words):
    assert rendered("{{ count|times }}", count=count) == words


class Filters(forms.Form):
    owner = forms.ChoiceField(choices=[("", "Anyone"), ("7", "Chief Executive")], required=False)
    moved = forms.BooleanField(required=False, label="Only moved dates")
    words = forms.CharField(required=False)


def test_chosen_filters_are_named_in_words_and_removable_one_by_one():
    request = RequestFactory().get("/activities/?owner=7&moved=on&page=3")
    source = (
        "{% chosen_filters form as chosen %}"
        "{% for one in chosen %}{{ one.label }}={{ one.value }} {{ one.url }};{% endfor %}"
    )

    html = rendered(source, form=Filters(request.GET), request=request)

    assert html.split(";") == [
        "Owner=Chief Executive ?moved=on",
        "Only moved dates=Yes ?owner=7",
        "",
    ]


def test_pages_keep_the_filters_and_show_where_the_reader_is():
    request = RequestFactory().get("/activities/?status=silent&page=15")
    page = Paginator(range(400), 20).page(15)

    html = rendered('{% include "includes/pagination.html" %}', page_obj=page, request=request)

    assert 'href="?status=silent&amp;page=16"' in html
    assert 'aria-label="Page 13"' in html
    assert 'aria-label="Page 5"' not in html
    assert html.count('aria-current="page"') == 1


def test_a_sortable_heading_says_its_direction_and_links_to_the_other():
    request = RequestFactory().get("/activities/?sort=due&page=2")

    html = rendered("{% sort_heading 'Due' 'due' %}", request=request)

    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-due"' in html


def test_a_heading_that_does_not_sort_the_list_says_so():
    request = RequestFactory().get("/activities/")

    html = rendered("{% sort_heading 'Due' 'due' %}", request=request)

    assert 'aria-sort="none"' in html
    assert 'href="?sort=due"' in html
