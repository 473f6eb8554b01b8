"""How pages show statuses, counts, days and lists. Looks are in templates/plans/includes/."""

from functools import cache

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from opcc.office.fragments import fragment
from plans import charts
from plans.headline import counts_in_words
from plans.intake.reading import PASTED
from plans.statuses import LABELS

register = template.Library()


@register.simple_tag
def status_tag(code):
    """Show a status as word, shape and colour: {% status_tag standing.shown %}."""
    return rendered_tag(str(code))


@cache
def rendered_tag(code):
    return on_one_line("plans/includes/status_tag.html", {"code": code, "label": LABELS[code]})


@register.simple_tag
def milestone_shape(code):
    """Show a status's shape and colour without its word, where other words say it."""
    return rendered_shape(code)


@cache
def rendered_shape(code):
    return on_one_line("plans/includes/status_mark.html", {"code": code})


def on_one_line(template_name, context):
    """Render without the spaces that only lay the template out: lists repeat it often."""
    return mark_safe(" ".join(render_to_string(template_name, context).split()))


@register.filter
def status_label(code):
    """Return the word for a status code; an empty code gives an empty word."""
    return LABELS[code] if code else ""


@register.simple_tag
def status_bar(counts, total, size="large", headline=""):
    """Draw an ordered list of (code, count) as one bar, "large" or "small".

    `headline` is the sentence read out in its place; the counts follow it.
    """
    return fragment(
        "plans/includes/status_bar.html",
        parts=tuple(charts.bar(counts)),
        height={"large": 44, "small": 24}[size],
        size=size,
        headline=headline or "Activities by status",
        description=counts_in_words(counts, total),
    )


@register.simple_tag
def status_key(counts, total, url=""):
    """List each status of a bar with its count. With `url`, each links to its activities."""
    shown = tuple((code, count, with_status(url, code)) for code, count in counts if count)
    return fragment("plans/includes/status_key.html", counts=shown, total=total)


def with_status(url, code):
    """Return the address of the list behind a count: its own query, and that status."""
    path, _, query = url.partition("?")
    asked = QueryDict(query, mutable=True)
    asked["status"] = code
    return f"{path}?{asked.urlencode()}" if path else ""


@register.simple_tag
def objective_line(row):
    """Show one objective of the dashboard: its name, its bar and its number of activities."""
    return fragment(
        "plans/includes/objective_line.html",
        number=row["objective"].number,
        title=row["objective"].title,
        parts=row["parts"],
        total=row["total"],
        url=row["url"],
    )


@register.simple_tag
def status_line(row):
    """Show one objective of the table of counts."""
    return fragment(
        "plans/includes/status_line.html",
        number=row["objective"].number,
        title=row["objective"].title,
        parts=row["parts"],
        total=row["total"],
    )


@register.simple_tag
def standing_line(row, sortable=False, without_lead=False):
    """Show one activity of a list, from the Row of a view."""
    return fragment(
        "plans/includes/standing_line.html",
        standing=row.standing,
        url=row.url,
        lead=row.lead.title,
        sortable=bool(sortable),
        without_lead=bool(without_lead),
    )


@register.simple_tag
def timeline_entry(entry, can_correct=False):
    """Show one line of the record, whose changes and corrections the view has looked up."""
    return fragment(
        "plans/includes/timeline_entry.html",
        entry=entry,
        digest=entry.digest,
        milestone=entry.milestone.title if entry.milestone else "",
        change_lines=tuple(entry.change_lines),
        corrections=tuple((line.number, line.made_at) for line in entry.corrected_by),
        can_correct=bool(can_correct),
    )


@register.filter(expects_localtime=True)
def day(value):
    """Write a date, or the London day of a moment, as "1 April 2020"."""
    return f"{value:%-d %B %Y}" if value else ""


@register.filter(expects_localtime=True)
def date_of(moment):
    """Return the London day of a moment, to compare it with a date."""
    return moment.date()


@register.filter(expects_localtime=True)
def moment(value):
    """Write a moment, in London time, as "5:30pm on 14 December 2020"."""
    return f"{clock(value)} on {day(value)}" if value else ""


@register.filter
def clock(value):
    """Return the time of day as the office writes it: "5pm", "5:30pm", "midday"."""
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'pm' if value.hour >= 12 else 'am'}"


@register.filter
def silence(reading, on):
    """Which periods of a MeasureReading are over on a day without a value: none is news too."""
    return reading.silence(on)


@register.filter
def days_after(day, promised):
    """Return how many days one date is after another."""
    return (day - promised).days


@register.filter
def source(name):
    """Where a table was read from, to begin a sentence: the name of a file stays as it is."""
    return capfirst(name) if name == PASTED else name


@register.filter
def times(count):
    """Return "once", "twice" or "3 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@register.inclusion_tag("includes/breadcrumbs.html")
def trail(*labels_and_urls):
    """Show the way back: {% trail "Plan" plan_url objective.title objective_url %}."""
    pairs = zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True)
    return {"crumbs": [{"label": label, "url": url} for label, url in pairs]}


@register.inclusion_tag("includes/summary_row.html")
def summary_row(label, value, url="", change=""):
    """Show one line of a summary list; `change` says what the Change link changes."""
    return {"label": label, "value": value, "url": url, "change": change or str(label).lower()}


@register.inclusion_tag("includes/sort_heading.html", takes_context=True)
def sort_heading(context, label, field, css_class=""):
    """Show a column heading that sorts the list: ?sort=field, and ?sort=-field the other way."""
    asked = context["request"].GET.get("sort", "")
    return {
        "request": context["request"],
        "label": label,
        "css_class": css_class,
        "direction": {field: "ascending", f"-{field}": "descending"}.get(asked, "none"),
        "next_sort": f"-{field}" if asked == field else field,
    }


@register.simple_tag
def page_numbers(page_obj):
    """Return the page numbers to link to from this page, long runs cut short by an ellipsis."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def chosen_filters(context, form):
    """Return what a filter form narrows the list by: [{label, value, url without it}]."""
    asked = context["request"].GET
    return [
        {"label": field.label, "value": chosen_words(field), "url": without(asked, field.html_name)}
        for field in chosen_fields(form)
    ]


def chosen_fields(form):
    """Return the fields of a filter form that narrow the list; none where it is not valid."""
    if not form.is_bound or not form.is_valid():
        return []
    nothing = (None, "", False, [])
    return [f for f in form.visible_fields() if form.cleaned_data.get(f.name) not in nothing]


def chosen_words(field):
    """Return the words a person chose in a filter, not the value that stands for them."""
    value = field.form.cleaned_data[field.name]
    choices = {str(key): words for key, words in getattr(field.field, "choices", ())}
    if value is True:
        return "Yes"
    return choices.get(str(field.value()), str(value))


def without(asked, name):
    """Return the query of this page without one parameter, and back on its first page."""
    left = asked.copy()
    left.pop(name, None)
    left.pop("page", None)
    return f"?{left.urlencode()}"
