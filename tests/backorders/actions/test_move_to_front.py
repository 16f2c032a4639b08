"""Move to front: the line is served first, the reason is kept, nothing else moves."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.move_to_front import CannotMove, FrontEffect, Lost, front_effect, move_to_front
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import LostUnits, Order, QueueMove, QueuePlace, Shipment
from catalog.models import Product, SourceItem
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def served(product: Product) -> list[tuple[int, Decimal]]:
    return list(QueuePlace.objects.filter(product=product).order_by("position").values_list("order", "covered"))


def test_a_line_that_is_moved_is_served_first() -> None:
    product = product_with_stock(quantity=2, backorders=1)
    first, second, third = (placed(product, 2) for _ in range(3))
    move_to_front(line=third.lines.get(), reason="wedding on Friday", by=None, now=timezone.now())
    assert served(product) == [(third.pk, 2), (first.pk, 0), (second.pk, 0)]
    move_to_front(line=second.lines.get(), reason="wedding on Thursday", by=None, now=timezone.now())
    assert served(product) == [(second.pk, 2), (third.pk, 0), (first.pk, 0)]


def test_the_move_keeps_who_and_why() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    _, second = placed(product, 1), placed(product, 1)
    ada = User.objects.create_user("ada")
    move_to_front(line=second.lines.get(), reason="  the child's birthday ", by=ada, now=timezone.now())
    move = QueueMove.objects.get()
    assert (move.line.order, move.reason, move.moved_by) == (second, "the child's birthday", ada)


def test_a_move_without_a_reason_is_refused_and_nothing_moves() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    first, second = placed(product, 1), placed(product, 1)
    with pytest.raises(CannotMove, match="enter a reason"):
        move_to_front(line=second.lines.get(), reason="  ", by=None, now=timezone.now())
    assert ([order for order, _ in served(product)], QueueMove.objects.count()) == ([first.pk, second.pk], 0)


def test_a_null_character_in_the_reason_is_left_out() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    placed(product, 1)
    assert (
        move_to_front(line=placed(product, 1).lines.get(), reason="in a\0 hurry", by=None, now=timezone.now()).reason
        == "in a hurry"
    )


def test_who_is_first_or_waits_for_nothing_is_not_moved() -> None:
    product = product_with_stock(quantity=1, backorders=1)
    order = placed(product, 1)
    with pytest.raises(CannotMove, match="first in the queue already"):
        move_to_front(line=order.lines.get(), reason="why not", by=None, now=timezone.now())
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(1)},
        key="k",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    with pytest.raises(CannotMove, match="nothing of it waits"):
        move_to_front(line=order.lines.get(), reason="why not", by=None, now=timezone.now())


def test_units_that_the_queue_has_for_others_do_not_ship() -> None:
    product = product_with_stock(quantity=5, backorders=1, sku="BAG")
    first, second = placed(product, 4), placed(product, 4)
    ask = {second.lines.get(): Decimal(2)}
    with pytest.raises(CannotShip, match=r"BAG: 2 asked, 1 covered for this order\."):
        ship_order(
            order=second,
            source=default_source(),
            units=ask,
            key="k",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (SourceItem.objects.get(product=product).quantity, Shipment.objects.count()) == (5, 0)
    move_to_front(line=second.lines.get(), reason="they asked first", by=None, now=timezone.now())
    ship_order(
        order=second, source=default_source(), units=ask, key="k", by=None, unpaid_confirmed=True, now=timezone.now()
    )
    assert served(product) == [(second.pk, 2), (first.pk, 1)]


def test_who_loses_units_is_told_before_and_kept_after() -> None:
    product = product_with_stock(quantity=5, backorders=1)
    first, second, third = placed(product, 2), placed(product, 2), placed(product, 4)
    effect = front_effect(line=third.lines.get(), now=timezone.now())
    lost = tuple(Lost(order.lines.get().pk, order.number, Decimal(units)) for order, units in ((first, 1), (second, 2)))
    assert (effect.gained, effect.lost) == (3, lost)
    assert [each.number for each in effect.told.customers] == [first.number, second.number]
    assert served(product) == [(first.pk, 2), (second.pk, 2), (third.pk, 1)]
    move = move_to_front(line=third.lines.get(), reason="wedding", seen=effect.mark, by=None, now=timezone.now())
    assert list(LostUnits.objects.values_list("move", "line__order", "units")) == [
        (move.pk, first.pk, 1),
        (move.pk, second.pk, 2),
    ]


def test_a_move_that_costs_others_more_than_was_seen_is_refused() -> None:
    product = product_with_stock(quantity=2, backorders=1)
    first, second = placed(product, 2), placed(product, 2)
    seen = front_effect(line=second.lines.get(), now=timezone.now()).mark
    SourceItem.objects.update(quantity=1)
    with pytest.raises(CannotMove, match="look at them again"):
        move_to_front(line=second.lines.get(), reason="wedding", seen=seen, by=None, now=timezone.now())
    assert (served(product)[0][0], QueueMove.objects.count(), LostUnits.objects.count()) == (first.pk, 0, 0)


def test_nobody_loses_what_is_on_no_shelf() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    placed(product, 1)
    second = placed(product, 1)
    assert front_effect(line=second.lines.get(), now=timezone.now()) == FrontEffect(Decimal(0), ())
