"""An order is found by its number and its address together; guesses are counted, and end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backorders.actions.find_order import CannotFind, find_order
from backorders.models import FailedLookup, Order
from backorders.rules.order_lookup import COUNTED_FOR, MOST_OF_NETWORK, MOST_OF_ORDER
from backorders.words.refusal import TOO_MANY_LOOKS
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def told(number: str, email: str, *, network: str = "n", after: timedelta = timedelta(0)) -> Order | str | None:
    try:
        return find_order(number=number, email=email, network=network, now=NOW + after)
    except CannotFind as refused:
        return str(refused)


def test_number_and_address_together_find_the_order() -> None:
    order, other = OrderFactory.create(email="Ada@example.org"), OrderFactory.create(email="bob@example.org")
    assert told(f"#{order.number}", " ada@EXAMPLE.org ") == order
    assert told(str(int(other.number)), "bob@example.org") == other
    assert not FailedLookup.objects.exists()


def test_what_is_wrong_is_not_said() -> None:
    order = OrderFactory.create(email="ada@example.org")
    OrderFactory.create(email="bob@example.org")
    for number, email in (
        (order.number, "bob@example.org"),
        ("999999999", "ada@example.org"),
        ("x", "ada@example.org"),
    ):
        assert told(number, email) is None
    assert FailedLookup.objects.count() == 3


def test_the_address_of_an_order_cannot_be_guessed() -> None:
    order = OrderFactory.create(email="ada@example.org")
    for guess in range(MOST_OF_ORDER):
        assert told(order.number, f"guess{guess}@example.org", network=f"n{guess}") is None
    assert told(order.number, "ada@example.org", network="another") == TOO_MANY_LOOKS
    assert told(order.number, "ada@example.org", after=COUNTED_FOR) == order


def test_a_network_cannot_go_through_the_numbers() -> None:
    order, elsewhere = OrderFactory.create(email="ada@example.org"), OrderFactory.create(email="bob@example.org")
    for guess in range(MOST_OF_NETWORK):
        assert told(str(90_000 + guess), "ada@example.org") is None
    assert told(order.number, "ada@example.org") == TOO_MANY_LOOKS
    assert told(elsewhere.number, "bob@example.org", network="another") == elsewhere


def test_who_is_refused_is_not_counted_on_and_on() -> None:
    for _ in range(MOST_OF_NETWORK + 5):
        told("1", "ada@example.org", network="n")
    assert FailedLookup.objects.count() == MOST_OF_ORDER
