"""What a web server loads before its first answer, and what waits until somebody needs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = [
    *("boto3", "docx", "icalendar", "locust", "moto", "openpyxl", "pikepdf", "typst"),
    *("django.test", "drf_spectacular.generators", "drf_spectacular.openapi", "jsonschema"),
]
LOAD = f"""
import json, sys
import opcc.wsgi, opcc.urls
from django.db import connections
loaded = [name for name in {HEAVY} if name in sys.modules]
connected = [alias for alias in connections if connections[alias].connection is not None]
print(json.dumps([loaded, connected]))
"""


def test_libraries_that_few_need_wait_for_the_first_and_nothing_is_asked_before_workers_part():
    told = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )

    loaded, connected = json.loads(told.stdout)

    assert loaded == []
    assert connected == []
