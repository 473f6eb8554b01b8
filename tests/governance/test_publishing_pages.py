"""Preview, the facts to check, and publication."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from governance.models import Pack, PackDraft, PackOpening
from plans.models import Draft
from tests import factories
from tests.factories import LONDON, promised_activity, said
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import draft_for, published
from tests.governance.test_preparing import address, filled

SECRET = "unpublished-canary-words"


@pytest.fixture
def told(activity):
    said(activity, "at_risk", on=dt.date(2020, 12, 1), reason="A supplier is late.")
    return activity


@pytest.fixture
def draft(plan, told):
    """Ready to be published: its cut-off was on 10 December 2020 at 5pm."""
    return draft_for(plan, commentary="Two things went well.")


@pytest.fixture
def publisher(client, chief_executive):
    client.force_login(chief_executive)
    return client


def check_url(draft):
    return address("packdraft-check", draft.pk)


def ready(client, draft, **typed):
    return filled(client, check_url(draft), has_read="on", **typed)


def open_draft(activity, author, kind="update", state="submitted", **facts):
    return Draft.objects.create(
        activity=activity, kind=kind, state=state, author=author,
        activity_version=activity.version, saved_at=factories.moment(2020, 12, 5), **facts,
    )  # fmt: skip


# --- Preview ------------------------------------------------------------------------------------
BANNER = re.compile(
    r'<section class="app-notice app-screen" aria-labelledby="preview">.*?</section>'
)
TOOL = re.compile(
    r'<span class="app-was app-screen"><a [^>]*>Add [^<]* to your calendar</a></span>'
)
"""Something to do with a published date, beside what the pack says of it."""


def body(response, base):
    """What a page says about a pack: without the frame, the banner, and addresses of its own."""
    page = " ".join(response.content.decode().split())
    page = re.sub(r"\s*([<>])\s*", r"\1", page)
    start = page.index('id="main-content">') + len('id="main-content">')
    end = min(page.find(mark, start) % len(page) for mark in ('<div class="app-foot">', "</main>"))
    text = TOOL.sub("", BANNER.sub("", page[start:end])).replace(base, "(pack)")
    return re.sub(r"/packs/compare/[?&;=\w]+", "(pack)changes/", text)


@pytest.mark.parametrize("part", ["", "whole/", "objectives/1/", "activities/{activity}/"])
def test_the_preview_is_exactly_what_is_published(publisher, panel_member, plan, told, part):
    published(plan, on=dt.date(2020, 9, 10), cut_off=dt.datetime(2020, 9, 3, 17, tzinfo=LONDON))
    ScrutinyItemFactory(raised_on=dt.date(2020, 12, 2))
    words = {str(told.objective_id): "One thing went well."}
    draft = draft_for(plan, commentary="Two things went well.", objective_commentary=words)
    member = Client()
    member.force_login(panel_member)
    part = part.format(activity=told.pk)
    preview_url = address("packdraft-preview", draft.pk)

    preview = publisher.get(preview_url + part)
    pack_url = publisher.post(check_url(draft), ready(publisher, draft)).url
    seen = member.get(pack_url + part)

    assert body(preview, preview_url) == body(seen, pack_url)
    assert len(body(seen, pack_url)) > 1000


def test_every_link_of_a_preview_leads_somewhere(publisher, plan, told):
    published(plan, on=dt.date(2020, 9, 10), cut_off=dt.datetime(2020, 9, 3, 17, tzinfo=LONDON))
    home = address("packdraft-preview", draft_for(plan).pk)

    waiting, found = [home], {}
    while waiting:
        url = waiting.pop()
        response = publisher.get(url)
        found[url] = response.status_code
        links = re.findall(rf'href="({home}[^"#]*)', response.content.decode())
        waiting += [link for link in links if link not in found]

    assert set(found.values()) == {200}
    assert len(found) == 5


def test_the_first_pack_has_no_page_of_changes(publisher, draft, told):
    home = address("packdraft-preview", draft.pk)

    assert publisher.get(f"{home}changes/").status_code == 404
    assert publisher.get(f"{home}objectives/7/").status_code == 404
    assert publisher.get(f"{home}activities/{told.pk + 1}/").status_code == 404


def test_a_preview_says_that_it_is_one(publisher, draft):
    page = publisher.get(address("packdraft-preview", draft.pk)).content.decode()

    assert "Preview: not published" in page
    assert "Two things went well." in page


def test_what_the_office_keeps_to_itself_is_not_in_the_preview(publisher, draft, told, outsider):
    PackDraft.objects.update(internal_note=SECRET)
    ScrutinyItemFactory(raised_on=dt.date(2020, 12, 2), internal_note=SECRET)
    open_draft(told, outsider, internal_note=SECRET, proposal={"narrative": SECRET})

    home = address("packdraft-preview", draft.pk)
    parts = ("", "whole/", "objectives/1/", f"activities/{told.pk}/")
    pages = [publisher.get(home + part) for part in parts]

    assert [page.status_code for page in pages] == [200] * 4
    assert [page for page in pages if SECRET in page.content.decode()] == []


# --- Check --------------------------------------------------------------------------------------
def test_what_will_not_be_in_it_is_listed(publisher, plan, draft, told, outsider):
    silent = promised_activity(plan, lead=told.lead)
    open_draft(told, outsider)
    open_draft(told, outsider, kind="date_move")
    open_draft(silent, outsider, state="returned", returned_comment="Say more.")
    open_draft(silent, outsider, kind="reword", state="writing")
    said(told, "on_track", on=dt.date(2020, 12, 11))

    missing = publisher.get(check_url(draft)).context["missing"]

    assert [d.activity for d in missing.waiting.listed] == [told]
    assert [d.kind for d in missing.date_moves.listed] == ["date_move"]
    assert [d.activity for d in missing.returned.listed] == [silent]
    assert [s.pk for s in missing.silent.listed] == []
    assert (missing.being_written, missing.later) == (1, 1)


def test_silence_at_the_cut_off_is_listed(publisher, plan, finance_chief):
    promised_activity(plan, lead=factories.post("Chief Financial Officer"))
    draft = draft_for(plan)

    response = publisher.get(check_url(draft))

    assert response.context["missing"].silent.total == 1
    assert "days without a word" in response.content.decode()


def test_long_lists_are_cut_and_counted(publisher, plan, finance_chief):
    lead = factories.post("Chief Financial Officer")
    for _ in range(23):
        promised_activity(plan, lead=lead)
    draft = draft_for(plan)

    silent = publisher.get(check_url(draft)).context["missing"].silent

    assert (len(silent.listed), silent.more, silent.total) == (20, 3, 23)


def test_missing_commentary_is_named_with_a_link(publisher, draft, told):
    page = publisher.get(check_url(draft)).content.decode()

    assert "On the whole plan, and on 0 of 1 objective" in page
    assert address("packdraft-objective", draft.pk, told.objective_id) in page


def test_a_cut_off_no_later_than_the_last_is_pointed_out(publisher, plan, told):
    published(plan, on=dt.date(2020, 9, 10))
    draft = draft_for(plan)

    page = publisher.get(check_url(draft)).content.decode()

    assert "Its cut-off is not later than that of the pack before it" in page
    assert "shows the plan at 5pm on 10 December 2020" in page


def test_a_meeting_that_was_called_off_is_pointed_out(publisher, draft, told):
    draft.meeting.cancel(on=dt.date(2020, 12, 11))

    page = publisher.get(check_url(draft)).content.decode()

    assert "The meeting was called off on 11 December 2020" in page


def test_whoever_does_not_publish_is_told_who_does(client, outsider, chief_executive, draft):
    client.force_login(outsider)

    page = client.get(check_url(draft)).content.decode()

    assert "Publishing is for the Chief Executive" in page
    assert "Publish to the panel" not in page


# --- Publish ------------------------------------------------------------------------------------
def test_the_accountable_post_publishes(publisher, draft):
    day = {"public_from_0": "1", "public_from_1": "2", "public_from_2": "2021"}

    response = publisher.post(check_url(draft), ready(publisher, draft, **day))

    pack = Pack.objects.get()
    assert response.url == pack.get_absolute_url()
    assert pack.published_by_post == "Chief Executive"
    assert timezone.localdate(pack.published_at) == dt.date(2020, 12, 14)
    assert PackOpening.objects.get().public_from == dt.date(2021, 2, 1)
    assert not PackDraft.objects.exists()


def test_a_deputy_of_the_accountable_post_publishes(client, chief_executive, draft):
    client.force_login(factories.deputy_of("Chief Executive"))

    client.post(check_url(draft), ready(client, draft))

    assert Pack.objects.get().published_by_name == "Chief Executive (deputy)"


def test_whoever_only_prepares_cannot_publish(client, outsider, chief_executive, draft):
    publisher = Client()
    publisher.force_login(chief_executive)
    client.force_login(outsider)

    response = client.post(check_url(draft), ready(publisher, draft))

    assert response.status_code == 403
    assert not Pack.objects.exists()


def test_who_only_supports_the_accountable_post_cannot_publish(client, chief_executive, draft):
    client.force_login(factories.supporter_of("Chief Executive"))

    response = client.post(check_url(draft), {})

    assert response.status_code == 403


def test_the_preview_must_have_been_read(publisher, draft):
    typed = ready(publisher, draft)
    del typed["has_read"]

    page = publisher.post(check_url(draft), typed).content.decode()

    assert "Read the preview, and say here that you have" in page
    assert not Pack.objects.exists()


def test_what_changed_after_it_was_shown_is_not_published(publisher, draft):
    typed = ready(publisher, draft)
    ScrutinyItemFactory(raised_on=dt.date(2020, 12, 2))

    refused = publisher.post(check_url(draft), typed)
    hidden = {field.name: field.value() for field in refused.context["form"].hidden_fields()}
    accepted = publisher.post(check_url(draft), typed | hidden)

    assert refused.status_code == 409
    assert "nothing was published" in refused.content.decode()
    assert accepted.status_code == 302
    assert Pack.objects.count() == 1


def test_words_saved_after_it_was_shown_are_not_published_unread(publisher, outsider, draft):
    typed = ready(publisher, draft)
    draft.change(by=outsider, at=draft.cut_off, commentary="Other words.")

    refused = publisher.post(check_url(draft), typed)

    assert refused.status_code == 409
    assert not refused.context["form"]["has_read"].value()
    assert not Pack.objects.exists()


def test_a_cut_off_that_is_still_to_come_is_refused_in_words(publisher, plan, told):
    draft = draft_for(plan, cut_off=dt.datetime(2020, 12, 16, 17, tzinfo=LONDON))
    typed = ready(publisher, draft)

    page = publisher.get(check_url(draft)).content.decode()
    refused = publisher.post(check_url(draft), typed)

    assert "The cut-off is still to come" in page
    assert "Publish to the panel" not in page
    assert "The cut-off is still to come" in refused.content.decode()
    assert PackDraft.objects.count() == 1


def test_a_cut_off_before_anything_was_promised_is_refused(publisher, plan, told):
    draft = draft_for(plan, cut_off=dt.datetime(2020, 3, 1, 17, tzinfo=LONDON))

    page = publisher.get(check_url(draft)).content.decode()
    publisher.post(check_url(draft), ready(publisher, draft))

    assert "Nothing had been promised by the cut-off" in page
    assert not Pack.objects.exists()


def test_another_version_is_published_beside_the_first(publisher, plan, draft):
    publisher.post(check_url(draft), ready(publisher, draft))
    again = draft_for(plan, reason="A figure was wrong.")

    publisher.post(check_url(again), ready(publisher, again))

    assert list(Pack.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "A figure was wrong."),
    ]


def test_another_version_without_a_reason_is_refused(publisher, plan, draft):
    publisher.post(check_url(draft), ready(publisher, draft))
    again = draft_for(plan)

    page = publisher.post(check_url(again), ready(publisher, again)).content.decode()

    assert "Say why there is another version of this pack." in page
    assert Pack.objects.count() == 1


def test_the_same_form_sent_twice_leads_to_the_pack(publisher, draft):
    typed = ready(publisher, draft)

    first = publisher.post(check_url(draft), typed)
    second = publisher.post(check_url(draft), typed)

    assert first.url == second.url
    assert Pack.objects.count() == 1


def test_whoever_comes_second_is_told_that_it_is_gone(publisher, draft, chief_executive):
    typed = ready(publisher, draft)
    deputy = Client()
    deputy.force_login(factories.deputy_of("Chief Executive"))
    deputy.post(check_url(draft), ready(deputy, draft))

    response = publisher.post(check_url(draft), typed)

    assert response.status_code == 409
    assert "This draft is no longer there" in response.content.decode()
    assert Pack.objects.count() == 1


def test_a_version_after_a_public_one_is_offered_from_the_same_day(publisher, plan, told):
    published(plan, public_from=dt.date(2020, 12, 17))
    following = draft_for(plan, reason="A figure was wrong.")

    form = publisher.get(check_url(following)).context["form"]

    assert form["public_from"].value() == dt.date(2020, 12, 17)
