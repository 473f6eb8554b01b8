"""The description of the interface as a file, and what is said where nothing is."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from ..description import as_json, as_yaml
from ..problems import problem_response
from .base import let_everybody_read

DESCRIBED_SECONDS = 3_600
"""How long anybody may keep the description, which changes with the program alone."""


@login_not_required
def openapi_json(request):
    """The description of the interface (OpenAPI 3.0) in JSON."""
    return described(request, as_json(), "application/json")


@login_not_required
def openapi_yaml(request):
    """The same in YAML."""
    return described(request, as_yaml(), "application/yaml")


def described(request, text, media_type):
    tag = f'W/"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=tag)
    response = response or HttpResponse(text, content_type=media_type)
    response["ETag"] = tag
    let_everybody_read(response, DESCRIBED_SECONDS)
    return response


@csrf_exempt
@login_not_required
def nothing_here(request, rest):
    """Every other address below /api/: a program is told what to do, and reads no page."""
    return problem_response(request, 404)
