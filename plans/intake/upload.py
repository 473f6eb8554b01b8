"""Uploads are counted as they arrive, and refused before they fill memory or disk."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MAX_BYTES = 10 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stops reading a request whose files grow past MAX_BYTES."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        # Multipart wrapping costs a little; the declared length alone is enough to refuse early.
        self.taken = 0
        if content_length and content_length > MAX_BYTES + 1024 * 1024:
            self.refuse()

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > MAX_BYTES:
            self.refuse()
        return raw_data

    def file_complete(self, file_size):
        return None

    def refuse(self):
        self.request.upload_was_too_large = True
        raise StopUpload(connection_reset=False)
