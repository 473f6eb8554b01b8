"""A bucket of S3, or of what speaks its language. Loaded only where a setting names one."""

from contextlib import contextmanager
from http import HTTPStatus

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

PATIENCE = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"max_attempts": 2, "mode": "standard"},
    # Not every store that speaks S3 knows the checksums that newer clients add by themselves.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
"""A page waits for the bucket, so it does not wait for long."""


@contextmanager
def faults_of_files(name=None):
    """Raise what a folder would: FileNotFoundError where nothing is under a name, and OSError where
    nobody can say, as for a bucket that is itself not found."""
    try:
        yield
    except (BotoCoreError, ClientError) as fault:
        answer = getattr(fault, "response", {}).get("ResponseMetadata", {})
        if name and answer.get("HTTPStatusCode") == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(f"The bucket has nothing under {name}.") from fault
        raise OSError("The bucket gives nothing out.") from fault


class Bucket(S3Storage):
    """Private objects under the names that they are given; no address of one is ever handed out."""

    def get_default_settings(self):
        return super().get_default_settings() | {
            # S3's own default is an object for its owner alone, and buckets without lists of
            # rights refuse a request that says the same.
            "default_acl": None,
            "file_overwrite": False,
            "client_config": PATIENCE,
        }

    def _open(self, name, mode="rb"):
        with faults_of_files(name):
            return super()._open(name, mode)

    def get_modified_time(self, name):
        with faults_of_files(name):
            return super().get_modified_time(name)

    def listdir(self, name):
        with faults_of_files():
            return super().listdir(name)

    def url(self, name, *args, **kwargs):
        raise NotImplementedError("Files are handed out by a view, which asks who may have them.")
