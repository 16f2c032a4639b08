"""What finds an order."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.models import Order
from backorders.queries.order_search import is_customer, is_order
from tests.factories.backorders import OrderFactory, OrderLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Order:
    order = OrderFactory.create(email="ada.long1@example.org", customer_name="Ada O'Long-Bach")
    OrderLineFactory.create(order=order, sku="24-MB01")
    OrderFactory.create(email="ben.long12@example.org", customer_name="Ben Longer")
    return order


def found(typed: str, *, customers: bool = False) -> list[str]:
    rows = Order.objects.filter(is_customer(typed) if customers else is_order(typed))
    return sorted(rows.values_list("customer_name", flat=True))


BOTH = ["Ada O'Long-Bach", "Ben Longer"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ada", BOTH[:1]),
        ("BACH ada", BOTH[:1]),
        ("long", BOTH),
        ("example.org", BOTH),
        ("@example.org", BOTH),
        ("long1@example.org", BOTH[:1]),
        ("ada ben", []),
        ("da", []),
        ("24-mb", BOTH[:1]),
        ("MB01", BOTH[:1]),
        ("24-MB02", []),
        ("-", []),
        ("%_'\\:*&|!()", []),
    ],
)
def test_every_part_is_the_beginning_of_words(ada: Order, typed: str, names: list[str]) -> None:
    assert found(typed) == names
    assert ada.customer_name == BOTH[0]


def test_a_number_is_found_as_it_is_written_and_said(ada: Order) -> None:
    for typed in (f"#{ada.number}", ada.number, str(ada.pk), f"#{ada.pk}", f"bach #{ada.pk}"):
        assert found(typed) == found(typed, customers=True) == BOTH[:1]
    assert found(f"#{ada.pk} ben") == found("9" * 30) == found("9" * 18) == []


def test_customers_are_not_found_by_what_they_ordered(ada: Order) -> None:
    assert (found("24-MB01", customers=True), found("Ada", customers=True)) == ([], [ada.customer_name])


def test_all_words_together_are_one_question(ada: Order, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        assert list(Order.objects.filter(is_order("ada long 24-MB01"))) == [ada]
