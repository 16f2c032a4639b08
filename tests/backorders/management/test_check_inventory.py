"""`manage.py check_inventory` names what plain SQL has spoilt, repairs it, and leaves a healthy shop alone."""

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, Payment
from catalog.models import Product, Reservation, StockLevel
from catalog.rules.quantity import quantity
from tests.backorders.management.checked import HEALTHY, check, spoil
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import SourceFactory, StockFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, units: int) -> Order:
    return place_order(
        lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def test_healthy_shop_is_clean() -> None:
    product = product_with_stock(quantity=100)
    StockFactory.create(sources=[default_source(), SourceFactory.create(is_enabled=False)])
    moved, canceled, _waiting = (placed(product, 10) for _ in range(3))
    line = moved.lines.get()
    invoice_order(order=moved, by=None, now=timezone.now())
    ship_order(
        order=moved,
        source=default_source(),
        units={line: quantity(4)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    line.refresh_from_db()
    refund_order(
        order=moved, units={line: Refunded(quantity(5), return_to_stock=True)}, key="memo", by=None, now=timezone.now()
    )
    cancel_order(order=canceled, by=None, now=timezone.now())
    assert check() == (0, [HEALTHY])


def test_ledger_of_a_deleted_product_is_no_difference() -> None:
    product = product_with_stock(quantity=5)
    placed(product, 3)
    product.delete()
    assert check() == (0, [HEALTHY])


@pytest.mark.parametrize(
    ("column", "kept", "said"),
    [
        ("on_hand", 99, "on hand differs from the source items: expected 25, found 99"),
        ("sources_in_stock", 0, "sources in stock differs from the source items: expected 1, found 0"),
        ("sources_assigned", 4, "sources assigned differs from the source items: expected 1, found 4"),
        ("reserved", -2, "reserved differs from the ledger: expected 3, found -2"),
        ("elsewhere", 4, "units of other stocks differs from what the stocks have promised: expected 0, found 4"),
    ],
)
def test_level_that_has_drifted_is_named_and_summed_afresh(column: str, kept: int, said: str) -> None:
    product = product_with_stock(quantity=25, sku="BAG")
    placed(product, 3)
    spoil(f"UPDATE catalog_stocklevel SET {column} = %s", kept)
    assert check() == (1, [f"Default Stock, BAG: {said}"])
    code, lines = check("--fix")
    assert (code, lines[1:]) == (
        0,
        ["Repaired. Levels summed afresh: 1. Compensating rows in the ledger: 0.", HEALTHY],
    )
    assert kept_levels() == recomputed_levels()


def test_level_that_is_missing_is_made_again() -> None:
    product = product_with_stock(quantity=25)
    placed(product, 3)
    spoil("DELETE FROM catalog_stocklevel")
    assert check("--fix")[0] == 0
    level = StockLevel.objects.get(product=product)
    assert (level.on_hand, level.reserved, level.sources_assigned) == (25, 3, 1)


def test_level_that_is_missing_is_named_although_nobody_ordered() -> None:
    product_with_stock(quantity=25, sku="BAG")
    spoil("DELETE FROM catalog_stocklevel")
    assert "Default Stock, BAG: on hand differs from the source items: expected 25, found 0" in check()[1]


def test_levels_are_still_closed_to_hand_written_statements_after_a_repair() -> None:
    product_with_stock(quantity=25)
    spoil("UPDATE catalog_stocklevel SET on_hand = 7")
    check("--fix")
    with pytest.raises(Exception, match="kept by triggers"):
        StockLevel.objects.update(on_hand=1)


@pytest.mark.parametrize(("shipped", "expected"), [(1, 2), (3, 0)])
def test_line_that_holds_too_much_is_named_and_compensated(shipped: int, expected: int) -> None:
    product = product_with_stock(quantity=25, sku="BAG")
    order = placed(product, 3)
    rows = list(Reservation.objects.values())
    spoil("UPDATE backorders_orderline SET shipped = %s", shipped)
    named = (
        f"Default Stock, BAG, order #{order.number}: the ledger differs from the open units of the order: "
        f"expected {expected}, found 3"
    )
    assert check() == (1, [named])
    assert check("--fix")[0] == 0
    newest = Reservation.objects.first()
    assert newest is not None
    assert (newest.event_type, newest.quantity, newest.order_number) == ("manual_compensation", shipped, order.number)
    assert list(Reservation.objects.exclude(pk=newest.pk).values()) == rows
    assert product.stock_level().reserved == expected


def test_closed_order_holds_nothing() -> None:
    product = product_with_stock(quantity=25)
    placed(product, 3)
    spoil("UPDATE backorders_order SET status = 'complete'")
    assert check()[0] == 1
    check("--fix")
    assert product.stock_level().reserved == 0


def test_ledger_row_that_vanished_is_promised_again_whatever_the_limit() -> None:
    product = product_with_stock(quantity=3)
    placed(product, 3)
    spoil("DELETE FROM catalog_reservation")
    spoil("UPDATE catalog_sourceitem SET quantity = 0")
    assert len(check()[1]) == 3  # on hand, reserved, the order
    assert check("--fix")[0] == 0
    assert (product.stock_level().free, check()) == (-3, (0, [HEALTHY]))


def test_order_that_is_gone_holds_nothing() -> None:
    product = product_with_stock(quantity=25)
    order = placed(product, 3)
    spoil("DELETE FROM backorders_orderline")
    assert f"order #{order.number}" in check()[1][0]
    assert check("--fix")[0] == 0


def test_difference_that_comes_back_is_repaired_again() -> None:
    product = product_with_stock(quantity=25)
    placed(product, 3)
    for shipped in (1, 2, 1):
        spoil("UPDATE backorders_orderline SET shipped = %s", shipped)
        assert check("--fix")[0] == 0
    assert product.stock_level().reserved == 2


def test_money_that_differs_is_reported_and_never_repaired() -> None:
    order = placed(product_with_stock(quantity=25), 3)
    invoice_order(order=order, by=None, now=timezone.now())
    Payment.objects.update(captured_amount="12.34")
    said = (
        f"Order #{order.number}: captured money differs from what was invoiced less refunded: "
        "expected USD 30.00, found USD 12.34"
    )
    assert check() == (1, [said])
    assert (check("--fix")[0], Payment.objects.get().captured_amount) == (1, quantity("12.34"))


def test_a_single_cent_is_reported() -> None:
    order = placed(product_with_stock(quantity=25), 3)
    invoice_order(order=order, by=None, now=timezone.now())
    Payment.objects.update(captured_amount="29.99")
    assert check()[0] == 1
