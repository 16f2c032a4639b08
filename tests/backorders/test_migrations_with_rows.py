"""A shop that has sold already is migrated with its rows: an empty database proves nothing of it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from backorders.models import Notification
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
# Who orders writes columns that came later.
CAME_LATER = (
    ("backorders_orderline", "promised_on", "date"),
    ("backorders_order", "ships_complete", "boolean"),
    ("backorders_order", "consent", "text"),
    ("backorders_order", "consent_days", "numeric"),
    ("backorders_order", "consented_at", "timestamptz"),
)


def test_messages_that_were_sent_come_along_and_stay_sent() -> None:
    order = OrderFactory.create()
    moment = timezone.now()
    texts = {"recipient": "ada@example.org", "subject": "Hello", "body_text": "Hello", "body_html": ""}
    sent = Notification.objects.create(key="sent", order=order, sent_at=moment, next_try_at=None, **texts)
    waiting = Notification.objects.create(key="waiting", order=order, **texts)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("backorders")
    MigrationExecutor(connection).migrate([("backorders", "0015_customer_group")])
    MigrationExecutor(connection).migrate(newest)
    due = dict(Notification.objects.filter(pk__in=[sent.pk, waiting.pk]).values_list("pk", "next_try_at"))
    assert due[sent.pk] is None
    assert due[waiting.pk] is not None


def test_a_shop_that_has_oversold_owes_those_who_stand_last() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(5)}, {1: frozenset({1}), 2: frozenset({1})}))
    eu, us = shop.stocks[1].pk, shop.stocks[2].pk
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("backorders")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    MigrationExecutor(connection).migrate([("backorders", "0027_no_event_of_placing")])
    with connection.cursor() as cursor:
        for table, column, kind in CAME_LATER:
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    # Nothing is known of orders yet: what is promised is covered in the order of the stocks.
    assert shop.promise(1, Decimal(4))
    assert shop.promise(2, Decimal(4), is_older=True)
    assert shop.kept_free() == {eu: 0, us: -3}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, column, _ in CAME_LATER:
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    MigrationExecutor(connection).migrate(newest)
    assert shop.kept_free() == {eu: -3, us: 0}
    assert not shop.promise(2, Decimal(1), floor=Decimal(0))
