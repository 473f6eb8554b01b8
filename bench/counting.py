"""How many questions a page asks the database, by asking for it once in this process.

Reads what `bench.filling` printed from standard input; prints the counts, and the version that
each activity is on afterwards.
"""

import json
import sys
import uuid

HOUSEKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET", "SHOW")


def count_all(filled):
    """Return {"queries": {size: {page: count}}, "posts": {size: [[address, version]]}}."""
    clients = {name: reader(cookies) for name, cookies in filled["readers"].items()}
    smallest = next(iter(filled["plans"].values()))
    clients["staff"].get(smallest["dashboard"])  # What a process looks up once does not count.
    queries = {
        size: count(clients["staff"], paths) | count_packs(clients, paths)
        for size, paths in filled["plans"].items()
    }
    return {
        "queries": queries,
        "posts": {size: versions(paths["update"]) for size, paths in filled["plans"].items()},
    }


def reader(cookies):
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def count(client, paths):
    """Count each page with nothing kept, after one more line, and with nothing new."""
    from bench.forgetful import forget_content, forget_newest_lines
    from plans.kept_positions import shelf

    found = {}
    for page in ("dashboard", "past", "list", "activity"):
        shelf.clear()
        for state in (" anew", " line", ""):
            if state:
                forget_newest_lines()
                forget_content()
            found[page + state] = queries_of(lambda path=paths[page]: client.get(path), 200)
    path = paths["update"][0]
    typed = update_form(path)
    found["update"] = queries_of(lambda: client.post(path, typed), 302)
    return found


def count_packs(clients, paths):
    """Count the pages of packs with nothing kept, kept, and where nothing has changed since."""
    from bench.forgetful import forget_content
    from governance.packs.reading import read_digest

    found = {}
    for name, page, who in (
        ("pack", "pack", "panel"),
        ("pack stranger", "pack", "stranger"),
        ("compare", "compare", "panel"),
    ):
        read_digest.cache_clear()
        forget_content()
        path, client = paths[page], clients[who]
        found[f"{name} anew"] = queries_of(lambda client=client, path=path: client.get(path), 200)
        found[name] = queries_of(lambda client=client, path=path: client.get(path), 200)
        etag = client.get(path).headers.get("ETag", "")
        found[f"{name} 304"] = queries_of(
            lambda client=client, path=path, etag=etag: client.get(path, HTTP_IF_NONE_MATCH=etag),
            304,
        )
    return found


def queries_of(ask, expected):
    """The queries of one request, transactions' own words left out; None if it went wrong."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code != expected:
        return None
    return sum(not q["sql"].startswith(HOUSEKEEPING) for q in captured.captured_queries)


def update_form(path):
    """What a browser would post to this address now."""
    [(_, version)] = versions([path])
    return {
        "base": f"{version}.0",
        "token": str(uuid.uuid4()),
        "status": "on_track",
        "narrative": "The last of the sites is ready.",
        "send": "Save to the record",
    }


def versions(paths):
    """[[address, version]] of the activities whose updates are posted to these addresses."""
    from django.urls import resolve

    from plans.models import Activity

    keys = [resolve(path).kwargs["pk"] for path in paths]
    found = dict(Activity.objects.filter(pk__in=keys).values_list("pk", "version"))
    return [[path, found[key]] for path, key in zip(paths, keys, strict=True)]


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(count_all(json.load(sys.stdin))))
