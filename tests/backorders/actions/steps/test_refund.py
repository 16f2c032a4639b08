"""Money goes back once, on the oldest payments first, and goods go back where they came from."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from backorders.actions.steps.refund import move_refunded, refund_payments
from backorders.models import MovementKind, Order, OrderLine, Payment, Refund, RefundStatus, SourceMovement
from backorders.queries.locks import locked_order
from backorders.rules.credit_memo import RefundPlan
from catalog.models import SourceItem
from catalog.rules import configuration as declared
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import configure, default_source, product_with_stock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def order_of(*payments: tuple[str, int]) -> Order:
    """Return an order with captured payments (variant, captured)."""
    order = OrderFactory.create(total=50)
    OrderLineFactory.create(order=order, ordered=5, invoiced=5, unit_price=10)
    for number, (variant, captured) in enumerate(payments):
        Payment.objects.create(
            order=order,
            variant=variant,
            status="confirmed",
            total=50,
            captured_amount=captured,
            token=f"{order.pk}:{number}",
            currency="USD",
        )
    return order


def refunded(
    order: Order, amount: str | int, *, key: str = "memo", is_credited: bool = True
) -> list[tuple[str, Decimal]]:
    written = refund_payments(locked_order(order.pk), Decimal(amount), key=key, now=NOON, is_credited=is_credited)
    return [(refund.payment.variant, refund.amount) for refund in written]


def test_money_goes_back_on_the_oldest_payment_first_and_never_more_than_it_keeps() -> None:
    order = order_of(("card", 20), ("checkmo", 30))
    assert refunded(order, 5) == [("card", 5)]
    assert refunded(order, 25, key="second") == [("card", 15), ("checkmo", 10)]
    assert refunded(order, 99, key="third") == [("checkmo", 20)]
    assert refunded(order, 1, key="fourth") == []


def test_nothing_is_written_for_nothing() -> None:
    order = order_of(("card", 20))
    assert refunded(order, 0) == refunded(order, -5) == []
    assert not Refund.objects.exists()


def test_a_card_is_asked_by_the_worker_and_a_check_is_given_back_by_hand() -> None:
    order = order_of(("card", 20), ("checkmo", 30))
    refunded(order, 50)
    card, check = Refund.objects.order_by("pk")
    assert (card.status, card.next_try_at, card.sent_at) == (RefundStatus.REQUESTED, NOON, None)
    assert (check.status, check.next_try_at, check.sent_at) == (RefundStatus.BY_HAND, None, NOON)
    assert (card.requested_at, check.requested_at) == (NOON, NOON)
    assert [payment.status for payment in order.payments.order_by("pk")] == ["confirmed", "refunded"]


def test_the_same_event_is_never_refunded_twice() -> None:
    order = order_of(("card", 20))
    refunded(order, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        refunded(order, 5)
    assert Refund.objects.get().key == f"memo:{order.payments.get().pk}"


@pytest.mark.parametrize("is_credited", [True, False])
def test_what_went_back_at_the_provider_is_not_given_back_again(*, is_credited: bool) -> None:
    order = order_of(("card", 50))
    for number, amount in enumerate((6, 5)):
        Refund.objects.create(
            payment=order.payments.get(),
            key=f"provider:{number}",
            amount=amount,
            uncredited=amount,
            status=RefundStatus.AT_PROVIDER,
            requested_at=NOON,
        )
    first, second = (refunded(order, amount, key=str(amount), is_credited=is_credited) for amount in (8, 7))
    assert (first, second) == (([], [("card", 4)]) if is_credited else ([("card", 8)], [("card", 7)]))
    known = Refund.objects.filter(key__startswith="provider:").order_by("pk")
    assert [refund.uncredited for refund in known] == ([0, 0] if is_credited else [6, 5])


def line_of(quantity: int, *, is_managed: bool = True) -> OrderLine:
    bag = product_with_stock(quantity=quantity, manage_stock=is_managed)
    line = OrderLineFactory.create(product=bag, ordered=5, invoiced=5, shipped=3)
    SourceMovement.objects.create(
        line=line, source=default_source(), kind=MovementKind.SHIPPED, quantity=-3, key="s", moved_at=NOON
    )
    created: OrderLine = line
    return created


def moved(plans: dict[OrderLine, RefundPlan]) -> list[tuple[str, Decimal, str]]:
    order = next(iter(plans)).order
    move_refunded(locked_order(order.pk), plans, key="memo", now=NOON)
    return list(SourceMovement.objects.filter(key="memo").order_by("pk").values_list("kind", "quantity", "key"))


def shelf(line: OrderLine) -> tuple[Decimal, bool]:
    item = SourceItem.objects.get(product=line.product_id)
    return item.quantity, item.is_in_stock


def test_units_come_back_to_the_source_that_they_left() -> None:
    line = line_of(10)
    assert moved({line: RefundPlan(Decimal(2), to_source=Decimal(3))}) == [("returned", 3, "memo")]
    assert shelf(line) == (13, True)
    assert SourceMovement.objects.get(key="memo").moved_at == NOON


def test_units_that_do_not_come_back_are_taken_off_the_shelf() -> None:
    line = line_of(10)
    assert moved({line: RefundPlan(Decimal(2), written_off=Decimal(2))}) == [("written_off", -2, "memo")]
    assert shelf(line) == (8, True)


@pytest.mark.parametrize(("configured", "in_stock"), [("1", True), ("0", False)])
def test_a_shelf_is_in_stock_again_only_where_that_is_configured(configured: str, *, in_stock: bool) -> None:
    configure(declared.CAN_BACK_IN_STOCK, configured)
    line = line_of(0)
    SourceItem.objects.update(is_in_stock=False)
    moved({line: RefundPlan(Decimal(0), to_source=Decimal(2))})
    assert shelf(line) == (2, in_stock)


def test_lines_of_one_product_move_together_and_each_keeps_its_movement() -> None:
    line = line_of(10)
    twin, third = (
        OrderLineFactory.create(order=line.order, product=line.product, ordered=4, invoiced=4, shipped=1) for _ in "ab"
    )
    for each in (twin, third):
        SourceMovement.objects.create(
            line=each, source=default_source(), kind=MovementKind.SHIPPED, quantity=-1, key="t", moved_at=NOON
        )
    plans = {
        line: RefundPlan(Decimal(1), to_source=Decimal(3)),
        twin: RefundPlan(Decimal(0), to_source=Decimal(1)),
        third: RefundPlan(Decimal(2), written_off=Decimal(2)),
    }
    assert moved(plans) == [("returned", 3, "memo"), ("returned", 1, "memo"), ("written_off", -2, "memo")]
    assert shelf(line) == (12, True)


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_product_that_is_deleted_or_not_managed_moves_nothing(*, is_deleted: bool) -> None:
    line = line_of(10, is_managed=False)
    before = shelf(line)
    if is_deleted:
        assert line.product is not None
        line.product.delete()
    fresh = OrderLine.objects.get(pk=line.pk)
    assert moved({fresh: RefundPlan(Decimal(2), to_source=Decimal(3), written_off=Decimal(2))}) == []
    assert is_deleted or shelf(line) == before
