"""Lists as files to keep: as CSV, or as a spreadsheet that also says what it holds."""

from django.shortcuts import redirect

from opcc.office.papers.formats import CSV, TABLES
from opcc.office.papers.notices import notice
from opcc.office.papers.serving import made_response
from opcc.office.papers.workbook import Workbook
from plans.templatetags.plan_tags import chosen_fields, chosen_words

from .sheets import sheet_of


def file_response(request, ending, name, title, columns, rows, *, chosen="", tab=""):
    """Return `rows` as a download. ending: a key of TABLES. name: the file's, without ending.

    columns: [(heading, function of a row)]. chosen: what the rows were narrowed by, in words.
    tab: the title of the spreadsheet's tab, where it is not that of the whole.
    """
    kind = TABLES[ending]

    def make():
        sheet = sheet_of(name, tab or title, columns, rows)
        return sheet if kind is CSV else Workbook(title, facts(request, chosen), (sheet,))

    return made_response(request, kind, name, make)


LONGEST_QUERY = 2_000
"""Characters of a question that are worth leading on with: no form of ours asks a longer one."""


def lead_to_the_list(request, url):
    """Lead to the page with what was asked of its file: it says what of that cannot be.

    A file of every row would pass for the answer to what was asked.
    """
    query = request.GET.urlencode()
    return redirect(f"{url}?{query}" if len(query) <= LONGEST_QUERY else url)


def facts(request, chosen):
    """What holds for the whole list, as the first sheet of a spreadsheet tells it."""
    office = request.office
    told = [("Office", office.full_name), ("Taken at", request.now)]
    told.append(("Shows", chosen or "Every row that whoever took it may see"))
    if said := notice(office):
        told.append(("Note", said))
    return tuple(told)


def in_words(form):
    """What a filter form narrows its list by: "State: Open; Owner: Chief Executive"."""
    return "; ".join(f"{field.label}: {chosen_words(field)}" for field in chosen_fields(form))
