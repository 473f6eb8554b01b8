"""What looks at a restored database is a process that knows of nothing of the site's."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

from opcc.portal.backups.looking import apart
from opcc.settings import BASE_DIR

OF_THE_SITE = {
    "DATABASE_REPLICA_URL": "postgres://reader:canary@replica.example:5432/plan",
    "EVIDENCE_S3_BUCKET": "evidence-canary",
    "EVIDENCE_S3_ENDPOINT": "https://canary.example",
    "EVIDENCE_S3_KEY": "canary",
    "EVIDENCE_S3_SECRET": "canary",
    "SENTRY_DSN": "https://canary@errors.example/1",
    "METRICS_TOKEN": "canary",
    "PROMETHEUS_MULTIPROC_DIR": "/dev/shm/canary",
}
KNOWN = """
import json, os, sys
from django.conf import settings
names = ("DATABASES", "STORAGES", "SENTRY_DSN", "METRICS_TOKEN", "MIDDLEWARE", "PAPERS_ROOT")
known = {name: getattr(settings, name) for name in names}
counts = os.environ["PROMETHEUS_MULTIPROC_DIR"]
print(json.dumps([known, counts, "sentry_sdk" in sys.modules], default=str))
"""


def test_it_knows_of_no_other_database_bucket_or_report(tmp_path):
    backup = SimpleNamespace(evidence=tmp_path / "files")

    done = subprocess.run(
        [sys.executable, "-c", KNOWN],
        cwd=BASE_DIR,
        env={**os.environ, **OF_THE_SITE, **apart(str(tmp_path / "scratch"), backup)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    known, counts, reports = json.loads(done.stdout)
    assert "canary" not in done.stdout
    assert list(known["DATABASES"]) == ["default"]
    assert known["STORAGES"]["evidence"]["OPTIONS"]["location"] == str(tmp_path / "files")
    assert known["PAPERS_ROOT"] == counts == str(tmp_path / "scratch")
    assert (known["SENTRY_DSN"], known["METRICS_TOKEN"], reports) == ("", "", False)
