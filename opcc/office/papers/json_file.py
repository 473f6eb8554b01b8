"""A Workbook as JSON: its facts, and each sheet's rows by the names of its fields."""

import datetime as dt
import json
from decimal import Decimal

from ..text import with_its_lines
from .cells import moment_as_text, number_as_text, plain


def write_json(workbook, file):
    """Write a Workbook into `file`, open for bytes, row by row.

    {"title": ..., "facts": {name: value}, "sheets": {name: {"title": ..., "fields": {name: what
    it means}, "rows": [{name: value}]}}}, dates as ISO 8601 and numbers as numbers.
    """
    write = Writer(file).write
    write('{"title": ', text(workbook.title), ',\n"facts": ', as_object(workbook.facts))
    write(',\n"sheets": {')
    for number, sheet in enumerate(workbook.sheets):
        write("," if number else "", "\n", text(sheet.name), ": ")
        write_sheet(sheet, write)
    write("\n}}\n")


class Writer:
    """Writes texts into a file of bytes."""

    def __init__(self, file):
        self.file = file

    def write(self, *texts):
        self.file.write("".join(texts).encode())


def write_sheet(sheet, write):
    names = [field.name for field in sheet.fields]
    meanings = as_object((field.name, field.meaning or field.heading) for field in sheet.fields)
    write('{"title": ', text(sheet.title), ', "fields": ', meanings, ', "rows": [')
    for number, row in enumerate(sheet.rows):
        pairs = zip(names, row, strict=True)
        write("," if number else "", "\n", as_object(pairs))
    write("]}")


def as_object(pairs):
    """Return ((name, value), ...) as a JSON object, in their order."""
    return "{" + ", ".join(f"{text(name)}: {literal(value)}" for name, value in pairs) + "}"


def literal(value):
    """Return a value of a Sheet as JSON."""
    value = plain(value)
    match value:
        case None | bool():
            return json.dumps(value)
        case dt.datetime():
            return text(moment_as_text(value))
        case dt.date():
            return text(value.isoformat())
        case Decimal() if not value.is_finite():
            return text(str(value))
        case str():
            return text(value)
        case _:
            return number_as_text(value)


def text(value):
    return json.dumps(with_its_lines(value), ensure_ascii=False)
