"""Ship what was proposed for an order: once, parcel by parcel, and never what is not there any more."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.actions.ship_ready import ShippedReady, ship_ready
from backorders.models import Notification, Order
from backorders.queries.ready_to_ship import proposals
from backorders.rules.ready_to_ship import ProposedParcel
from catalog.models import Product, SourceItem
from tests.backorders.shipping import bag, order_of, two_sources
from tests.factories.catalog import default_source

pytestmark = pytest.mark.django_db


def paid(*products: Product, quantity: int = 1) -> Order:
    order = order_of(*products, quantity=quantity)
    invoice_order(order=order, by=None, now=timezone.now())
    return Order.objects.get(pk=order.pk)


def proposed(order: Order) -> tuple[ProposedParcel, ...]:
    ((ready,), _) = proposals([Order.objects.select_related("stock", "website").get(pk=order.pk)])
    return ready.parcels


def ship(order: Order, parcels: tuple[ProposedParcel, ...], key: str = "once") -> ShippedReady:
    return ship_ready(order=order, parcels=parcels, key=key, revision=order.revision, by=None, now=timezone.now())


def test_each_source_sends_a_parcel_and_the_same_request_sends_none_again() -> None:
    berlin, lyon, product = two_sources(8, 4)
    order = paid(product, quantity=10)
    parcels = proposed(order)
    for _ in range(2):
        shipped = ship(order, parcels)
        assert [(each.source, shipped.problem) for each in shipped.shipments] == [(berlin, ""), (lyon, "")]
    assert order.shipments.count() == 2
    assert order.lines.get().shipped == 10
    assert set(SourceItem.objects.values_list("source", "quantity")) == {(berlin.pk, 0), (lyon.pk, 2)}
    assert Notification.objects.filter(order=order, key__startswith="order_shipped:").count() == 2


def test_what_an_order_before_it_took_is_named_and_nothing_leaves() -> None:
    product = bag(3)
    order = paid(product, quantity=3)
    parcels = proposed(order)
    SourceItem.objects.update(quantity=1)
    with pytest.raises(CannotShip, match=r"BAG: 3 asked, 1 on the shelf at Default Source."):
        ship(order, parcels)
    assert order.shipments.count() == 0


def test_who_comes_second_is_told_what_happened() -> None:
    order = paid(bag(3), quantity=3)
    parcels = proposed(order)
    ship(order, parcels, "first tab")
    with pytest.raises(CannotShip, match=r"The order has changed since .* Shipped 3 of BAG from Default Source"):
        ship(order, parcels, "second tab")
    assert order.shipments.count() == 1


def test_a_second_parcel_that_cannot_leave_takes_the_first_one_not_back() -> None:
    _, lyon, product = two_sources(8, 4)
    order = paid(product, quantity=10)
    parcels = proposed(order)
    SourceItem.objects.filter(source=lyon).update(quantity=1)
    shipped = ship(order, parcels)
    assert [each.source.name for each in shipped.shipments] == ["Berlin"]
    assert shipped.problem.startswith("What Berlin sends has left, the parcel of Lyon has not. BAG: 2 asked, 1 on the")
    assert order.lines.get().shipped == 8


def test_a_change_by_somebody_else_between_two_parcels_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, product = two_sources(8, 4)
    order = paid(product, quantity=10)
    parcels = proposed(order)

    def held_in_between(**given: object) -> object:
        if order.shipments.exists():
            hold_order(order=Order.objects.get(pk=order.pk), by=None, now=timezone.now())
        return ship_order(**given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr("backorders.actions.ship_ready.ship_order", held_in_between)
    shipped = ship(order, parcels)
    assert len(shipped.shipments) == 1
    assert "The order has changed since this page was opened." in shipped.problem


def test_parcels_of_nothing_of_another_order_and_of_no_source_are_refused() -> None:
    order, other = paid(bag(3)), paid(bag(3, sku="CAP"))
    mine, theirs = order.lines.get().pk, other.lines.get().pk
    source = default_source().pk
    one = Decimal(1)
    for parcels, why in (
        ((), "got lost"),
        ((ProposedParcel(source, ((mine, one),)),) * 2, "got lost"),
        ((ProposedParcel(source, ((theirs, one),)),), "not part of this order"),
        ((ProposedParcel(10**9, ((mine, one),)),), "source that was proposed does not exist"),
        ((ProposedParcel(source, ((mine, Decimal(0)),)),), "without products"),
    ):
        with pytest.raises(CannotShip, match=why):
            ship(order, parcels)
    assert order.shipments.count() == other.shipments.count() == 0
