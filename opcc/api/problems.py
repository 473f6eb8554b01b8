"""Refusals as problem documents (RFC 9457): what is wrong, and what to do about it."""

import logging
import math
from typing import NamedTuple

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, Throttled
from rest_framework.response import Response

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem: its name on the page about the data, its title, and what to do."""

    name: str
    title: str
    advice: str


KINDS = {
    400: Kind(
        "wrong-question",
        "The question was not understood",
        "Look at “errors”: each names a parameter of the address and says what it may be.",
    ),
    401: Kind(
        "no-token",
        "A token is needed",
        "Send the header “Authorization: Bearer” with a token that the office has given you and "
        "not taken back.",
    ),
    404: Kind(
        "nothing-here",
        "There is nothing here",
        "Check the address: all that there is begins at /api/v1/, and /api/v1/openapi.json "
        "describes it. What is not public yet is not here either.",
    ),
    405: Kind("read-only", "This interface only reads", "Ask with GET, HEAD or OPTIONS."),
    409: Kind(
        "not-intact",
        "The stored text is not the one that was published",
        "Do not rely on what the pack says until it has been set right, and tell the office. What "
        "you read before may be checked against its SHA-256.",
    ),
    429: Kind(
        "too-often",
        "Too many questions",
        "Wait for as many seconds as the header Retry-After says. Ask for larger pages, and send "
        "If-None-Match with the ETag that you have.",
    ),
    500: Kind("our-fault", "Something went wrong here", "Try again later. Nothing was changed."),
    503: Kind(
        "unavailable",
        "The service cannot answer just now",
        "Wait for as many seconds as the header Retry-After says. Nothing was changed.",
    ),
}
"""{status: Kind}"""


class Fault(serializers.Serializer):
    """One thing that is wrong with a question."""

    parameter = serializers.CharField(help_text="The name in the address that it is about.")
    detail = serializers.CharField(help_text="What is wrong, and what it may be.")


class Problem(serializers.Serializer):
    """Why there is no answer (RFC 9457), and what to do."""

    type = serializers.URLField(help_text="Where this kind of problem is explained.")
    title = serializers.CharField(help_text="The kind of problem in a few words.")
    status = serializers.IntegerField(help_text="The status of the answer, again.")
    detail = serializers.CharField(help_text="What to do about it.")
    errors = Fault(many=True, required=False, help_text="Of a question that was not understood.")


class NotIntact(APIException):
    """A pack's stored text no longer fits the checksum that it was published under."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, pack):
        super().__init__()
        logger.error("The stored text of pack %s is not the one that was published.", pack.pk)


class WrongQuestion(APIException):
    """The address asks for something that cannot be asked. faults: {parameter: what is wrong}."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, faults):
        super().__init__()
        self.errors = [{"parameter": name, "detail": words} for name, words in faults.items()]


def problem(request, code, **more):
    """Return the document for a status, as plain values."""
    kind = KINDS.get(code) or KINDS[400 if code < 500 else 500]
    explained = request.build_absolute_uri(f"{reverse('api:data')}#{kind.name}")
    told = {"type": explained, "title": kind.title, "status": code, "detail": kind.advice}
    return told | more


def problem_response(request, code):
    """Return the document as an answer of Django's own, where no view of the interface spoke."""
    response = JsonResponse(problem(request, code), status=code, content_type=MEDIA_TYPE)
    response["Access-Control-Allow-Origin"] = "*"
    add_never_cache_headers(response)
    return response


def handle(error, context):
    """Answer an exception of a view with its problem document; None leaves it to Django."""
    if isinstance(error, Http404):
        error = APIException()
        error.status_code = status.HTTP_404_NOT_FOUND
    if not isinstance(error, APIException):
        return None
    faults = {"errors": error.errors} if isinstance(error, WrongQuestion) else {}
    document = problem(context["request"], error.status_code, **faults)
    response = Response(document, error.status_code, content_type=MEDIA_TYPE)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if isinstance(error, Throttled):
        response["Retry-After"] = str(max(math.ceil(error.wait or 1), 1))
    patch_vary_headers(response, ["Authorization"])
    return response
