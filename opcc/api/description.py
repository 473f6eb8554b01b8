"""The description of the interface (OpenAPI), made once for each process.

Its makers are loaded when it is first asked for: `schema` says why.
"""

import json
from functools import lru_cache


@lru_cache(1)
def description():
    """Return the description as plain values."""
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


@lru_cache(1)
def as_json():
    return json.dumps(description(), ensure_ascii=False, indent=2)


@lru_cache(1)
def as_yaml():
    from drf_spectacular.renderers import OpenApiYamlRenderer

    return OpenApiYamlRenderer().render(description(), renderer_context={}).decode()
