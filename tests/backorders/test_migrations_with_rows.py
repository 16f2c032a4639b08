"""A shop that has sold already is migrated with its rows: an empty database proves nothing of it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from backorders.models import Notification
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db


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
