"""How the interface describes itself: each view is read as it stands, and nothing is told twice.

Loaded when the description is first asked for, and by nothing else: what makes it brings the test
tools of two frameworks along.
"""

from inspect import cleandoc

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from governance.packs.finding import LARGEST_KEY

from .examples import EXAMPLES
from .problems import KINDS, MEDIA_TYPE, Problem

KEYS = {
    "pack": "The pack's `id`.",
    "plan": "The delivery plan's `id`.",
    "activity": "The activity's `id`. It is the same in every pack and in the plan.",
    "measure": "The measure's `id`. It is the same in every pack.",
    "number": "The measure's place in the pack, from 1.",
    "contract": "The contract's `id`.",
    "decision": "The decision's `id`.",
    "duty": "The duty's `id`.",
}
"""{name of a part of an address: its meaning}"""


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "opcc.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that the office gives to one of its own people. It reads what "
            "they may read, never writes, and ends when they leave or it is taken back.",
        }


class MomentScheme(OpenApiSerializerFieldExtension):
    target_class = "opcc.api.questions.MomentField"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}


class Description(AutoSchema):
    """Describes an ApiView from what it says of itself."""

    def get_operation_id(self):
        return self.view.operation

    def get_serializer_name(self, serializer, direction):
        return super().get_serializer_name(serializer, direction).replace("Answer", "")

    def get_tags(self):
        return [self.view.group]

    def get_summary(self):
        return cleandoc(self.view.__doc__).split("\n")[0].rstrip(".")

    def get_description(self):
        told = cleandoc(self.view.__doc__).partition("\n\n")[2]
        more = f"With a token: {self.view.more}" if self.view.more else ""
        return "\n\n".join(filter(None, [told, more]))

    def get_auth(self):
        super().get_auth()  # Puts the scheme into the description; what it returns knows no view.
        token = {TokenScheme.name: []}
        return [token] if self.view.needs_token else [{}, token]

    def get_override_parameters(self):
        keys = [
            OpenApiParameter(
                name,
                {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY},
                OpenApiParameter.PATH,
                description=meaning,
            )
            for name, meaning in KEYS.items()
            if f"{{{name}}}" in self.path
        ]
        asks = [self.view.asks] if self.view.asks().fields else []
        return [*keys, *asks, *headers()]

    def get_response_serializers(self):
        told = {200: OpenApiResponse(self.answer(), description="The answer.")}
        told[304] = OpenApiResponse(description="What you have is still right (If-None-Match).")
        for code in self.refusals():
            words = f"{KINDS[code].title}. {KINDS[code].advice}"
            told[(code, MEDIA_TYPE)] = OpenApiResponse(Problem, description=words)
        return told

    def get_examples(self):
        value = EXAMPLES.get(self.view.operation)
        if value is None:
            return []
        words = "From the demonstration, where facts are invented."
        return [
            OpenApiExample("Answer", value, summary=words, response_only=True, status_codes=["200"])
        ]

    def refusals(self):
        """Statuses of the problem documents that the view answers with."""
        yield 400
        yield 401
        if "{" in self.path:
            yield 404
        if self.view.reads_packs:
            yield 409
        yield 429

    def answer(self):
        return page_of(self.view.shows) if self.view.is_list else self.view.shows


def headers():
    """The headers of answers that callers should know of."""
    yield OpenApiParameter(
        "ETag",
        str,
        OpenApiParameter.HEADER,
        response=[200],
        description="Names this answer. Send it back as If-None-Match.",
    )
    yield OpenApiParameter(
        "Retry-After",
        int,
        OpenApiParameter.HEADER,
        response=[429],
        description="Seconds to wait before the next question.",
    )
    yield OpenApiParameter(
        "WWW-Authenticate",
        str,
        OpenApiParameter.HEADER,
        response=[401],
        description="How to send a token.",
    )


pages = {}


def page_of(row):
    """The serializer of a Page of rows that `row` is the serializer of: one class for each."""
    if row not in pages:
        fields = {
            "__doc__": f"A page of rows: {cleandoc(row.__doc__)}",
            "count": serializers.IntegerField(help_text="How many rows there are in all pages."),
            "next": address("The address of the next page; null on the last."),
            "previous": address("The address of the page before; null on the first."),
            "results": row(many=True, help_text="The rows of this page."),
        }
        pages[row] = type(f"{row.__name__}Page", (serializers.Serializer,), fields)
    return pages[row]


def address(meaning):
    return serializers.URLField(allow_null=True, help_text=meaning)
