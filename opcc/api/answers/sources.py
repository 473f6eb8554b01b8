"""Where a number comes from: the pack that it was published in, or the record at a moment."""

from django.urls import reverse

from .fields import Answer, day, key, link, moment, text


class SourceAnswer(Answer):
    """The pack that numbers were published in."""

    comes_from = "The pack"

    pack = key("The pack's `id`.")
    version = key("Its version: a mistake makes another one.")
    meeting_on = day("The day of the meeting that it was published for.")
    cut_off = moment("The moment that it is about: what was said later is not in it.")
    digest = text("The SHA-256 of its text, as 64 hexadecimal digits.")
    url = link("The address of the pack, which opens to whoever may read that one.")


def source_row(pack, links):
    """pack: a Pack, with or without its text."""
    return {
        "pack": pack.pk,
        "version": pack.version,
        "meeting_on": pack.summary["meeting_on"],
        "cut_off": pack.cut_off,
        "digest": pack.digest,
        "url": links.to("pack-detail", pack.pk),
    }


class Links:
    """Whole addresses of this interface, and of pages of the site."""

    def __init__(self, request):
        self.request = request

    def to(self, name, *keys):
        return self.whole(reverse(f"api:{name}", args=keys))

    def page(self, name, *keys):
        return self.whole(reverse(name, args=keys))

    def whole(self, path):
        return self.request.build_absolute_uri(path)
