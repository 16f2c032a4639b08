"""Buying, as docs/scenarios.md tells it: what an order may take, what of it is owed, and what the shopper is told."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import NotSalable, place_order
from backorders.models import CartLine, Order
from backorders.queries.order_grid import owed_now, with_units
from catalog.models import ConfigurationValue, Product, Stock
from catalog.queries.availability import told
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.product_setting import BACKORDERS, MIN_QTY
from catalog.rules.salable import Reason
from tests.backorders.cart_form import box, cart_form
from tests.backorders.outbox import worded
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    configure,
    default_website,
    product_with_stock,
)
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
NOTICE = re.compile(r"We don't have as many quantity as you requested, but we'll back order the remaining ([\d.]+)\.")
NOTIFY, OFF = BackorderMode.ALLOW_AND_NOTIFY, BackorderMode.NO_BACKORDERS


def shop(quantity: Decimal | str | int, *, backorders: BackorderMode | None = NOTIFY, **fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "slug": "bag"} | fields
    if backorders is not None:
        about["backorders"] = backorders.value
    return product_with_stock(quantity=quantity, **about)


def order(product: Product, quantity: Decimal | int, method: str = "card") -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def owed(*orders: Order) -> list[int]:
    return [int(each.lines.get().owed_when_placed) for each in orders]


def refused(product: Product, quantity: int) -> Reason:
    before = Order.objects.count()
    with pytest.raises(NotSalable) as refusal:
        order(product, quantity)
    assert Order.objects.count() == before
    return refusal.value.lines[0].refusal.reason


def add(client: Client, product: Product, quantity: str) -> str:
    """Add to Cart, and return what the page says about it."""
    return page_text(client.post("/cart/add/", {"product": product.pk, "quantity": quantity}, follow=True))


def notices(product: Product, quantity: str) -> list[str]:
    """Return the numbers in the notices that the cart of a new shopper shows for `quantity`."""
    client = Client()
    add(client, product, quantity)
    return NOTICE.findall(page_text(client.get("/cart/")))


def page_of(product: Product) -> str:
    return page_text(Client().get(f"/products/{product.slug}/"))


def test_c01_backordered_part_counts_open_orders_and_the_cart_says_it() -> None:
    bag = shop(10)
    told, orders = [], []
    for quantity in (6, 6, 20):
        told.append(notices(bag, str(quantity)))
        orders.append(order(bag, quantity))
    assert owed(*orders) == [0, 2, 20]
    assert bag.stock_level().free == -22
    assert told == [[], ["2"], ["20"]]


def test_c02_notice_counts_the_units_that_are_still_free() -> None:
    bag = shop(10)
    order(bag, 5)
    assert notices(bag, "20") == ["15"]


@pytest.mark.parametrize(
    ("on_hand", "ordered", "backordered", "told"),
    [(2, (3, 2), [1, 2], [["1"], ["2"]]), (5, (5, 1, 6), [0, 1, 6], [[], ["1"], ["6"]])],
    ids=["a", "b"],
)
def test_c03_open_orders_come_before_the_next_one(
    on_hand: int, ordered: tuple[int, ...], backordered: list[int], told: list[list[str]]
) -> None:
    bag = shop(on_hand)
    found = [(notices(bag, str(quantity)), order(bag, quantity)) for quantity in ordered]
    assert owed(*(each for _, each in found)) == backordered
    assert [notice for notice, _ in found] == told


def test_c05_negative_shelf_never_suppresses_the_notice() -> None:
    bag = shop(-1, min_qty=-20)
    assert bag.salable_quantity() == 19
    assert notices(bag, "1") == ["1"]


def test_c06_sources_outside_the_websites_stock_are_ignored() -> None:
    bag = shop(10)
    source = SourceFactory.create()
    StockFactory.create(sources=[source], website=default_website())
    SourceItemFactory.create(product=bag, source=source, quantity=0)
    assert notices(bag, "1") == ["1"]
    assert owed(order(bag, 1)) == [1]


def test_c08_mail_and_grid_name_the_owed_part_not_the_ordered_quantity() -> None:
    placed = order(shop(5), 10, method="checkmo")
    assert NOTICE.findall(worded().body_text) == ["5"]
    row = with_units(Order.objects.filter(pk=placed.pk)).get()
    assert (row.units, owed_now([row])) == (10, {row.pk: 5})


def test_c09_notice_grows_with_the_cart_up_to_the_most_that_can_be_bought(client: Client) -> None:
    bag = shop(1, min_qty=-5)
    told = []
    for added in ("1", "1", "4"):
        add(client, bag, added)
        told.append(NOTICE.findall(page_text(client.get("/cart/"))))
    assert told == [[], ["1"], ["5"]]
    assert "The most you can buy is 6, and 6 are in your cart already." in add(client, bag, "2")
    assert CartLine.objects.get().quantity == 6


def test_c11_zero_allowed_and_unlimited_are_two_wishes() -> None:
    one = shop(2, min_qty=-1, sku="A", slug="a")
    none = shop(2, backorders=OFF, min_qty=0, sku="B", slug="b")
    unlimited = shop(2, min_qty=0, sku="C", slug="c")
    place_order(lines={one: 3, none: 2, unlimited: 50}, email="ada@example.org", by=None, now=timezone.now())
    assert [refused(one, 1), refused(none, 1)] == [Reason.NOT_ENOUGH] * 2
    assert ["Out of Stock" in page_of(product) for product in (one, none, unlimited)] == [True, True, False]
    assert owed(order(unlimited, 1)) == [1]


def test_c12_inherited_positive_threshold_counts_as_zero_while_backorders_are_on() -> None:
    configure(MIN_QTY, 3)
    assert owed(order(shop(10), 12)) == [2]
    kept_back = shop(10, backorders=OFF, sku="OFF", slug="off")
    assert kept_back.salable_quantity() == 7
    assert refused(kept_back, 8) is Reason.NOT_ENOUGH


def test_c13_inherited_backorders_do_not_skip_the_limit() -> None:
    configure(BACKORDERS, NOTIFY.value)
    bag = shop(-2, backorders=None, min_qty=-2)
    configured = ConfigurationValue.objects.in_force(website=default_website()).configured_policy(None)
    gone = told(AvailabilityStatus.OUT_OF_STOCK, stock_id=Stock.objects.default().pk, configured=configured)
    assert bag.availability().status is AvailabilityStatus.OUT_OF_STOCK
    assert Product.objects.filter(gone).get() == bag
    assert "Out of Stock" in page_of(bag)
    assert refused(bag, 1) is Reason.NOT_ENOUGH


def test_c14_a_manual_stop_beats_backorders(client: Client) -> None:
    bag = shop(100, min_qty=-10, in_stock=False)
    assert bag.salable_quantity() == 0
    assert "Out of Stock" in page_of(bag)
    add(client, bag, "1")
    assert not CartLine.objects.exists()
    assert refused(bag, 1) is Reason.NO_SOURCE_IN_STOCK


def test_c15_five_below_zero_are_sold_and_the_sixth_is_not() -> None:
    bag = shop(0, min_qty=-5)
    assert owed(order(bag, 5)) == [5]
    assert refused(bag, 1) is Reason.NOT_ENOUGH


def test_c16_page_cart_and_later_page_say_what_is_true_then() -> None:
    bag = shop(1)
    assert "In stock" in page_of(bag)
    assert notices(bag, "2") == ["1"]
    order(bag, 2)
    later = page_of(bag)
    assert "Available on backorder" in later
    assert "In stock" not in later
    assert "Add to Cart" in later
    assert notices(bag, "1") == ["1"]


def test_c18_quantity_box_is_capped_by_what_is_salable_not_by_the_shelf(client: Client) -> None:
    bag = shop(3, min_qty=-7)
    add(client, bag, "1")
    line = CartLine.objects.get()
    text = page_text(client.post("/cart/", cart_form(client) | {box(line): "5"}, follow=True))
    assert NOTICE.findall(text) == ["2"]
    assert 'value="5" min="1" max="10"' in client.get("/cart/").content.decode()


def test_c25_lines_of_one_product_are_added_up_before_the_check(client: Client) -> None:
    bag = shop(1, backorders=OFF)
    with pytest.raises(NotSalable):
        place_order(lines=[(bag, 1), (bag, 1)], email="ada@example.org", by=None, now=timezone.now())
    add(client, bag, "1")
    assert "Not enough items for sale" in add(client, bag, "1")
    assert (Order.objects.count(), CartLine.objects.get().quantity, bag.salable_quantity()) == (0, 1, 1)


def test_x05_what_no_valid_quantity_can_buy_is_shown_as_not_buyable() -> None:
    bag = shop(10, backorders=OFF, min_sale_qty=7)
    order(bag, 7)
    page = page_of(bag)
    assert "Out of Stock" in page
    assert "Add to Cart" not in page
    assert refused(bag, 3) is Reason.MINIMUM


def test_x35_tenths_are_exact(client: Client) -> None:
    rope = shop(
        5, backorders=OFF, is_qty_decimal=True, min_sale_qty="0.5", enable_qty_increments=True, qty_increments="0.1"
    )
    for quantity in ("0.5", "0.6"):
        assert "You added Bag to your shopping cart." in add(client, rope, quantity)
    assert CartLine.objects.get().quantity == Decimal("1.1")
    tape = shop("0.3", backorders=OFF, sku="TAPE", slug="tape", is_qty_decimal=True, min_sale_qty="0.1")
    for _ in range(3):
        order(tape, Decimal("0.1"))
    assert tape.stock_level().free == Decimal(0)
    assert refused(tape, 1) is Reason.NOT_ENOUGH
