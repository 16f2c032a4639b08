"""Customers are asked of their orders: each once, by any spelling, and every number of the page at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from backorders.models import Order, Payment
from backorders.queries.buyer import (
    address_of,
    buyer_numbers,
    buyer_of,
    buyers,
    buyers_like,
    in_group,
    orders_of,
    owed_buyers,
    paid_by_order,
)
from catalog.models import Customer, CustomerGroup, Product
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag() -> Product:
    return product_with_stock(quantity=3, backorders=1, price=10)


def order(bag: Product, email: str, *, hours: int = 0, units: int = 1, name: str = "") -> Order:
    now = timezone.now() + timedelta(hours=hours)
    return place_order(lines={bag: units}, email=email, customer_name=name, payment_method="checkmo", by=None, now=now)


def test_each_address_is_one_customer_by_its_latest_order(bag: Product) -> None:
    order(bag, "ada@example.org", name="Ada Old")
    second = order(bag, "ADA@example.org", hours=2, name="Ada New")
    between = order(bag, "ada@Example.org", hours=1)
    bo = order(bag, "bo@example.org")
    assert [(row.pk, str(row)) for row in buyers().order_by("-placed_at")] == [
        (second.pk, "Ada New"),
        (bo.pk, "bo@example.org"),
    ]
    found = buyer_of(between.pk)
    assert found is not None
    assert (found.pk, buyer_of(0)) == (second.pk, None)


def test_of_two_orders_of_one_moment_the_later_number_counts(bag: Product) -> None:
    first, second = order(bag, "ada@example.org"), order(bag, "ada@example.org")
    Order.objects.update(placed_at=first.placed_at)
    assert [row.pk for row in buyers()] == [second.pk]


def test_numbers_are_those_of_all_orders_of_the_address(bag: Product) -> None:
    paid = order(bag, "ada@example.org", units=2)
    Payment.objects.filter(order=paid).update(captured_amount=20)
    order(bag, "Ada@example.org", units=3, hours=1)
    order(bag, "bo@example.org", units=1, hours=2)
    Customer.objects.create(email="aDa@example.org", group=CustomerGroup.objects.get(code="2"))
    ada, bo = (row.key for row in buyers().order_by("placed_at"))  # type: ignore[attr-defined]  # annotated
    found = buyer_numbers([ada, bo])
    assert (found[ada].orders, found[ada].paid, found[ada].owed, found[ada].group) == (
        2,
        {"USD": Decimal("20.00")},
        Decimal(2),
        "Wholesale",
    )
    assert (found[bo].orders, found[bo].paid, found[bo].owed, found[bo].group) == (1, {}, Decimal(1), "")
    assert paid_by_order(list(orders_of("ADA@EXAMPLE.ORG"))) == {paid.pk: Decimal("20.00")}
    assert owed_buyers() == [ada, bo]


@pytest.mark.parametrize(("code", "names"), [("2", ["ada@example.org"]), ("3", []), ("", ["bo@example.org"])])
def test_a_group_holds_its_addresses_and_no_group_the_others(bag: Product, code: str, names: list[str]) -> None:
    order(bag, "ada@example.org")
    order(bag, "bo@example.org")
    Customer.objects.create(email="ADA@example.org", group=CustomerGroup.objects.get(code="2"))
    assert [row.email for row in buyers().filter(in_group(code))] == names


def test_words_find_by_name_and_address_and_each_customer_once(bag: Product) -> None:
    for hours in range(3):
        order(bag, "ada@example.org", name="Ada Brandt", hours=hours)
    order(bag, "brandt@example.org", hours=9)
    assert [row.email for row in buyers_like("brandt", first=5)] == ["brandt@example.org", "ada@example.org"]
    assert len(buyers_like("brandt", first=1)) == 1


def test_the_address_is_that_of_the_last_order_that_went_somewhere(bag: Product) -> None:
    sent = order(bag, "ada@example.org")
    Order.objects.filter(pk=sent.pk).update(street="Kaistr. 1")
    order(bag, "ada@example.org", hours=1)
    assert address_of("ADA@example.org") == sent
    assert address_of("bo@example.org") is None


@pytest.mark.parametrize("count", [1, 30])
def test_the_numbers_of_a_page_take_seven_statements(
    bag: Product, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        order(bag, f"b{number}@example.org", units=4)
    keys = [row.key for row in buyers()]  # type: ignore[attr-defined]  # annotated
    with django_assert_num_queries(7):
        assert len(buyer_numbers(keys)) == count
