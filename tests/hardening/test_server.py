"""What gunicorn adds of its own: a header, and lines of the log."""

import json

from tests.hardening.servers import served
from tests.hardening.test_metrics import read


def test_the_server_says_nothing_of_its_release(tmp_path):
    with served(tmp_path) as (url, _):
        _, headers, _ = read(url, "/sign-in/")

    assert headers["Server"] == "gunicorn"
    assert "X-Powered-By" not in headers
    assert headers["X-Request-ID"]


def test_everything_that_the_server_says_is_a_line_of_json(tmp_path):
    loud = {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}
    with served(tmp_path, **loud) as (url, log):
        read(url, "/robots.txt?q=canary")

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    loggers = {line["logger"] for line in lines}
    assert loggers == {"gunicorn.error", "opcc.office.logs.requests"}
    assert any(line["event"].startswith("Listening at: http://127.0.0.1:") for line in lines)
    assert [line["route"] for line in lines if line.get("route") == "office:robots-txt"]
    assert "Handling signal: term" in {line["event"] for line in lines}
    assert "canary" not in log.read_text()
