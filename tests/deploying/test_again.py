"""What containers do again and again: it goes on after a failure, and ends when it is told."""

import os
import signal
import subprocess
import time

from tests.deploying.reading import ROOT
from tests.servers import child

AGAIN = ["sh", ROOT / "deploy" / "again.sh"]


def wait_for(words, log, times=1):
    until = time.monotonic() + 20
    while log.read_text().count(words) < times:
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)


def test_it_goes_on_after_a_run_that_failed(tmp_path):
    log = tmp_path / "log"

    with child([*AGAIN, "0.1", "sh", "-c", "echo ran; exit 1"], log):
        wait_for("ran", log, times=3)


def test_it_waits_between_two_runs(tmp_path):
    log = tmp_path / "log"

    with child([*AGAIN, "600", "echo", "ran"], log) as process:
        wait_for("ran", log)
        process.send_signal(signal.SIGTERM)

        assert process.wait(5) == 0
    assert log.read_text() == "ran\n"


def test_a_pause_ends_even_where_it_lost_the_signal_while_it_began(tmp_path):
    log, deaf = tmp_path / "log", tmp_path / "sleep"
    deaf.write_text("#!/bin/sh\ntrap '' TERM\necho pause\nexec /bin/sleep 30\n")
    deaf.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"

    with child([*AGAIN, "600", "true"], log, env={**os.environ, "PATH": path}) as process:
        wait_for("pause", log)
        process.send_signal(signal.SIGTERM)

        assert process.wait(5) == 0


def test_a_run_in_the_middle_hears_that_it_has_to_end_and_is_waited_for(tmp_path):
    log = tmp_path / "log"
    end = "sleep 0.5; echo finished the mail in hand; exit 0"
    run = f"trap '{end}' TERM; echo began; while true; do sleep 0.1; done"

    with child([*AGAIN, "600", "sh", "-c", run], log) as process:
        wait_for("began", log)
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert log.read_text() == "began\nfinished the mail in hand\n"


def test_what_it_needs_is_in_the_image():
    assert subprocess.run(["sh", "-n", AGAIN[1]], check=False).returncode == 0
    assert "deploy/again.sh" in (ROOT / "Dockerfile").read_text()
