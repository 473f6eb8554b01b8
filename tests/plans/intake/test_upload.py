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


def test_200_mib_are_refused_before_they_are_read_and_what_was_typed_is_kept(signed_in):
    response, taken = upload(signed_in, 200 * 1024 * 1024)

    assert response.status_code == 413
    assert "The file is larger than 10 MB" in response.content.decode()
    assert 'value="Kept title"' in response.content.decode()
    assert taken <= 64 * 1024


def test_a_file_just_too_large_is_refused_and_what_was_typed_is_kept(signed_in):
    response, _ = upload(signed_in, 10 * 1024 * 1024 + 500_000)

    assert response.status_code == 413
    assert 'value="Kept title"' in response.content.decode()


def test_too_large_a_file_is_answered_in_words_even_without_its_token(client, signed_in):
    client.get(START)
    client.handler.enforce_csrf_checks = True

    response, taken = upload(client, 200 * 1024 * 1024)

    assert response.status_code == 413
    assert "That is too large" in response.content.decode()
    assert taken <= 64 * 1024


def paste(client, characters):
    fields = {"title": "Plan", "year": "2020", "pasted": "x" * characters}
    return client.post(START, fields)


def test_a_paste_that_is_too_long_is_refused_on_the_form(signed_in):
    page = paste(signed_in, 800_000).content.decode()

    assert "The pasted text is longer than 800,000 characters" in page
    assert 'maxlength="800000"' in page
    assert "up to 800,000 characters" in page


def test_the_longest_paste_fits_into_what_a_request_may_hold(signed_in):
    response = signed_in.post(START, {"title": "Plan", "year": "2020", "pasted": "€" * 799_999})

    assert response.status_code == 200
    assert "longer than 800,000" not in response.content.decode()


def test_a_paste_too_large_to_be_read_is_answered_in_words(client, signed_in):
    client.get(START)
    client.handler.enforce_csrf_checks = True

    response = paste(client, 2_700_000)

    page = response.content.decode()
    assert response.status_code == 413
    assert "what is typed or pasted up to 2.5 MB" in page
    assert "That is too large" in page


def test_another_bad_request_is_answered_as_before(signed_in):
    response = signed_in.post(START, {f"field{number}": "" for number in range(4_001)})

    assert response.status_code == 400
    assert "That request did not make sense" in response.content.decode()
