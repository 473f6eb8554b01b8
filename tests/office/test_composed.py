"""A query that is composed once finds what the ORM finds, for whatever it is asked with."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from opcc.office.composed import composed_once, rows_of
from opcc.office.models import Holding, Post, User
from tests.factories import holder_of, supporter_of

pytestmark = pytest.mark.django_db


@composed_once
def holdings(post, on):
    return Holding.objects.filter(post=post).on(on).with_users()


@composed_once
def titles(title):
    return Post.objects.filter(title=title).values_list("pk", "is_elt")


def test_it_finds_other_rows_for_other_values(office):
    day = office.today()
    holder_of("Chief Executive")
    supporter_of("Chief Financial Officer")
    executive, finance = Post.objects.get(title="Chief Executive"), Post.objects.last()

    found = [holdings(post.pk, day) for post in (executive, finance)]

    assert found == [list(post.holdings.on(day).with_users()) for post in (executive, finance)]
    assert found[0] != found[1]


def test_what_was_joined_costs_no_query(office):
    user = holder_of("Chief Executive")
    post = Post.objects.get(title="Chief Executive").pk
    holdings(post, office.today())

    with CaptureQueriesContext(connection) as asked:
        [holding] = holdings(post, office.today())
        name = holding.user.name

    assert name == user.name
    assert len(asked) == 1


def test_a_day_decides(office):
    holder_of("Chief Executive")
    post = Post.objects.get(title="Chief Executive").pk

    assert len(holdings(post, office.today())) == 1
    assert holdings(post, dt.date(1999, 1, 1)) == []


def test_values_come_as_tuples_and_a_text_is_no_part_of_the_query(office):
    holder_of("Chief Executive", is_elt=True)
    post = Post.objects.get()

    assert titles("Chief Executive") == [(post.pk, True)]
    assert titles("' OR ''='") == []


def test_a_number_that_no_column_holds_finds_nothing(office):
    assert holdings(2**70, office.today()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such lock")
def test_a_lock_outside_a_transaction_is_refused(office):
    locked = composed_once(lambda pk: Post.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert locked(1) == []

    with pytest.raises(TransactionManagementError):
        locked(1)


def test_columns_of_a_written_query_are_read_as_their_fields_are(office):
    user = holder_of("Chief Executive")
    columns = [User._meta.get_field(name) for name in ("is_active", "date_joined")]

    [row] = rows_of("SELECT is_active, date_joined, id FROM office_user", [], columns)

    assert row == (True, user.date_joined, user.pk)
    assert row[0] is True
