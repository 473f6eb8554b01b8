"""How the site is running, for administrators, and the button that tries mail again."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.models import DueRun, OutgoingMail
from opcc.portal.health import word_of
from tests.admin_pages import words
from tests.factories import user_in

from .conftest import NOW, put

URL = reverse("portal:health")


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def given_up(office):
    reader = user_in("Staff", name="Reader")
    for number in range(2):
        put(reader, f"cause {number}", subject=f"What is due {number}")
    OutgoingMail.objects.update(state="given_up", attempts=9, last_error="550 No such user")
    return OutgoingMail.objects.order_by("pk").first()


def finished(ago, **outcome):
    run = DueRun.objects.begin(NOW - ago - dt.timedelta(seconds=3))
    run.finish(NOW - ago, **outcome)
    return run


@pytest.mark.parametrize(
    ("ago", "outcome", "word"),
    [
        (dt.timedelta(minutes=5), {}, "Running"),
        (dt.timedelta(hours=1), {}, "Running"),
        (dt.timedelta(hours=1, minutes=1), {}, "Late"),
        (dt.timedelta(days=1, minutes=1), {}, "Stopped"),
        (dt.timedelta(minutes=5), {"error": "Mail: 1 given up."}, "Needs you"),
        (dt.timedelta(minutes=-10), {}, "Running"),
        (dt.timedelta(days=-400), {}, "Needs you"),
    ],
)
def test_the_last_run_has_a_word(office, ago, outcome, word):
    assert word_of(finished(ago, **outcome), NOW) == word


def test_a_site_where_nothing_ever_ran_says_so(at_desk):
    page = words(at_desk.get(URL))

    assert "Last run Never ran" in page
    assert "Record Not verified yet" in page
    assert "Waiting 0" in page


def test_it_shows_the_last_run_the_record_and_the_mail(at_desk, given_up, settings):
    settings.SENDS_MAIL = True
    put(given_up.user, "waits", at=NOW - dt.timedelta(hours=3))
    finished(
        dt.timedelta(minutes=5), said="Mail: 3 sent, 1 waiting.", error="Mail: 2 given up.",
        verified_at=NOW, findings="Trigger x: it is missing",
    )  # fmt: skip

    page = words(at_desk.get(URL))

    assert "Last run Needs you" in page
    assert "5 minutes ago" in page
    assert "Mail: 3 sent, 1 waiting." in page
    assert "Record Not intact Trigger x: it is missing" in page
    assert "Waiting 1 The oldest since 2pm on 14 December 2020" in page
    assert "Given up 2" in page
    assert "550 No such user" in page
    assert "tried 9 times" in page


def test_a_run_of_a_clock_that_went_wrong_is_named_and_hides_no_later_one(at_desk):
    finished(dt.timedelta(days=-400))
    wrong = words(at_desk.get(URL))
    finished(dt.timedelta(minutes=5))
    right = words(at_desk.get(URL))

    assert "The last run ended in a time that is still to come" in wrong
    assert "5 minutes ago" in right


def test_an_office_in_earnest_without_a_mail_server_reads_first_that_no_mail_goes_out(
    at_desk, in_earnest
):
    finished(dt.timedelta(minutes=5))

    page = words(at_desk.get(URL))

    assert "No mail goes out: EMAIL_URL names no mail server, so it waits." in page
    assert "Mail goes out" not in page
    assert "prints it" not in page


def test_a_demonstration_without_a_mail_server_says_that_it_prints(at_desk, settings):
    settings.SENDS_MAIL = False
    finished(dt.timedelta(minutes=5))

    page = words(at_desk.get(URL))

    assert "Mail is printed and goes to nobody." in page
    assert "Mail goes out" not in page


def test_a_run_that_never_ended_is_not_the_last(at_desk):
    finished(dt.timedelta(hours=5))
    DueRun.objects.begin(NOW)

    assert "5 hours ago" in words(at_desk.get(URL))


def test_a_mail_that_was_given_up_is_tried_again(at_desk, given_up):
    response = at_desk.post(reverse("portal:mail-try-again"), {"mail": given_up.pk}, follow=True)

    assert "1 mail waits to be sent by the next run." in words(response)
    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts, given_up.last_error) == ("waiting", 0, "")
    assert OutgoingMail.objects.given_up().count() == 1


def test_all_that_was_given_up_is_tried_again(at_desk, given_up):
    at_desk.post(reverse("portal:mail-try-again"), {"mail": "all"})

    assert OutgoingMail.objects.waiting().count() == 2


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "0"])
def test_what_names_no_mail_changes_nothing(at_desk, given_up, typed):
    response = at_desk.post(reverse("portal:mail-try-again"), {"mail": typed}, follow=True)

    assert "Nothing was waiting for that" in words(response)
    assert OutgoingMail.objects.given_up().count() == 2


def test_a_mail_that_was_sent_is_never_sent_by_the_button(at_desk, given_up):
    OutgoingMail.objects.update(state="sent", sent_at=NOW, last_error="")

    at_desk.post(reverse("portal:mail-try-again"), {"mail": given_up.pk})

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_needs_as_many_queries_however_much_was_given_up(
    at_desk, office, django_assert_num_queries, count
):
    for number in range(count):
        put(user_in("Staff", name=f"Reader {number}"), f"cause {number}")
    OutgoingMail.objects.update(state="given_up", last_error="Refused.")
    at_desk.get(URL)

    with django_assert_num_queries(14):
        at_desk.get(URL)


def test_the_page_says_whether_papers_can_be_kept(at_desk, settings, tmp_path):
    settings.PAPERS_ROOT = tmp_path / "papers"
    assert "Folder of papers Can be written" in words(at_desk.get(URL))

    settings.PAPERS_ROOT = tmp_path / "file"
    settings.PAPERS_ROOT.write_bytes(b"a file")

    assert "Folder of papers Cannot be written" in words(at_desk.get(URL))
