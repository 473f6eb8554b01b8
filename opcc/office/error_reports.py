"""Reports of faults to a server that speaks Sentry's language; off unless SENTRY_DSN is set.

A report is made anew of the few things that hold nobody's words, rather than cleaned of the many
that may: what a new version of the package adds is then not sent. It is sent by a thread of its
own, so a server that does not answer slows no page.
"""

import sentry_sdk
from sentry_sdk.integrations.logging import ignore_logger

from .logs import OURS
from .logs.current import CURRENT, user_id
from .logs.requests import logger as request_logger
from .logs.requests import place

KEPT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "release",
    "environment",
    "server_name",
    "sdk",
)
OF_EXCEPTION = ("type", "module", "mechanism")
OF_MECHANISM = ("type", "handled")
OF_FRAME = ("filename", "function", "module", "lineno", "in_app", "context_line")
LEFT_OUT = "Left out. The log of the site has more under the number of the request."
FLUSH_SECONDS = 2
"""How long a process that ends waits for what it has still to send."""


def start(dsn, *, release, transport=None):
    """Begin to report to this address. transport: for tests, in place of the network."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        transport=transport,
        before_send=harmless,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        shutdown_timeout=FLUSH_SECONDS,
    )
    # A request that failed is reported with its exception; its line in the log is not another.
    ignore_logger(request_logger.name)


def harmless(event, hint):
    """Return a report with types, places in the code, and ids; without anybody's words."""
    request = CURRENT.get()
    report = {name: event[name] for name in KEPT if name in event}
    report["exception"] = {"values": [bare(each) for each in values(event, "exception")]}
    if words := spoken(event):
        report["logentry"] = {"message": words}
    if request is not None:
        route = place(request)["route"]
        report["transaction"] = route or "no route"
        report["tags"] = {"request": request.id, "method": request.method}
        report["user"] = {"id": user_id(request)}
    return report


def values(event, name):
    return (event.get(name) or {}).get("values") or []


def bare(exception):
    """An exception's type and its frames. What it says may quote what somebody typed."""
    told = {name: exception[name] for name in OF_EXCEPTION if exception.get(name)}
    if mechanism := told.get("mechanism"):
        told["mechanism"] = only(OF_MECHANISM, mechanism)
    frames = (exception.get("stacktrace") or {}).get("frames") or []
    return told | {
        "value": LEFT_OUT,
        "stacktrace": {"frames": [only(OF_FRAME, frame) for frame in frames]},
    }


def only(names, values):
    return {name: values[name] for name in names if name in values}


def spoken(event):
    """The words that our own code logs, as they stand in it: without what is put into them."""
    is_ours = str(event.get("logger", "")).partition(".")[0] in OURS
    return (event.get("logentry") or {}).get("message", "") if is_ours else ""
