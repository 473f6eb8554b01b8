"""What every address of the interface shares: it reads, it says how long an answer holds, and it
describes itself from the same classes that it answers with."""

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.packs.finding import LARGEST_KEY
from opcc.office.release import RELEASE

from ..paging import neighbours
from ..questions import PagedQuestion, Question
from ..throttles import AddressThrottle

HELD_SECONDS = 60
"""How long anybody may keep a public answer. A pack that is closed again is gone after it."""


@dataclass(frozen=True)
class Found:
    """What an address answers with, before it is written out.

    named: plain values that change whenever the answer does. make: returns what is to be shown.
    """

    named: Any
    make: Any

    @classmethod
    def ready(cls, answer):
        """What is made already: it costs little, and is its own name."""
        return cls(answer, lambda: answer)


class ApiView(APIView):
    """An address that only reads.

    shows: the serializer of the answer. asks: the Question of its parameters. operation: its name
    in the description. group: the heading that it stands under there. more: what a token adds;
    needs_token: whether nothing is there without one. reads_packs: whether the answer comes from
    the texts of packs, and is refused where one is not intact. holds: whether the answer may be
    kept, and asked for again by its ETag.
    """

    http_method_names: ClassVar = ["get", "head", "options"]
    shows = None
    asks = Question
    operation = group = more = ""
    needs_token = False
    reads_packs = False
    is_list = False
    holds = True

    def get_permissions(self):
        return [IsAuthenticated() if self.needs_token else AllowAny()]

    def perform_authentication(self, request):
        """Count whoever guesses at tokens as a stranger, before they are told that it is wrong."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            request.auth = None
            guessing = AddressThrottle()
            if not guessing.allow_request(request, self):
                self.throttled(request, guessing.wait())
            raise

    def get(self, request, *args, **keys):
        asked = self.asks.read(request.query_params)
        if any(key > LARGEST_KEY for key in keys.values()):
            raise NotFound
        found = self.find(asked, **keys)
        tag = tag_of(request, found.named)
        response = get_conditional_response(request._request, etag=tag)
        response = response or Response(self.shown(found.make(), asked))
        if self.holds:
            response["ETag"] = tag
        return response

    def options(self, request, *args, **kwargs):
        """Say what may be done, to scripts of other sites as well."""
        allowed = ", ".join(self.allowed_methods)
        headers = {"Allow": allowed}
        if not self.needs_token:
            headers["Access-Control-Allow-Methods"] = allowed
            headers["Access-Control-Allow-Headers"] = "If-None-Match"
        return HttpResponse(status=204, headers=headers)

    def find(self, asked, **keys):
        """Return what was Found. Raises NotFound."""
        raise NotImplementedError

    def shown(self, made, asked):
        return self.shows(made).data

    # --- Who asks, and when -----------------------------------------------------------------
    @property
    def user(self):
        return self.request.user

    @property
    def today(self):
        return self.request._request.today

    @property
    def now(self):
        return self.request._request.now

    @property
    def minute(self):
        """The moment to the minute, so that an answer that tells it can hold for one."""
        return self.now.replace(second=0, microsecond=0)

    # --- How long an answer holds -----------------------------------------------------------
    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        if "Authorization" in request.headers or not self.holds:
            response["Cache-Control"] = "private, no-store"
        if not (self.needs_token or "Authorization" in request.headers):
            let_everybody_read(response, HELD_SECONDS if self.holds else 0)
        return response


def let_everybody_read(response, seconds=HELD_SECONDS):
    """Let scripts of other sites read it, and caches keep what is no refusal, for so long."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if seconds and response.status_code in (200, 304):
        patch_cache_control(response, public=True, max_age=seconds)


class ListView(ApiView):
    """An address that answers with a Page of rows. shows: the serializer of one of them."""

    asks = PagedQuestion
    is_list = True

    def shown(self, page, asked):
        rows = self.shows(page.rows, many=True).data
        return {"count": page.total, **neighbours(self.request, page, asked), "results": rows}


def tag_of(request, named):
    """The ETag of an answer: of this program, at this address, to this kind of reader.

    Weak: two answers that say the same may differ in how they are packed.
    """
    reader = request.auth.pk if request.auth else None
    whole = (RELEASE, request.build_absolute_uri(), reader, named)
    return f'W/"{hashlib.sha256(repr(whole).encode()).hexdigest()}"'


def or_404(found):
    """Raise NotFound alike for what is not there and for what the reader may not see."""
    if found is None:
        raise NotFound
    return found
