"""B45: the minimum of the customer's group holds for orders that staff make and edit, too."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Customer, CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.salable import Reason
from tests.backorders.create_order import PAGE, submitted, typed, words
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db
WHOLESALE = "2"


@pytest.fixture(autouse=True)
def minimums() -> None:
    """NOT LOGGED IN 5, Wholesale 10, ALL GROUPS 1; 50 bags."""
    configure(MIN_SALE_QTY, f'{{"{NOT_LOGGED_IN}": 5, "{WHOLESALE}": 10, "32000": 1}}')
    product_with_stock(sku="BAG", quantity=50)


def wholesaler(email: str) -> None:
    Customer.objects.create(email=email, group=CustomerGroup.objects.get(code=WHOLESALE))


@pytest.mark.parametrize(
    ("group", "quantity", "fewest"),
    [("", 3, 5), (NOT_LOGGED_IN, 4, 5), (WHOLESALE, 9, 10), ("1", 1, 0), (WHOLESALE, 10, 0)],
)
def test_b45_staff_choose_the_group_whose_minimum_holds(
    admin_client: Client, group: str, quantity: int, fewest: int
) -> None:
    answer = submitted(admin_client, ("BAG", quantity), customer_group=group)
    if fewest:
        assert f"The fewest you may purchase is {fewest}." in words(answer)
    assert [order.customer_group for order in Order.objects.all()] == ([] if fewest else [group])


def test_b45_known_customer_shops_in_the_own_group(admin_client: Client) -> None:
    wholesaler("ada@EXAMPLE.org")
    assert "The fewest you may purchase is 10." in words(submitted(admin_client, ("BAG", 6)))
    submitted(admin_client, ("BAG", 12))
    assert Order.objects.get().customer_group == WHOLESALE


def test_b45_group_is_kept_and_holds_when_the_order_is_edited() -> None:
    bag, tube = product_with_stock(quantity=50), product_with_stock(quantity=50)
    order = place_order(
        lines={bag: 10}, email="ada@example.org", payment_method="checkmo", group=WHOLESALE, by=None, now=timezone.now()
    )
    with pytest.raises(CannotEdit) as refused:
        edit_order(order=order, units={}, added={tube: Decimal(3)}, by=None, now=timezone.now())
    assert [line.refusal.reason for line in refused.value.refused] == [Reason.MINIMUM]
    assert order.lines.count() == 1
    edit_order(order=order, units={}, added={tube: Decimal(10)}, by=None, now=timezone.now())
    assert order.lines.count() == 2


def test_b45_reorder_brings_the_group_along(admin_client: Client) -> None:
    submitted(admin_client, ("BAG", 10), customer_group=WHOLESALE)
    page = words(admin_client.get(reverse("admin:backorders_order_change", args=(Order.objects.get().pk,))))
    assert f'name="customer_group" value="{WHOLESALE}"' in page


def test_group_that_there_is_not_is_refused_and_nothing_is_created(admin_client: Client) -> None:
    assert "Please choose a customer group." in words(submitted(admin_client, ("BAG", 10), customer_group="99"))
    assert not Order.objects.exists()
    assert "Its minimum quantities hold for this order" in words(admin_client.post(PAGE, typed(("BAG", 1))))
