"""Lists in pages: how many rows there are, one page of them, and the addresses of the others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Some rows of `total`."""

    total: int
    rows: list

    def each(self, change):
        """The same page, with what `change` makes of every row."""
        return Page(self.total, [change(row) for row in self.rows])


def page_of(rows, asked):
    """Return the Page of a list that was asked for."""
    start = asked["offset"]
    return Page(len(rows), rows[start : start + asked["limit"]])


def page_of_query(rows, asked):
    """Return the Page of a queryset. Two queries, or one where nothing is found."""
    start, total = asked["offset"], rows.count()
    return Page(total, list(rows[start : start + asked["limit"]]) if start < total else [])


def neighbours(request, page, asked):
    """Return {"next", "previous"}: addresses of the pages beside it, None where there is none."""
    start, size = asked["offset"], asked["limit"]
    following = start + size if start + size < page.total else None
    before = max(start - size, 0) if start else None
    return {"next": address(request, following, size), "previous": address(request, before, size)}


def address(request, offset, limit):
    """The address that was asked, with another offset."""
    if offset is None:
        return None
    query = request.GET.copy()
    query["offset"], query["limit"] = str(offset), str(limit)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
