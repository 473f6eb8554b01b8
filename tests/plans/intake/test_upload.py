"""Uploads that are too large are refused before they fill memory, and in words."""

import io

import pytest

START = "/imports/"


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


class Endless(io.RawIOBase):
    """The body of a request so large that only a reader who never stops would hold it all."""

    def __init__(self, start, size):
        self.left, self.start, self.taken = size, start, 0

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        self.taken += size
        head, self.start = self.start[:size], self.start[size:]
        return head + b"x" * (size - len(head))


def upload(client, size):
    """Send a file of so many bytes; return (the response, how many bytes were read)."""
    start = (
        b'--limit\r\nContent-Disposition: form-data; name="title"\r\n\r\nKept title\r\n--limit\r\n'
        b'Content-Disposition: form-data; name="document"; filename="plan.xlsx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    body = Endless(start, size)
    response = client.generic(
        "POST",
        START,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=limit",
            "CONTENT_LENGTH": str(size),
            "wsgi.input": body,
        },
    )
    return response, body.taken


def test_200_mib_are_refused_before_they_are_read(signed_in):
    response, taken = upload(signed_in, 200 * 1024 * 1024)

    assert response.status_code == 413
    assert "The file is larger than 10 MB" in response.content.decode()
    assert taken == 0


def test_a_file_just_too_large_is_refused_and_what_was_typed_is_kept(signed_in):
    response, _ = upload(signed_in, 10 * 1024 * 1024 + 500_000)

    assert response.status_code == 413
    assert 'value="Kept title"' in response.content.decode()


def test_too_large_a_file_is_answered_in_words_even_without_its_token(client, signed_in):
    client.get(START)
    client.handler.enforce_csrf_checks = True

    response, taken = upload(client, 200 * 1024 * 1024)

    assert response.status_code == 413
    assert "That file is too large" in response.content.decode()
    assert taken == 0
