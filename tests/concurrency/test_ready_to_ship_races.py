"""The same parcel of Ready to ship, sent twice at the same instant: by one form it leaves once, by two people one is told."""

import pytest
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import CannotShip
from backorders.actions.ship_ready import ship_ready
from backorders.models import Order, Shipment
from backorders.queries.ready_to_ship import proposals
from catalog.models import SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("keys", "told"), [(("one", "one"), 0), (("one", "other"), 1)])
def test_a_parcel_leaves_once(keys: tuple[str, str], told: int) -> None:
    placed = place_order(
        lines={product_with_stock(quantity=9): 3},
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    invoice_order(order=placed, by=None, now=timezone.now())
    order = Order.objects.select_related("website", "stock").get(pk=placed.pk)
    ((ready,), _) = proposals([order])
    refused = []

    def sent(key: str) -> None:
        try:
            ship_ready(
                order=order, parcels=ready.parcels, key=key, revision=order.revision, by=None, now=timezone.now()
            )
        except CannotShip as refusal:
            refused.append(str(refusal))

    one, other = keys
    race([lambda: sent(one), lambda: sent(other)])
    assert (Shipment.objects.count(), SourceItem.objects.get().quantity, len(refused)) == (1, 6, told)
    assert all("The order has changed since this page was opened." in text for text in refused)
    assert unsound(limit=None) == []
