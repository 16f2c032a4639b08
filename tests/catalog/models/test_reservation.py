"""The ledger: append-only, every event once, and never below the floor."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from catalog.models import Product, Reservation, SourceItem
from catalog.models.reservation import EventType
from tests.factories.catalog import ProductFactory, ReservationFactory, SourceFactory, product_with_stock
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db
GUARD = "reservation_within_floor"


def promise(product: Product, quantity: int | str, floor: int | None = None) -> Reservation:
    return ReservationFactory.create(product=product, quantity=-Decimal(quantity), floor=floor)


def test_ledger_refuses_update_and_delete_through_the_orm() -> None:
    row = promise(product_with_stock(quantity=25), 5)
    row.quantity = Decimal(-4)
    for write in (row.save, row.delete, Reservation.objects.all().delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            write()
    assert row.product.stock_level().reserved == 5


@pytest.mark.parametrize(
    "statement", ["UPDATE catalog_reservation SET quantity = -1", "DELETE FROM catalog_reservation"]
)
def test_ledger_refuses_update_and_delete_in_plain_sql(statement: str) -> None:
    row = promise(product_with_stock(quantity=25), 5)
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Reservation.objects.get().quantity == row.quantity


def test_same_event_is_written_once() -> None:
    product = product_with_stock(quantity=25)
    ReservationFactory.create(product=product, event_key="order_placed:1")
    name = refused_by(lambda: ReservationFactory.create(product=product, event_key="order_placed:1"))
    assert name == "catalog_reservation_event_key_key"
    assert product.stock_level().reserved == 1


def test_guard_sells_down_to_the_floor_and_not_a_unit_below() -> None:
    product = product_with_stock(quantity=25)
    promise(product, 75, floor=-50)
    assert refused_by(lambda: promise(product, "0.0001", floor=-50)) == GUARD
    assert product.stock_level().free == -50


def test_guard_keeps_a_positive_floor_back() -> None:
    product = product_with_stock(quantity=10)
    assert refused_by(lambda: promise(product, 8, floor=3)) == GUARD
    assert promise(product, 7, floor=3).free_after == 3


def test_no_floor_is_no_limit() -> None:
    product = product_with_stock(quantity=1)
    assert promise(product, 1000).free_after == -999


def test_ledger_records_the_free_quantity_after_each_row() -> None:
    product = product_with_stock(quantity=10)
    rows = [promise(product, quantity) for quantity in (6, 6, 20)]
    assert [row.free_after for row in rows] == [4, -2, -22]
    assert [row.free_after for row in Reservation.objects.order_by("pk")] == [4, -2, -22]


def test_rows_of_one_statement_see_each_other() -> None:
    product = product_with_stock(quantity=10)
    rows = [ReservationFactory.build(product=product, stock_id=1, quantity=Decimal(-4), floor=0) for _ in range(3)]
    for row in rows:
        row.stock = product.stock_levels.get().stock
    assert refused_by(lambda: Reservation.objects.bulk_create(rows)) == GUARD
    Reservation.objects.bulk_create(rows[:2])
    assert [row.free_after for row in rows[:2]] == [6, 2]


def test_giving_back_is_never_refused() -> None:
    product = product_with_stock(quantity=0)
    promise(product, 5)
    back = ReservationFactory.create(product=product, quantity=Decimal(2), floor=0, event_type=EventType.ORDER_CANCELED)
    assert back.free_after == -3


def test_c14_guard_refuses_a_manually_stopped_product_even_without_a_limit() -> None:
    product = product_with_stock(quantity=25, in_stock=False)
    assert refused_by(lambda: promise(product, 1)) == GUARD
    SourceItem.objects.create(product=product, source=SourceFactory.create())
    assert refused_by(lambda: promise(product, 1)) == GUARD


def test_guard_refuses_an_order_for_a_product_without_source_items() -> None:
    product = ProductFactory.create()
    assert refused_by(lambda: promise(product, 1)) == GUARD
    assert not product.stock_levels.exists()


def test_compensation_needs_no_source_in_stock() -> None:
    product = product_with_stock(quantity=25, in_stock=False)
    row = ReservationFactory.create(product=product, event_type=EventType.MANUAL_COMPENSATION)
    assert row.free_after == -1


def test_c29_rows_outlive_their_product_and_count_for_no_other() -> None:
    old = product_with_stock(quantity=50, sku="P")
    promise(old, 3)
    old.delete()
    new = product_with_stock(quantity=50, sku="P")
    assert Reservation.objects.count() == 1
    assert new.salable_quantity() == 50


def test_x16_reservations_follow_the_product_when_its_sku_changes() -> None:
    product = product_with_stock(quantity=1)
    promise(product, 1, floor=0)
    Product.objects.filter(pk=product.pk).update(sku="renamed")
    assert Product.objects.get(sku="renamed").salable_quantity() == 0


def test_refusal_leaves_the_level_as_it_was() -> None:
    product = product_with_stock(quantity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        promise(product, 3, floor=0)
    assert product.stock_level().reserved == 0
    assert Reservation.objects.count() == 0


@pytest.mark.parametrize("event", [EventType.ORDER_PLACED, EventType.ORDER_EDITED, EventType.ORDER_REOPENED])
def test_guard_sells_nothing_that_staff_stopped(event: EventType) -> None:
    product = product_with_stock(quantity=25)
    SourceItem.objects.update(is_in_stock=False)
    assert refused_by(lambda: ReservationFactory.create(product=product, quantity=-1, event_type=event)) == GUARD


@pytest.mark.parametrize(("event", "quantity"), [(EventType.ORDER_EDITED, 1), (EventType.MANUAL_COMPENSATION, -1)])
def test_guard_lets_units_back_and_repairs_through_although_staff_stopped_the_sale(
    event: EventType, quantity: int
) -> None:
    product = product_with_stock(quantity=25)
    SourceItem.objects.update(is_in_stock=False)
    ReservationFactory.create(product=product, quantity=quantity, event_type=event)
    assert product.stock_level().reserved == -quantity
