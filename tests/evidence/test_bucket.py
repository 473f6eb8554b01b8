"""The same with the files in a bucket of S3, which here is a pretended one."""

from unittest.mock import Mock

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.storage import storages
from moto import mock_aws

from opcc.office.storages import kept_apart
from plans.evidence import keeping
from plans.models import EvidenceFile
from plans.record import verifying
from tests.conftest import NOW
from tests.evidence.files import PDF, kept, upload
from tests.factories import said
from tests.plans.browsing import address, typed

NAMED = {
    "bucket_name": "evidence-of-testshire",
    "endpoint_url": None,
    "region_name": "eu-west-2",
    "access_key": "testing",
    "secret_key": "testing",
}


@pytest.fixture
def bucket(settings):
    settings.STORAGES = {**settings.STORAGES, "evidence": kept_apart("/nowhere", NAMED)}
    with mock_aws():
        client = boto3.client(
            "s3", "eu-west-2", aws_access_key_id="testing", aws_secret_access_key="testing"
        )
        where = {"LocationConstraint": "eu-west-2"}
        client.create_bucket(Bucket=NAMED["bucket_name"], CreateBucketConfiguration=where)
        yield client


def objects(client):
    found = client.list_objects_v2(Bucket=NAMED["bucket_name"]).get("Contents", [])
    return {each["Key"]: each["Size"] for each in found}


def test_a_file_goes_into_the_bucket_and_comes_out_through_us(
    client, activity, finance_chief, bucket
):
    client.force_login(finance_chief)
    url = address("update", activity)
    words = {"status": "on_track", "narrative": "Awarded."}

    client.post(url, typed(client, url, **words, new_files=[upload()]))

    file = EvidenceFile.objects.get()
    answer = client.get(file.get_absolute_url())
    assert objects(bucket) == {file.pk.hex: len(PDF)}
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Notice.pdf"'


def test_an_object_is_for_its_owner_alone_and_has_no_address(activity, finance_chief, bucket):
    file = kept(activity, finance_chief)

    rights = bucket.get_object_acl(Bucket=NAMED["bucket_name"], Key=file.pk.hex)
    assert [grant["Grantee"]["Type"] for grant in rights["Grants"]] == ["CanonicalUser"]
    with pytest.raises(NotImplementedError, match="handed out by a view"):
        storages["evidence"].url(file.pk.hex)


def test_what_is_missing_there_is_found(plan, activity, finance_chief, bucket):
    file = kept(activity, finance_chief)
    said(activity, on=NOW.date(), files=[str(file.pk)])
    whole = verifying.verify_files(plan)
    bucket.delete_object(Bucket=NAMED["bucket_name"], Key=file.pk.hex)

    findings, _ = verifying.verify_files(plan)

    assert whole == ([], 1)
    assert "it is missing where files are kept" in str(findings[0])


def test_what_nothing_names_goes_from_there(activity, finance_chief, bucket, monkeypatch):
    kept(activity, finance_chief)
    new = keeping.clear_out()
    monkeypatch.setattr(keeping, "UNNAMED_SECONDS", -1)

    assert (new, keeping.clear_out()) == (0, 1)
    assert objects(bucket) == {}


def test_clearing_out_goes_on_where_the_object_of_a_file_is_missing(
    activity, finance_chief, bucket
):
    file = kept(activity, finance_chief)
    bucket.delete_object(Bucket=NAMED["bucket_name"], Key=file.pk.hex)

    assert keeping.clear_out() == 1
    assert not EvidenceFile.objects.exists()


def test_nothing_is_taken_for_missing_while_the_bucket_is_away(
    activity, finance_chief, bucket, monkeypatch
):
    file = kept(activity, finance_chief)
    away = EndpointConnectionError(endpoint_url="https://objects.testshire.example")
    monkeypatch.setattr("storages.backends.s3.S3Storage.get_modified_time", Mock(side_effect=away))

    with pytest.raises(OSError, match="The bucket gives nothing out"):
        keeping.clear_out()

    assert EvidenceFile.objects.get() == file


def test_nothing_is_taken_for_missing_where_the_bucket_is_not_found(
    activity, finance_chief, bucket
):
    file = kept(activity, finance_chief)
    bucket.delete_object(Bucket=NAMED["bucket_name"], Key=file.pk.hex)
    bucket.delete_bucket(Bucket=NAMED["bucket_name"])

    with pytest.raises(OSError, match="The bucket gives nothing out"):
        keeping.clear_out()

    assert EvidenceFile.objects.get() == file


def test_a_bucket_that_is_away_is_said_in_words(client, activity, finance_chief, bucket):
    bucket.delete_bucket(Bucket=NAMED["bucket_name"])
    client.force_login(finance_chief)
    url = address("update", activity)
    words = {"status": "on_track", "narrative": "Awarded."}

    page = client.post(url, typed(client, url, **words, new_files=[upload()]))

    [error] = page.context["form"].errors["new_files"]
    assert error.startswith("Notice.pdf could not be kept")
    assert "Awarded." in page.text
    assert not EvidenceFile.objects.exists()


def test_while_the_bucket_is_away_a_file_is_asked_for_again_later(
    client, activity, finance_chief, bucket, monkeypatch
):
    file = kept(activity, finance_chief)
    client.force_login(finance_chief)
    away = EndpointConnectionError(endpoint_url="https://objects.testshire.example")
    monkeypatch.setattr("storages.backends.s3.S3Storage._open", Mock(side_effect=away))

    answer = client.get(file.get_absolute_url())

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "load this page again" in answer.text
