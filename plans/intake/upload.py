"""Uploads are counted as they arrive, and refused before they fill memory or disk."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from plans.intake.table import MAX_BYTES

WRAPPING = 1024 * 1024
"""What the other fields of a form, and the marks between them, may add to a file."""


class CappedUploadHandler(FileUploadHandler):
    """Stops reading a request whose files grow past MAX_BYTES.

    It sets ``request.upload_was_too_large``. A request that says so of itself is not read at
    all, and its fields are empty, the form's token among them.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        self.taken = 0
        if content_length and content_length > MAX_BYTES + WRAPPING:
            self.request.upload_was_too_large = True
            return QueryDict(encoding=encoding), MultiValueDict()
        return None

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > MAX_BYTES:
            self.request.upload_was_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None
