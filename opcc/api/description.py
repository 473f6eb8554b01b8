"""The description of the interface (OpenAPI), made once for each process."""

import json
from functools import lru_cache

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


@lru_cache(1)
def description():
    """Return the description as plain values."""
    return SchemaGenerator().get_schema(request=None, public=True)


@lru_cache(1)
def as_json():
    return json.dumps(description(), ensure_ascii=False, indent=2)


@lru_cache(1)
def as_yaml():
    return OpenApiYamlRenderer().render(description(), renderer_context={}).decode()
