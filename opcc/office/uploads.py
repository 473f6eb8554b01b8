"""Files that people send: counted as they arrive, refused before they fill memory or disk."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

USUAL_LIMIT = 10 * 1024 * 1024
"""Bytes that the files of one form may have together, unless its view says otherwise."""

MOST_FILES = 20
"""Files that one form may bring at all. Each costs an entry in a table, however small it is."""

WRAPPING = 1024 * 1024
"""What the other fields of a form, and the marks between them, may add to its files."""


def taking(view, at_most):
    """Let the files sent to this view have so many bytes together; return the view."""
    view.upload_limit = at_most
    return view


class CappedUploadHandler(FileUploadHandler):
    """Stops reading a request whose files grow past what its view takes.

    It sets `request.upload_was_too_large`. What comes before the files has been read by then, so a
    form that has its files last loses nothing else. The rest of the request is left unread.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        self.limit = limit_of(self.request)
        self.says_too_much = content_length > self.limit + WRAPPING
        self.taken = self.files = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.says_too_much or self.files > MOST_FILES:
            self.stop()

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > self.limit:
            self.stop()
        return raw_data

    def file_complete(self, file_size):
        return None

    def stop(self):
        self.request.upload_was_too_large = True
        raise StopUpload(connection_reset=True)


def limit_of(request):
    match = getattr(request, "resolver_match", None)
    return getattr(match and match.func, "upload_limit", USUAL_LIMIT)


def was_too_large(request):
    """Whether the request brought more than its view takes. It is read, as far as it is, first."""
    _ = request.POST
    return getattr(request, "upload_was_too_large", False)
