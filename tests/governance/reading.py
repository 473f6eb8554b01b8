"""How tests read packs: two of them with changes between, and the pages that show them."""

import datetime as dt
import re

from django.urls import reverse

from plans import record
from tests.factories import LONDON, said, voice
from tests.governance.packs import published

SEPTEMBER = dt.datetime(2020, 9, 1, 17, tzinfo=LONDON)
SEPTEMBER_MEETING = dt.date(2020, 9, 10)


def first_pack(plan, **facts):
    """A pack with a cut-off at 5pm on 1 September 2020, for a meeting on 10 September."""
    return published(plan, on=SEPTEMBER_MEETING, cut_off=SEPTEMBER, at=SEPTEMBER, **facts)


def two_packs(plan, activity, measures=(), **facts):
    """September's pack, on track, and December's, at risk: (earlier, later)."""
    said(activity, on=dt.date(2020, 8, 20), narrative="Steel is ordered.")
    earlier = first_pack(plan, measures=measures)
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    return earlier, published(plan, measures=measures, **facts)


def pages(pack, activity=None):
    """The address of every page of a pack."""
    key = activity.pk if activity else pack.parts.first().activity
    measures = range(1, len(pack.facts["content"]["measures"]) + 1)
    return [
        address("detail", pack),
        address("objective", pack, 1),
        address("activity", pack, key),
        *(address("measure", pack, number) for number in measures),
        address("whole", pack),
    ]


def address(name, pack, *more):
    return reverse(f"governance:pack-{name}", args=[pack.pk, *more])


def compare_address(before, after, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('governance:pack-compare')}?before={before.pk}&after={after.pk}{query}"


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def main_of(html):
    """What stands between the navigation and the foot of the page, without forms' tokens."""
    found = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found)


def words_of(html):
    """The text of a page's main part, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", main_of(html)).split())


def move(activity, to, moment, reason):
    record.move_date(
        activity, to=to, reason=reason, reason_category="supplier", by=voice(), at=moment
    )
