"""A parcel made by mistake is taken back: shelf, order, ledger, queue, history and mails, once."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.actions.undo_shipment import CannotUndo, undo_shipment
from backorders.models import Notification, Order, QueuePlace, Shipment
from backorders.models.outbox import OutboxStanding
from backorders.storefront.order_payments import order_history
from catalog.models import Product, SourceItem
from catalog.queries.history import product_changes
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def order_of(*products: Product, quantity: int = 2) -> Order:
    lines = dict.fromkeys(products, quantity)
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def ship(order: Order, *quantities: int, key: str = "1") -> Shipment:
    units = {line: Decimal(units) for line, units in zip(order.lines.order_by("pk"), quantities, strict=True)}
    return ship_order(
        order=order,
        source=default_source(),
        units=units,
        key=f"{order.pk}:{key}",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def undo(shipment: Shipment, reason: str = "") -> Shipment:
    return undo_shipment(shipment=shipment, reason=reason, by=None, now=timezone.now())


def refund(order: Order, quantity: int, *, returns: bool) -> None:
    units = {order.lines.get(): Refunded(Decimal(quantity), return_to_stock=returns)}
    refund_order(order=order, units=units, key="memo", by=None, now=timezone.now())


def shelf(product: Product) -> Decimal:
    return SourceItem.objects.get(product=product).quantity


def test_one_of_several_parcels_comes_back_whole_and_the_others_stay() -> None:
    bag, cap = product_with_stock(quantity=9, sku="BAG"), product_with_stock(quantity=9, sku="CAP")
    order = order_of(bag, cap, quantity=4)
    first, second = ship(order, 2, 1, key="1"), ship(order, 2, 3, key="2")
    assert Order.objects.get().status == "processing"
    undo(second, reason="Wrong\nbox")
    assert list(order.lines.order_by("pk").values_list("shipped", flat=True)) == [2, 1]
    assert (shelf(bag), shelf(cap), unsound(limit=0)) == (7, 8, [])
    assert [bool(each.undone_at) for each in Shipment.objects.order_by("pk")] == [False, True]
    assert order.events.last().text == (  # type: ignore[union-attr]  # there is one
        f"Undid shipment #{second.number}: 2 of BAG, 3 of CAP went back to Default Source and to the order. "
        "The mail that it left had not gone out, and does not. Reason: Wrong box"
    )
    assert ("Not shipped after all" in order_history(order)[-1][1], first.undone_at) == (False, None)


def test_a_complete_order_is_processed_again_and_ships_again() -> None:
    order = order_of(product_with_stock(quantity=2))
    invoice_order(order=order, units=None, key="i", by=None, now=timezone.now())
    shipment = ship(order, 2)
    assert Order.objects.get().status == "complete"
    undo(shipment)
    assert (Order.objects.get().status, QueuePlace.objects.get().covered) == ("processing", 2)
    ship(order, 2, key="2")
    assert (Order.objects.get().status, unsound(limit=0)) == ("complete", [])


def test_a_closed_order_of_which_an_unpaid_parcel_is_undone_is_processed_again() -> None:
    order = order_of(product_with_stock(quantity=2))
    invoice_order(order=order, units={order.lines.get(): Decimal(1)}, key="i", by=None, now=timezone.now())
    _, second = ship(order, 1, key="1"), ship(order, 1, key="2")
    refund(order, 1, returns=True)
    assert Order.objects.get().status == "closed"
    undo(second)
    line = order.lines.get()
    assert (Order.objects.get().status, line.shipped, line.open, unsound(limit=0)) == ("processing", 1, 1, [])


def test_on_hold_it_comes_back_too_and_the_hold_stays() -> None:
    order = order_of(product_with_stock(quantity=2))
    shipment = ship(order, 1)
    hold_order(order=order, by=None, now=timezone.now())
    undo(shipment)
    assert Order.objects.get().status == "holded"
    assert unhold_order(order=order, by=None, now=timezone.now()).status == "processing"


@pytest.mark.parametrize(("returns", "on_shelf"), [(True, 5), (False, 3)])
def test_what_was_refunded_since_stays_as_it_is(returns: bool, on_shelf: int) -> None:
    bag = product_with_stock(quantity=5, sku="BAG")
    order = order_of(bag, quantity=5)
    invoice_order(order=order, units=None, key="i", by=None, now=timezone.now())
    shipment = ship(order, 5)
    refund(order, 2, returns=returns)
    undo(shipment)
    line = order.lines.get()
    assert (line.shipped, line.open, shelf(bag), unsound(limit=0)) == (2, 3, on_shelf, [])
    assert "2 of BAG had been refunded" in order.events.last().text  # type: ignore[union-attr]  # there is one


def test_nothing_is_left_of_a_parcel_that_was_refunded_whole() -> None:
    order = order_of(product_with_stock(quantity=2))
    invoice_order(order=order, units=None, key="i", by=None, now=timezone.now())
    shipment = ship(order, 2)
    refund(order, 2, returns=True)
    with pytest.raises(CannotUndo, match="was refunded"):
        undo(shipment)
    assert (order.lines.get().shipped, Shipment.objects.get().undone_at) == (2, None)


def test_it_waits_in_its_old_place_and_what_others_lose_is_what_it_had() -> None:
    bag = product_with_stock(quantity=3, backorders=1)
    first, second = order_of(bag, quantity=3), order_of(bag, quantity=2)
    shipment = ship(first, 3)
    undo(shipment)
    covered = dict(QueuePlace.objects.values_list("line__order", "covered"))
    assert (covered, unsound(limit=None)) == ({first.pk: 3, second.pk: 0}, [])


def test_a_second_undo_is_refused() -> None:
    order = order_of(product_with_stock(quantity=3), quantity=3)
    shipment = ship(order, 1)
    undo(shipment)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(shipment)
    assert (order.lines.get().shipped, order.events.filter(kind="undone").count(), unsound(limit=0)) == (0, 1, [])


def test_a_page_that_shows_an_older_order_is_refused() -> None:
    order = order_of(product_with_stock(quantity=2))
    shipment = ship(order, 1)
    shown = Order.objects.get().revision
    ship(order, 1, key="2")
    with pytest.raises(CannotUndo, match="The order has changed"):
        undo_shipment(shipment=shipment, revision=shown, by=None, now=timezone.now())


@pytest.mark.parametrize(
    ("tries", "sent", "subjects"), [(0, False, 0), (1, False, 1), (1, True, 1)], ids=["waits", "may be there", "sent"]
)
def test_the_customer_hears_of_it_only_when_he_may_have_heard_of_the_parcel(
    tries: int, sent: bool, subjects: int
) -> None:
    order = order_of(product_with_stock(quantity=2))
    shipment = ship(order, 2)
    told = Notification.objects.get(key=f"order_shipped:{shipment.pk}")
    told.tries, told.sent_at = tries, timezone.now() if sent else None
    told.save()
    undo(shipment)
    told.refresh_from_db()
    wanted = OutboxStanding.SENT if sent else OutboxStanding.WITHDRAWN
    mails = Notification.objects.filter(subject=f"Order #{order.number}: a parcel has not left after all")
    assert (told.standing(now=timezone.now()), mails.count()) == (wanted, subjects)


def test_a_number_that_was_told_later_counts_as_told_and_one_that_waits_goes_nowhere() -> None:
    shipment = ship(order_of(product_with_stock(quantity=2)), 2)
    later = Notification.objects.create(
        key=f"tracking_number:{shipment.pk}:1",
        order=shipment.order,
        recipient="ada@example.org",
        body_text="x",
        tries=1,
    )
    waits = Notification.objects.create(
        key=f"tracking_number:{shipment.pk}:2", order=shipment.order, recipient="ada@example.org", body_text="x"
    )
    undo(shipment)
    for each in (later, waits):
        each.refresh_from_db()
        assert each.standing(now=timezone.now()) is OutboxStanding.WITHDRAWN
    assert Notification.objects.filter(subject__endswith="a parcel has not left after all").count() == 1


def test_the_stock_history_says_who_and_why() -> None:
    bag, staff = product_with_stock(quantity=2), User.objects.create(username="pack")
    shipment = ship(order_of(bag), 2)
    undo_shipment(shipment=shipment, by=staff, now=timezone.now())
    change = product_changes(bag)[0]
    assert (change.before, change.after, change.why) == ("0", "2", f"Undid shipment #{shipment.number}")


def test_of_a_deleted_product_the_order_is_owed_the_units_and_no_shelf_takes_them() -> None:
    cap = product_with_stock(quantity=2, sku="CAP")
    order = order_of(cap)
    shipment = ship(order, 2)
    cap.delete()
    undo(shipment)
    assert (order.lines.get().open, QueuePlace.objects.get().owed, unsound(limit=0)) == (2, 2, [])


def test_a_source_item_that_was_unassigned_since_is_there_again() -> None:
    bag = product_with_stock(quantity=2)
    shipment = ship(order_of(bag), 2)
    SourceItem.objects.all().delete()
    undo(shipment)
    assert (shelf(bag), unsound(limit=0)) == (2, [])


def test_goods_whose_stock_is_not_managed_go_back_to_the_order_and_to_no_shelf() -> None:
    bag = product_with_stock(quantity=0, manage_stock=False)
    order = order_of(bag)
    undo(ship(order, 2))
    assert (order.lines.get().shipped, shelf(bag)) == (0, 0)
