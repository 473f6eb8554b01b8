"""The real application, made to forget: what a page costs when it cannot be kept.

`everything` forgets each position before it answers. `newest_line` answers as if the newest line
of the record had been added since it answered last. Both forget what was rendered as well; the
office's own row, which every page needs, stays known for its half minute, as it does in earnest.
"""

from functools import cache

from opcc.wsgi import application  # isort: skip (it sets Django up for what follows)

from governance.packs.reading import read_digest
from opcc.office.caches.pages import pages
from opcc.office.models import Office
from opcc.office.models.office import CACHE_KEY, CACHE_SECONDS
from plans.kept_positions import Kept, shelf


def everything(environ, start_response):
    shelf.clear()
    read_digest.cache_clear()
    forget_content()
    return application(environ, start_response)


def newest_line(environ, start_response):
    forget_newest_lines()
    forget_content()
    return application(environ, start_response)


def forget_content():
    """Forget all that was rendered."""
    office = Office.objects.current()
    pages.clear()
    pages.get_or_set(CACHE_KEY, office, CACHE_SECONDS)


def forget_newest_lines():
    """Make each kept position say that the record ended one line sooner."""
    for key, kept in list(shelf.items()):
        plan_id = key[0]
        shelf[key] = Kept(*end_before_last(plan_id), kept.position)


@cache
def end_before_last(plan_id):
    """Return the number and the digest of the last line but one."""
    from plans.models import Entry

    last = Entry.objects.filter(plan=plan_id).latest("number")
    return last.number - 1, last.previous_digest
