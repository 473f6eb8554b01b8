"""What the site, its commands and its web server log: one line an event, without anybody's words.

Everything goes through Python's own logging and structlog's formatter: what we log, what Django and
other packages do, and what gunicorn does (opcc.office.logs.server).
"""

import datetime as dt
import logging
import traceback

import structlog

from .covering import CONTROLS, covered, on_one_line
from .current import about_request

__all__ = ["OURS", "configuration", "formatter"]

FORMS = ("json", "lines")
OURS = ("opcc", "plans", "governance", "commissioning")

FACTS = (
    *("method", "route", "about", "status", "ms", "account"),
    *("reason", "address", "agent", "command", "run"),
)
"""Everything that a line may say besides its words, in this order. Nothing else that is handed over
is written."""

QUIET = ("django.request", "django.security.csrf", "django.security.DisallowedHost")
"""What they say, the request's own line says as well, without the address and in one line."""


def configuration(form, level, *, whole_tracebacks=False):
    """Return Django's LOGGING. form: "json" or "lines". level: of what we ourselves log; of other
    packages nothing below a warning is of use. whole_tracebacks: in lines, for a developer.

    Raises ValueError for a form or a level that there is not.
    """
    if form not in FORMS or level not in logging.getLevelNamesMapping():
        raise ValueError(f"Logs are {' or '.join(FORMS)}, from DEBUG to CRITICAL: {form}, {level}")
    others = level if logging.getLevelNamesMapping()[level] > logging.WARNING else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": formatter, "form": form, "whole_tracebacks": whole_tracebacks}
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
            },
        },
        "root": {"handlers": ["console"], "level": others},
        "loggers": {
            **{name: {"level": level} for name in OURS},
            **{name: {"level": "CRITICAL", "propagate": False} for name in QUIET},
        },
    }


def formatter(form="json", whole_tracebacks=False):
    """Return the formatter that makes a line of JSON, or one for people, of any record."""
    last = [structlog.processors.JSONRenderer(default=str)] if form == "json" else [as_words]
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            begin,
            structlog.contextvars.merge_contextvars,
            about_request,
            structlog.stdlib.ExtraAdder(allow=FACTS),
            keep_traceback if whole_tracebacks and form == "lines" else tell_fault,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *last,
        ]
    )


def begin(logger, method, event):
    """Put what every line begins with first: when in UTC, how grave, from where, what.

    Secrets are covered here and not in the record, which whoever else listens reads after us.
    """
    record = event.pop("_record")
    moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
    return {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        **event,
        "event": covered(event["event"]),
        "_record": record,
    }


def tell_fault(logger, method, event):
    """Say of an exception what holds nobody's words."""
    error = event.pop("exc_info", None)
    if error and error[1] is not None:
        # Bringing Django's exceptions along would make the web server's own process load Django.
        from .faults import told

        event["fault"] = told(error[1])
    event.pop("stack_info", None)
    return event


def keep_traceback(logger, method, event):
    if error := event.pop("exc_info", None):
        event["traceback"] = "".join(traceback.format_exception(*error))
    return event


def as_words(logger, method, event):
    """A line for people: time, gravity, what happened, and the facts after it."""
    from .faults import on_one_line as fault_in_words

    time, level, _, said = (event.pop(name) for name in ("time", "level", "logger", "event"))
    whole = event.pop("traceback", "")
    if fault := event.pop("fault", None):
        event["fault"] = fault_in_words(fault)
    facts = [f"{name}={plain(value)}" for name, value in event.items()]
    line = on_one_line(" ".join([time, level.upper(), str(said), *facts]))
    return f"{line}\n{whole}".rstrip()


def plain(value):
    """A fact's value; in quotation marks where it would otherwise not end visibly."""
    text = covered(str(value))
    return f'"{text}"' if " " in text or CONTROLS.search(text) else text
