"""How an order ships is changed once, kept in its history, and not after a parcel has left."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.choose_shipping import CannotChoose, choose_shipping
from backorders.models import Order
from backorders.rules.shipping_choice import ShippingChoice
from tests.backorders.shipping import bag, order_of

pytestmark = pytest.mark.django_db
READY, TOGETHER = ShippingChoice.READY, ShippingChoice.TOGETHER


def choose(order: Order, choice: ShippingChoice, revision: int | None = None, by: User | None = None) -> bool:
    chosen = choose_shipping(order=order, choice=choice, revision=revision, by=by, now=timezone.now())
    return chosen.ships_complete


def test_it_is_changed_once_and_the_history_says_by_whom() -> None:
    order, staff = order_of(bag(1), quantity=3), User.objects.create(username="ada")
    assert [choose(order, TOGETHER, by=staff) for _ in range(2)] == [True, True]
    assert [(each.text, each.by) for each in order.events.all()] == [
        ("How it ships was changed: everything together.", staff)
    ]
    assert choose(Order.objects.get(), READY) is False


def test_a_second_tab_that_shows_the_order_before_is_told_what_happened() -> None:
    order = order_of(bag(1), quantity=3)
    choose(order, TOGETHER, order.revision)
    # The other tab asks for what it is already, and then for what it was.
    assert choose(order, TOGETHER, order.revision)
    with pytest.raises(CannotChoose, match=r"The order has changed .* everything together"):
        choose(order, READY, order.revision)


def test_nothing_changes_after_a_parcel_or_of_an_order_that_is_over() -> None:
    order = order_of(bag(1), quantity=3)
    order.lines.update(shipped=1)
    with pytest.raises(CannotChoose, match="A parcel of this order has left already"):
        choose(order, TOGETHER)
    Order.objects.update(status="canceled", canceled_at=timezone.now())
    with pytest.raises(CannotChoose, match="cannot be changed any more"):
        choose(order, TOGETHER)
    assert not Order.objects.get().ships_complete
