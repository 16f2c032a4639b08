"""Orders that wait for a product say that it is deleted, each once and with its units."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.note_deleted_products import note_deleted_products
from backorders.actions.place_order import place_order
from backorders.models import OrderEvent
from tests.factories.catalog import product_with_stock
from tests.locks_taken import locks_taken

pytestmark = pytest.mark.django_db


def test_each_open_order_says_what_of_it_stays_owed() -> None:
    ada, now = User.objects.create_user("ada"), timezone.now()
    bag, cap, hat = (product_with_stock(quantity=9, sku=sku) for sku in ("BAG", "CAP", "HAT"))
    both, one, canceled, other = (
        place_order(lines=lines, email="eve@example.org", payment_method="checkmo", by=None, now=now)
        for lines in ([(cap, 2), (bag, 1)], [(bag, 3), (hat, 1)], [(bag, 1)], [(hat, 1)])
    )
    cancel_order(order=canceled, by=None, now=now)
    before = set(OrderEvent.objects.values_list("pk", flat=True))
    taken = locks_taken(lambda: note_deleted_products(product_ids=[bag.pk, cap.pk], by=ada, now=now))
    assert taken == ["order by id: update"]
    told = OrderEvent.objects.exclude(pk__in=before).order_by("order")
    assert list(told.values_list("order", "text", "by", "at")) == [
        (both.pk, "Deleted from the catalog: 2 of CAP, 1 of BAG stay owed.", ada.pk, now),
        (one.pk, "Deleted from the catalog: 3 of BAG stay owed.", ada.pk, now),
    ]
    note_deleted_products(product_ids=[], by=ada, now=now)
    assert told.count() == 2
    assert other.events.filter(by=ada).count() == 0
