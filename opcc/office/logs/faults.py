"""An exception without anybody's words: its type, where it was raised, and what caused it.

What exceptions say often quotes what a person typed: a date that could not be read, or the whole
row that PostgreSQL refused. Only what cannot is told.
"""

from itertools import islice
from pathlib import Path
from traceback import walk_tb

from django import db
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError

ROOT = Path(__file__).resolve().parents[3]
DEEPEST, CAUSES = 40, 3
"""Frames told of one exception, from where it was raised upwards; and causes of causes."""

SPEAK_OF_CODE = (
    *(AttributeError, ImportError, NameError, NotImplementedError),
    *(FieldError, ImproperlyConfigured, TemplateDoesNotExist, TemplateSyntaxError),
)
"""These name parts of the program and nothing else."""


def told(error, causes=CAUSES):
    """Return {"type", "said", "at", "cause"} of an exception, plain values all."""
    kind = type(error)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        **({"said": words} if (words := said(error)) else {}),
        "at": places(error),
        **({"cause": told(cause, causes - 1)} if cause and causes else {}),
    }


def said(error):
    """What the exception says, where that can hold nothing that a person typed; else ""."""
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, db.DatabaseError | db.InterfaceError):
        # A value that does not fit is quoted at once; all else that is quoted stands on a
        # second line ("DETAIL: Failing row contains ...").
        return "" if isinstance(error, db.DataError) else first_line(error)
    return first_line(error) if isinstance(error, SPEAK_OF_CODE) else ""


def first_line(error):
    return str(error).partition("\n")[0][:300]


def places(error):
    """["file:line function"] from the outermost call to where it was raised."""
    frames = [*walk_tb(error.__traceback__)]
    return [
        f"{short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in islice(frames, max(len(frames) - DEEPEST, 0), None)
    ]


def short(file):
    """The path within our own folder, or within the folder of packages."""
    return file.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")


def on_one_line(fault):
    """A fault that was told, as words: what, where, and from what it came."""
    words = fault["type"] + (f" ({fault['said']})" if "said" in fault else "")
    if fault["at"]:
        words += f" at {fault['at'][-1]}"
    return words + (f", from {on_one_line(fault['cause'])}" if "cause" in fault else "")
