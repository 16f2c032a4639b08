"""What is due is asked of payments, collected by hand, or not waited for any more."""

from decimal import Decimal

import pytest
from payments import PaymentStatus

from backorders.actions.steps.payments import (
    CannotCollect,
    ask_for,
    collect_by_hand,
    is_being_paid,
    settle_due,
    withdraw_payments,
)
from backorders.models import Errand, Order, Payment
from backorders.queries.locks import locked_order, locked_payments
from tests.factories.backorders import OrderFactory, OrderLineFactory

pytestmark = pytest.mark.django_db
WAITING, CONFIRMED, REJECTED = PaymentStatus.WAITING, PaymentStatus.CONFIRMED, PaymentStatus.REJECTED


def order_of(*payments: tuple[str, str, int, int], **line: int) -> Order:
    """Five units at ten dollars; payments are (variant, status, asked for, captured)."""
    order = OrderFactory.create(total=50)
    OrderLineFactory.create(order=order, **{"ordered": 5, "unit_price": 10, **line})
    for number, (variant, status, total, captured) in enumerate(payments):
        Payment.objects.create(
            order=order,
            variant=variant,
            status=status,
            total=total,
            captured_amount=captured,
            token=f"{order.pk}:{number}",
            currency="USD",
        )
    return order


def found(order: Order) -> list[tuple[str, str, Decimal, Decimal]]:
    return list(order.payments.order_by("pk").values_list("variant", "status", "total", "captured_amount"))


def collected(order: Order, amount: str | int) -> list[tuple[str, str, Decimal, Decimal]]:
    locked = locked_order(order.pk)
    collect_by_hand(locked, locked_payments(locked), Decimal(amount))
    return found(order)


def settled(order: Order) -> list[tuple[str, str, Decimal, Decimal]]:
    locked = locked_order(order.pk)
    settle_due(locked, locked_payments(locked))
    return found(order)


def test_a_check_is_noted_on_the_oldest_payment_first() -> None:
    order = order_of(("checkmo", WAITING, 20, 5), ("checkmo", WAITING, 30, 0))
    assert collected(order, 25) == [("checkmo", CONFIRMED, 20, 20), ("checkmo", CONFIRMED, 30, 10)]
    assert collected(order, 20) == [("checkmo", CONFIRMED, 20, 20), ("checkmo", CONFIRMED, 30, 30)]
    with pytest.raises(CannotCollect, match=r"Only USD 0\.00"):
        collected(order, "0.01")


def test_nothing_is_noted_on_a_payment_that_asks_for_none_of_it() -> None:
    order = order_of(("checkmo", WAITING, 20, 0), ("checkmo", WAITING, 30, 0))
    assert collected(order, 20) == [("checkmo", CONFIRMED, 20, 20), ("checkmo", WAITING, 30, 0)]


def test_what_costs_nothing_is_paid_by_nothing() -> None:
    assert collected(order_of(("checkmo", WAITING, 0, 0)), 0) == [("checkmo", CONFIRMED, 0, 0)]


def test_no_more_is_taken_than_is_asked_for() -> None:
    order = order_of(("checkmo", WAITING, 20, 5), ("card", WAITING, 30, 0), ("card", REJECTED, 9, 0))
    with pytest.raises(CannotCollect, match=r"Only USD 45\.00 of this order is left to pay by check or money order\."):
        collected(order, "45.01")
    assert len(collected(order, 45)) == 4


@pytest.mark.parametrize(
    "card", [("card", CONFIRMED, 50, 50), ("card", REJECTED, 50, 0), ("card", PaymentStatus.PREAUTH, 50, 0)]
)
def test_an_order_that_is_paid_online_takes_no_check(card: tuple[str, str, int, int]) -> None:
    order = order_of(card)
    with pytest.raises(CannotCollect, match="This order is paid online"):
        collected(order, 10)
    assert found(order) == [card]


def test_a_card_is_asked_for_what_the_check_leaves() -> None:
    assert collected(order_of(("card", WAITING, 50, 0)), 20) == [
        ("card", WAITING, 30, 0),
        ("checkmo", CONFIRMED, 20, 20),
    ]
    assert not Errand.objects.exists()


def test_a_card_that_nothing_is_left_for_is_withdrawn() -> None:
    order = order_of(("card", WAITING, 50, 0))
    assert collected(order, 50) == [("card", PaymentStatus.CANCELLED, 50, 0), ("checkmo", CONFIRMED, 50, 50)]
    assert Errand.objects.get().kind == "withdraw"


def test_a_card_whose_amount_the_provider_knows_is_asked_for_anew() -> None:
    order = order_of(("card", WAITING, 50, 0))
    order.payments.update(transaction_id="at the provider")
    assert collected(order, 20) == [
        ("card", PaymentStatus.CANCELLED, 50, 0),
        ("card", WAITING, 30, 0),
        ("checkmo", CONFIRMED, 20, 20),
    ]


def test_what_a_card_was_charged_too_little_may_come_by_check() -> None:
    order = order_of(("card", CONFIRMED, 50, 40))
    assert collected(order, 10) == [("card", CONFIRMED, 50, 40), ("checkmo", CONFIRMED, 10, 10)]


def test_two_cards_are_asked_for_less_one_after_the_other() -> None:
    order = order_of(("card", WAITING, 20, 0), ("card", WAITING, 30, 0))
    assert [(status, total) for _, status, total, _ in collected(order, 25)] == [
        (PaymentStatus.CANCELLED, 20),
        (WAITING, 25),
        (CONFIRMED, 25),
    ]


@pytest.mark.parametrize(
    ("variant", "status", "transaction", "is_told"),
    [
        ("card", WAITING, "", False),
        ("card", WAITING, "tx", True),
        ("card", PaymentStatus.PREAUTH, "", True),
        ("card", CONFIRMED, "tx", False),
        ("checkmo", WAITING, "tx", False),
    ],
)
def test_an_amount_that_was_told_to_the_provider_is_being_paid(
    variant: str, status: str, transaction: str, *, is_told: bool
) -> None:
    payment = order_of((variant, status, 50, 0)).payments.get()
    payment.transaction_id = transaction
    assert is_being_paid(payment) is is_told


def test_an_open_card_asks_for_what_is_due() -> None:
    assert settled(order_of(("card", WAITING, 20, 0))) == [("card", WAITING, 50, 0)]


def test_a_check_asks_for_what_came_and_what_is_due() -> None:
    assert settled(order_of(("checkmo", CONFIRMED, 20, 20), invoiced=2)) == [("checkmo", CONFIRMED, 50, 20)]
    assert settled(order_of(("checkmo", WAITING, 70, 0))) == [("checkmo", WAITING, 50, 0)]


def test_a_check_of_an_order_that_was_canceled_unpaid_keeps_its_amount() -> None:
    assert settled(order_of(("checkmo", WAITING, 70, 0), canceled=5)) == [("checkmo", WAITING, 70, 0)]


def test_what_an_order_costs_beyond_its_card_is_asked_for_by_check() -> None:
    order = order_of(("card", CONFIRMED, 30, 30), invoiced=3)
    assert settled(order) == [("card", CONFIRMED, 30, 30), ("checkmo", WAITING, 20, 0)]
    order.lines.update(ordered=4)
    assert settled(order)[1] == ("checkmo", WAITING, 10, 0)
    order.lines.update(ordered=3)
    assert settled(order) == [("card", CONFIRMED, 30, 30)]


def test_a_card_that_was_refused_may_be_tried_again() -> None:
    assert settled(order_of(("card", REJECTED, 50, 0)))[1] == ("card", WAITING, 50, 0)


def test_money_that_no_invoice_has_counted_is_not_asked_for_again() -> None:
    order = order_of(("card", CONFIRMED, 20, 20))
    assert settled(order) == [("card", CONFIRMED, 20, 20)]


def test_a_payment_that_is_asked_for_names_order_and_shopper() -> None:
    order = locked_order(order_of().pk)
    payment = ask_for(order, Decimal(7), variant="checkmo")
    assert (payment.order_id, payment.total, payment.currency) == (order.pk, 7, "USD")
    assert (payment.billing_email, payment.description) == (order.email, str(order))


def test_what_is_not_waited_for_any_more_is_told_to_the_provider() -> None:
    order = order_of(
        ("card", WAITING, 1, 0),
        ("card", PaymentStatus.PREAUTH, 2, 0),
        ("card", CONFIRMED, 3, 3),
        ("card", REJECTED, 4, 0),
        ("checkmo", WAITING, 5, 0),
    )
    withdraw_payments(locked_order(order.pk), why="Paid otherwise.")
    assert [status for _, status, _, _ in found(order)] == [
        PaymentStatus.CANCELLED,
        PaymentStatus.CANCELLED,
        CONFIRMED,
        REJECTED,
        WAITING,
    ]
    assert list(order.payments.order_by("pk").values_list("message", flat=True)) == ["Paid otherwise."] * 2 + [""] * 3
    assert list(Errand.objects.order_by("pk").values_list("kind", "payment__total")) == [
        ("withdraw", 1),
        ("release", 2),
    ]


def test_a_card_is_asked_for_less_only_by_what_the_checks_have_no_room_for() -> None:
    order = order_of(("checkmo", WAITING, 20, 5), ("card", WAITING, 30, 0))
    assert collected(order, 20) == [
        ("checkmo", CONFIRMED, 20, 20),
        ("card", WAITING, 25, 0),
        ("checkmo", CONFIRMED, 5, 5),
    ]


def test_a_card_that_is_being_paid_stays_while_another_gives_enough() -> None:
    order = order_of(("card", WAITING, 20, 0), ("card", WAITING, 30, 0))
    order.payments.filter(total=30).update(transaction_id="at the provider")
    assert collected(order, 20) == [
        ("card", PaymentStatus.CANCELLED, 20, 0),
        ("card", WAITING, 30, 0),
        ("checkmo", CONFIRMED, 20, 20),
    ]


def test_a_check_that_came_stays_when_nothing_is_due_any_more() -> None:
    order = order_of(("card", CONFIRMED, 30, 30), ("checkmo", CONFIRMED, 20, 20), invoiced=5)
    assert settled(order) == [("card", CONFIRMED, 30, 30), ("checkmo", CONFIRMED, 20, 20)]


def test_an_order_without_payments_is_asked_for_none() -> None:
    assert settled(order_of()) == []
