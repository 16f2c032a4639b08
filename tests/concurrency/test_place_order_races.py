"""Two shoppers never both get the last unit, whoever is first and whatever Python checked before."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from backorders.actions import place_order as placing
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.steps.placing import OwesMore
from backorders.actions.steps.unpaid_checks import TooManyChecks
from backorders.models import Order, OrderLine, Payment
from catalog.models import Product, Reservation
from catalog.rules.sales_settings import CHECK_MOST_OPEN, CHECK_MOST_OPEN_AT_NETWORK
from tests.concurrency.buyers import buy_in_processes
from tests.concurrency.race import race
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)
SHOPPERS = 8


def shopper(product: Product, *, orders: int = 1) -> Callable[[], list[bool]]:
    """Return a worker that submits one unit `orders` times and says which were accepted.

    A refusal that does not name the product counts as accepted, and spoils the sum.
    """

    def submit() -> bool:
        try:
            place_order(lines={product: 1}, email="shopper@example.org", by=None, now=timezone.now())
        except NotSalable as refused:
            return [line.product for line in refused.lines] != [product]
        return True

    return lambda: [submit() for _ in range(orders)]


def accepted(results: list[list[bool]]) -> int:
    """Return how many orders were accepted, after making sure that the tables say the same."""
    placed = sum(map(sum, results))
    assert {model: model.objects.count() for model in (Order, OrderLine, Payment, Reservation)} == {
        Order: placed,
        OrderLine: placed,
        Payment: placed,
        Reservation: placed,
    }
    return placed


def test_c22_ten_shoppers_racing_for_the_last_unit_place_one_order() -> None:
    product = product_with_stock(quantity=1)
    assert accepted(race([shopper(product)] * 10)) == 1
    assert product.salable_quantity() == 0
    assert product.stock_level().free == 0


def test_eight_shoppers_racing_for_a_hundred_units_place_a_hundred_orders() -> None:
    product = product_with_stock(quantity=100)
    assert accepted(race([shopper(product, orders=20)] * SHOPPERS)) == 100
    assert product.stock_level().free == 0


def test_c23_limit_below_zero_is_used_up_and_never_passed() -> None:
    product = product_with_stock(quantity=1, backorders=2, min_qty=-2)
    assert accepted(race([shopper(product)] * 10)) == 3
    in_commit_order = Reservation.objects.order_by("-free_after")
    assert [row.free_after for row in in_commit_order] == [0, -1, -2]
    assert sorted(line.owed_when_placed for line in OrderLine.objects.all()) == [0, 1, 1]


def test_database_refuses_even_when_python_checks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "refusals", lambda *_, **__: {})
    product = product_with_stock(quantity=3)
    assert accepted(race([shopper(product)] * SHOPPERS)) == 3
    assert product.stock_level().free == 0


def test_same_checkout_submitted_by_eight_clicks_is_one_order() -> None:
    product, checkout = product_with_stock(quantity=10), uuid.uuid4()

    def click() -> str:
        return str(
            place_order(lines={product: 2}, email="shopper@example.org", checkout=checkout, by=None, now=timezone.now())
        )

    assert len(set(race([click] * SHOPPERS))) == 1
    assert product.stock_level().reserved == 2


def test_c26_sixteen_processes_that_list_two_products_in_either_order_never_deadlock() -> None:
    a, b = product_with_stock(quantity=5, backorders=1), product_with_stock(quantity=5, backorders=1)
    assert buy_in_processes([(a.sku, b.sku), (b.sku, a.sku)] * 8, orders=10) == [[]] * 16
    assert [a.stock_level().reserved, b.stock_level().reserved] == [160, 160]
    assert (Order.objects.count(), OrderLine.objects.count()) == (160, 320)
    assert sum(-quantity for quantity in Reservation.objects.values_list("quantity", flat=True)) == 320


def test_of_two_shoppers_who_were_told_of_no_backorder_one_is_asked_again() -> None:
    product = product_with_stock(quantity=3, backorders=2)

    def submit() -> bool:
        try:
            place_order(
                lines={product: 2}, email="a@example.org", told_owed={product: Decimal(0)}, by=None, now=timezone.now()
            )
        except OwesMore:
            return False
        return True

    assert sorted(race([submit] * 4)) == [False, False, False, True]
    assert [row.free_after for row in Reservation.objects.all()] == [1]
    assert (Order.objects.count(), product.stock_level().free) == (1, 1)


def check_order(product: Product, *, email: str, network: str = "", checkout: uuid.UUID | None = None) -> bool:
    try:
        place_order(
            lines={product: 1},
            email=email,
            network=network,
            checkout=checkout,
            payment_method="checkmo",
            by=None,
            now=timezone.now(),
        )
    except TooManyChecks:
        return False
    return True


def test_of_eight_unpaid_checks_of_one_address_in_one_instant_as_many_pass_as_are_allowed() -> None:
    product = product_with_stock(quantity=100)
    configure(CHECK_MOST_OPEN, 2)
    emails = ["ada@example.org", "ADA@example.org", "Ada@Example.ORG", "aDa@example.org"] * 2
    shoppers = [partial(check_order, product, email=email, network=f"{at}") for at, email in enumerate(emails)]
    assert sum(race(shoppers)) == 2
    assert (Order.objects.count(), product.stock_level().reserved) == (2, 2)


def test_of_eight_unpaid_checks_of_one_network_in_one_instant_as_many_pass_as_are_allowed() -> None:
    product = product_with_stock(quantity=100)
    configure(CHECK_MOST_OPEN_AT_NETWORK, 3)
    shoppers = [partial(check_order, product, email=f"{at}@example.org", network="n") for at in range(8)]
    assert sum(race(shoppers)) == 3
    assert (Order.objects.count(), product.stock_level().reserved) == (3, 3)


def test_eight_clicks_of_the_last_check_order_that_is_allowed_are_one_order_and_no_refusal() -> None:
    product, checkout = product_with_stock(quantity=100), uuid.uuid4()
    configure(CHECK_MOST_OPEN, 1)
    click = partial(check_order, product, email="ada@example.org", network="n", checkout=checkout)
    assert race([click] * 8) == [True] * 8
    assert Order.objects.count() == 1
