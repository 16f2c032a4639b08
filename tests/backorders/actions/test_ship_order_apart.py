"""What a customer wants together leaves apart only when staff say so, and that stays in the history."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.ship_order import Apart, CannotShip, ship_order
from backorders.actions.ship_ready import ship_ready
from backorders.models import Order, Shipment
from backorders.rules.ready_to_ship import ProposedParcel
from backorders.words.order import LONGEST_EVENT
from tests.backorders.shipping import address, bag, boxes, order_of, page_text, submit
from tests.factories.catalog import default_source

pytestmark = pytest.mark.django_db
WAITS = "The customer chose to have everything shipped together, and 2 of CAP are owed."


def together() -> Order:
    order = order_of(bag(3), bag(0, sku="CAP"), quantity=2)
    order.lines.update(unit_price=0)
    Order.objects.update(ships_complete=True)
    return Order.objects.get()


def ship(order: Order, *, confirmed: bool) -> Shipment:
    units = {line: Decimal(2) for line in order.lines.filter(sku="BAG")}
    return ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="1",
        apart_confirmed=confirmed,
        by=None,
        now=timezone.now(),
    )


def test_a_part_leaves_when_it_is_confirmed_and_the_history_says_so() -> None:
    order = together()
    with pytest.raises(Apart, match=f"{WAITS} Confirm that a part ships all the same."):
        ship(order, confirmed=False)
    assert Shipment.objects.count() == 0
    for _ in range(2):
        ship(order, confirmed=True)
    parcel = Shipment.objects.get().number
    assert [event.text for event in order.events.all()] == [
        f"Shipped 2 of BAG from Default Source as #{parcel}. {WAITS} Confirmed."
    ]


def test_more_long_names_than_the_history_holds_keep_no_parcel_back() -> None:
    there = [bag(1, sku=f"{'THERE' * 11}{number:05}") for number in range(9)]
    owed = [bag(0, sku=f"{'OWED' * 14}{number:05}") for number in range(11)]
    order = order_of(*there, *owed, quantity=1)
    Order.objects.update(ships_complete=True)
    units = {line: Decimal(1) for line in order.lines.filter(sku__startswith="THERE")}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="1",
        unpaid_confirmed=True,
        apart_confirmed=True,
        by=None,
        now=timezone.now(),
    )
    assert len(order.events.get().text) == LONGEST_EVENT


def test_many_at_once_are_not_asked_for_a_part() -> None:
    order = together()
    parcels = [ProposedParcel(default_source().pk, ((order.lines.get(sku="BAG").pk, Decimal(2)),))]
    with pytest.raises(CannotShip, match=WAITS):
        ship_ready(order=order, parcels=parcels, key="1", revision=order.revision, by=None, now=timezone.now())


def test_the_page_asks_and_ships_when_the_box_is_ticked(admin_client: Client) -> None:
    order, source = together(), default_source()
    page = admin_client.get(f"{address('ship', order)}?source={source.pk}")
    assert f"{WAITS} Ship a part all the same?" in page_text(page)
    status, text = submit(admin_client, order, source, 2, 0)
    assert (status, Shipment.objects.count()) == (400, 0)
    assert "Confirm that a part ships all the same." in text
    data = {"key": str(uuid.uuid4()), "source": source.pk, "apart_confirmed": "1", **boxes(order, 2, 0)}
    for _ in range(2):
        assert "The shipment has been created." in page_text(
            admin_client.post(address("ship", order), data, follow=True)
        )
    assert Shipment.objects.count() == 1


def test_all_of_it_leaves_unasked(admin_client: Client) -> None:
    order, source = together(), default_source()
    order.lines.filter(sku="CAP").update(canceled=2)
    page = admin_client.get(f"{address('ship', order)}?source={source.pk}")
    assert "all the same?" not in page_text(page)
    assert submit(admin_client, order, source, 2, 0)[0] == 200
