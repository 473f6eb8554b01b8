"""What looks at a restored database is a process that knows of nothing of the site's."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.shortcuts import redirect
from django.urls import reverse

from opcc.office.models import User
from opcc.portal.backups.looking import apart, signed_in
from opcc.portal.views import home
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


# --- Signing in ---------------------------------------------------------------------------------
@pytest.fixture
def required(office, administrator, settings):
    """An administrator without a second step, on a site that asks for one."""
    settings.SECOND_FACTOR_REQUIRED = True


def test_the_home_page_itself_is_opened_for_who_has_no_second_step(required, monkeypatch):
    opened, said, show = [], [], home.my_work
    monkeypatch.setattr(home, "my_work", lambda asked: opened.append(asked.user) or show(asked))

    wrong = signed_in(said.append)

    assert opened == [User.objects.get()]
    assert (wrong, said) == ([], ["Sign-in: the home page answers an active account."])


def test_a_home_page_that_breaks_is_wrong_for_who_has_no_second_step(required, monkeypatch):
    def broken(request):
        raise ValueError("a column is missing")

    monkeypatch.setattr(home, "my_work", broken)

    assert signed_in(print) == ["Sign-in: the home page answered 500."]


@pytest.mark.parametrize("page", ["mfa_index", "account_login"])
def test_a_home_page_that_leads_elsewhere_is_wrong(required, monkeypatch, page):
    monkeypatch.setattr(home, "render", lambda *shown: redirect(page))

    (wrong,) = signed_in(print)

    assert wrong == f"Sign-in: the home page leads away, to {reverse(page)}."


def test_the_second_step_is_asked_for_again_afterwards(required, settings):
    signed_in(print)

    assert settings.SECOND_FACTOR_REQUIRED
