"""A worker collects garbage again once its program is loaded, however the server was started."""

import subprocess
import sys

import pytest

from tests.legs import ROOT

FORKED = """
import gc, runpy
hooks = runpy.run_path("gunicorn.conf.py")
hooks["load_pages"].__globals__["load_pages"] = lambda: None
hooks["post_fork"](None, None)
hooks["post_worker_init"](None)
print(gc.isenabled())
"""


@pytest.mark.parametrize("preload", ["on", "off"])
def test_a_worker_that_is_forked_after_the_file_was_read_again_collects(preload):
    """As on SIGHUP: the file is read, and nothing but the hooks of a new worker is called."""
    done = subprocess.run(
        [sys.executable, "-c", FORKED],
        cwd=ROOT,
        env={"PRELOAD": preload},
        capture_output=True,
        text=True,
    )

    assert done.stdout == "True\n", done.stderr
