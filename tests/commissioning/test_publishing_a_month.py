"""A month of grants or spend: marked as published whole, once, or not at all; and its file."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Grant
from commissioning.models.money import publish_all
from plans.registers.models import Stale
from tests.admin_pages import said, words
from tests.commissioning.factories import GrantFactory, PaymentFactory, ProviderFactory
from tests.factories import PASSWORD, post
from tests.governance.filling import typed_day

URL = "/commissioning/publication/"
NOVEMBER = f"{URL}grants/2020-11/publish/"
PAGE = "https://www.example.org/grants"
TODAY = dt.date(2020, 12, 14)


@pytest.fixture
def grants(office, finance_chief):
    """Two grants of November 2020, £5,000 and £1,200; the finance chief's."""
    return [
        GrantFactory(title="Evening work"),
        GrantFactory(title="Lights", made_on=dt.date(2020, 11, 30), amount=Decimal(1_200)),
    ]


def published(**fields):
    return GrantFactory(published_on=dt.date(2020, 12, 3), link=PAGE, **fields)


def confirmed(client, url=NOVEMBER, **typed):
    """What the page of checking would send, after the form was filled in."""
    shown = client.post(url, {"link": PAGE} | typed).context
    return dict(shown["hidden"]) | {"seen": shown["seen"], "confirm": "yes"}


def waiting():
    return Grant.objects.filter(published_on=None).count()


def test_what_will_be_marked_is_shown_first(client, finance_chief, grants):
    published(made_on=dt.date(2020, 11, 2))
    client.force_login(finance_chief)

    response = client.post(NOVEMBER, {"link": "www.example.org/grants"})

    assert response.context["rows"] == grants
    assert "2 grants of November 2020, £6,200 in all, published on 14 December 2020" in (
        words(response)
    )
    assert waiting() == 2


def test_a_month_is_marked_as_it_was_shown(client, finance_chief, grants):
    client.force_login(finance_chief)
    sent = confirmed(client, **typed_day("said_on", dt.date(2020, 12, 3)))

    response = client.post(NOVEMBER, sent)

    assert response.url == f"{URL}?year=2020"
    assert "November 2020 is noted as published: 2 grants." in said(response)
    assert set(Grant.objects.values_list("published_on", "link")) == {(dt.date(2020, 12, 3), PAGE)}


def test_a_month_of_spend_marks_what_is_over_the_threshold(client, finance_chief, office):
    over, under = PaymentFactory(), PaymentFactory(amount=Decimal(500))
    url = f"{URL}spend/2020-11/publish/"
    client.force_login(finance_chief)

    client.post(url, confirmed(client, url))

    over.refresh_from_db()
    under.refresh_from_db()
    assert (over.published_on, under.published_on) == (TODAY, None)


def test_a_month_sent_twice_is_marked_once(client, finance_chief, grants):
    client.force_login(finance_chief)
    sent = confirmed(client)

    client.post(NOVEMBER, sent)
    again = client.post(NOVEMBER, sent)

    assert again.url == f"{URL}?year=2020"
    assert set(Grant.objects.values_list("version", flat=True)) == {2}


def test_a_grant_that_came_meanwhile_is_shown_before_it_is_marked(client, finance_chief, grants):
    client.force_login(finance_chief)
    sent = confirmed(client)
    came = GrantFactory(made_on=dt.date(2020, 11, 12))

    refused = client.post(NOVEMBER, sent)

    assert refused.status_code == 409
    assert "Nothing was marked" in words(refused)
    assert came in refused.context["rows"]
    assert ("link", PAGE) in refused.context["hidden"]
    assert waiting() == 3


def test_a_grant_that_changed_meanwhile_is_shown_before_it_is_marked(client, finance_chief, grants):
    client.force_login(finance_chief)
    sent = confirmed(client)
    grants[0].change(amount=Decimal(50))

    refused = client.post(NOVEMBER, sent)
    accepted = client.post(NOVEMBER, sent | {"seen": refused.context["seen"]})

    assert refused.status_code == 409
    assert "£1,250 in all" in words(refused)
    assert accepted.status_code == 302
    assert waiting() == 0


def test_a_month_that_somebody_else_published_is_refused_and_given_back(
    client, finance_chief, grants
):
    client.force_login(finance_chief)
    sent = confirmed(client)
    publish_all(Grant.objects.all(), on=TODAY, link="https://elsewhere.example.org/")

    refused = client.post(NOVEMBER, sent)

    assert refused.status_code == 409
    assert "Nothing of November 2020 waits to be published any more" in words(refused)
    assert f'value="{PAGE}"' in refused.content.decode()
    assert set(Grant.objects.values_list("link", flat=True)) == {"https://elsewhere.example.org/"}


def test_a_month_is_marked_whole_or_not_at_all(grants):
    held = list(Grant.objects.order_by("pk"))
    grants[1].change(amount=Decimal(50))

    with pytest.raises(Stale):
        publish_all(held, on=TODAY, link=PAGE)

    assert waiting() == 2


def test_a_change_at_the_same_moment_marks_nothing_and_shows_it_again(
    client, finance_chief, grants, monkeypatch
):
    def changed_meanwhile(rows, **facts):
        grants[0].change(amount=Decimal(50))
        publish_all(rows, **facts)

    monkeypatch.setattr("commissioning.views.publishing.publish_all", changed_meanwhile)
    client.force_login(finance_chief)

    refused = client.post(NOVEMBER, confirmed(client))

    assert refused.status_code == 409
    assert "£1,250 in all" in words(refused)
    assert waiting() == 2


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"link": ""}, "Enter the address of the page where it is published"),
        ({"link": "nowhere"}, "Enter a full address"),
        (typed_day("said_on", dt.date(2020, 12, 15)), "Enter today or an earlier day"),
        (
            typed_day("said_on", dt.date(2020, 11, 30)),
            "Enter 1 December 2020, when the month was over, or a later day",
        ),
    ],
)
def test_a_publication_that_makes_no_sense_is_refused(
    client, finance_chief, grants, typed, complaint
):
    client.force_login(finance_chief)

    page = client.post(NOVEMBER, {"link": PAGE, "confirm": "yes"} | typed).content.decode()

    assert complaint in page
    assert waiting() == 2


def test_going_back_keeps_what_was_typed(client, finance_chief, grants):
    client.force_login(finance_chief)

    page = client.post(NOVEMBER, {"link": "example.org", "change": "yes"}).content.decode()

    assert 'value="example.org"' in page
    assert "There is a problem" not in page
    assert waiting() == 2


def test_what_was_typed_when_the_session_ended_is_given_back(client, finance_chief, grants):
    signed_in = {"login": finance_chief.email, "password": PASSWORD}
    client.post("/sign-in/", signed_in)
    sent = confirmed(client)
    client.cookies.pop("sessionid")

    client.post(NOVEMBER, sent)
    client.post("/sign-in/", signed_in)
    page = client.get(NOVEMBER).content.decode()

    assert "Not sent yet" in page
    assert f'value="{PAGE}"' in page
    assert waiting() == 2


def test_a_month_that_is_not_over_says_from_when(client, finance_chief, office):
    GrantFactory(made_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    answer = client.get(f"{URL}grants/2020-12/publish/")

    assert answer.url == f"{URL}?year=2020"
    assert "December 2020 is not over yet. It can be published from 1 January 2021." in said(answer)


def test_a_month_where_nothing_waits_says_so(client, finance_chief, grants):
    client.force_login(finance_chief)

    answer = client.get(f"{URL}grants/2020-10/publish/")

    assert "Nothing of October 2020 waits to be published." in said(answer)


def test_what_another_post_answers_for_is_not_published_for_it(client, finance_chief, grants):
    GrantFactory(made_on=dt.date(2020, 11, 5), owner=post("Solicitor"))
    client.force_login(finance_chief)

    assert client.get(NOVEMBER).status_code == 403
    assert client.post(NOVEMBER, {"link": PAGE, "confirm": "yes"}).status_code == 403


def test_the_accountable_post_publishes_for_every_post(client, chief_executive, grants):
    GrantFactory(made_on=dt.date(2020, 11, 5), owner=post("Solicitor"))
    client.force_login(chief_executive)

    client.post(NOVEMBER, confirmed(client))

    assert waiting() == 0


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_who_works_for_no_such_post_publishes_nothing(client, request, grants, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(NOVEMBER).status_code == 403


# --- The file of a month ------------------------------------------------------------------------
def test_the_file_of_a_month_holds_what_the_law_asks_for_and_no_more(client, outsider, grants):
    grants[0].change(internal_note="Ours alone.", purpose="=1+1")
    GrantFactory(made_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(f"{URL}grants/2020-11/csv/")

    heading, first, second = response.content.decode().strip().splitlines()
    assert 'filename="grants-2020-11.csv"' in response["Content-Disposition"]
    assert heading.lstrip("\ufeff") == ("day,recipient,amount in pounds,purpose,conditions,reasons")
    assert first == (
        "2020-11-10,Harbour Lane Support,5000,'=1+1,A report at the end of the year.,"
        "Nobody else does it."
    )
    assert second.startswith("2020-11-30")


def test_the_file_of_a_month_of_spend(client, outsider, office):
    PaymentFactory(title="Legal advice")
    PaymentFactory(amount=Decimal(500))
    client.force_login(outsider)

    file = client.get(f"{URL}spend/2020-11/csv/").content.decode()

    row = file.strip().splitlines()[1]
    assert row == (
        "2020-11-12,Harbour Lane Support,750,Legal advice,Three quotations were asked for."
    )


@pytest.mark.parametrize(
    "month", ["2020-13", "2020-1", "april-2020", "0000-01", "9999-12", "x", "2020-11-01"]
)
@pytest.mark.parametrize("page", ["publish", "csv"])
def test_what_is_no_month_has_no_page(client, chief_executive, month, page):
    client.force_login(chief_executive)

    assert client.get(f"{URL}grants/{month}/{page}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "grants/2020-11/publish/", "grants/2020-11/csv/", "spend/2020-11/csv/"]
)
def test_a_panel_member_finds_no_such_pages(client, panel_member, grants, path):
    client.force_login(panel_member)

    assert client.get(URL + path).status_code == 404


@pytest.mark.parametrize("path", ["grants/2020-11/publish/", "grants/2020-11/csv/"])
def test_a_month_asks_no_more_for_more_rows(
    client, finance_chief, grants, django_assert_max_num_queries, path
):
    client.force_login(finance_chief)
    client.get(URL + path)
    counts = []

    for more in (1, 12):
        for number in range(more):
            GrantFactory(recipient=ProviderFactory(name=f"Provider {more} {number}"))
        with django_assert_max_num_queries(20) as captured:
            client.get(URL + path)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_addresses_have_names():
    assert reverse("commissioning:publication") == URL
    assert reverse("commissioning:grant-month-publish", args=["2020-11"]) == NOVEMBER
