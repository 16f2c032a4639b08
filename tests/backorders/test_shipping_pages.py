"""Ship: New Shipment, the shipments of an order and their tracking numbers."""

import re
import uuid
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.models import Shipment
from catalog.models import Product, Source, SourceItem
from tests.backorders.shelf_orders import OrderShop
from tests.backorders.shipping import address, bag, boxes, order_of, page_text, submit, two_sources, values_of
from tests.catalog.rules.shared_shelves import Shelves
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_ship_with_one_source_goes_straight_to_what_is_covered(admin_client: Client) -> None:
    order = order_of(bag(), quantity=30)
    page = admin_client.get(address("ship", order))
    assert values_of(page.content.decode()) == boxes(order, 25)
    text = page_text(page)
    assert "Source: Default Source" in text
    assert "Ordered 30 Covered 25 Owed 5 On the shelf here 25" in text


def test_submit_shipment_ships_and_goes_back_to_the_order(admin_client: Client) -> None:
    order = order_of(bag(), quantity=30)
    source = Source.objects.get(code="default")
    _, text = submit(admin_client, order, source, 25, carrier="DHL", tracking_number="JD01", comment="Fragile")
    assert "The shipment has been created." in text
    assert re.search(
        r"Shipment Source Items Tracking #\d{9} .* admin Not handed over Default Source 25 . Product \d+ BAG", text
    )
    assert "DHL JD01 Fragile" in text
    assert "Shipped 25 of BAG from Default Source as #" in text
    assert (order.lines.get().shipped, SourceItem.objects.get().quantity) == (25, 0)


def test_c27_a_page_that_is_sent_twice_ships_once(admin_client: Client) -> None:
    order, source, key = order_of(bag(10), quantity=10), Source.objects.get(code="default"), str(uuid.uuid4())
    for _ in range(2):
        status, text = submit(admin_client, order, source, 10, key=key)
        assert (status, "The shipment has been created." in text) == (200, True)
    assert (order.shipments.count(), order.lines.get().shipped) == (1, 10)


def test_the_key_of_one_order_is_none_of_another(admin_client: Client) -> None:
    product, key = bag(10), str(uuid.uuid4())
    orders = [order_of(product), order_of(product)]
    for order in orders:
        submit(admin_client, order, Source.objects.get(code="default"), 1, key=key)
    assert [order.shipments.count() for order in orders] == [1, 1]


def test_c39_a_refusal_names_sku_asked_and_shelf_and_keeps_what_was_typed(admin_client: Client) -> None:
    order, source = order_of(bag(10), quantity=20), Source.objects.get(code="default")
    data = {"source": source.pk, **boxes(order, 20), "carrier": "DHL", "comment": "Soon"}
    answer = admin_client.post(address("ship", order), data)
    page = answer.content.decode()
    assert "BAG: 20 asked, 10 on the shelf at Default Source." in page_text(answer)
    assert (values_of(page), 'value="DHL"' in page, ">Soon</textarea>" in page) == (boxes(order, 20), True, True)
    assert order.shipments.count() == 0


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-1", "BAG: Please enter 0 or more."),
        ("x", "BAG: Please enter a valid number"),
        ("1.5", "BAG: Please enter a whole number: it is not sold in fractions."),
        ("9" * 40, "BAG: Please enter a number between"),
        ("1\0", "BAG: Please enter a valid number"),
        ("0", "You can't create a shipment without products."),
        ("", "You can't create a shipment without products."),
        ("31", 'must not be greater than the unshipped quantity for product SKU "BAG"'),
    ],
)
def test_a_quantity_that_makes_no_sense_is_refused(admin_client: Client, typed: str, problem: str) -> None:
    order = order_of(bag(), quantity=30)
    status, text = submit(admin_client, order, Source.objects.get(code="default"), typed)
    assert (status, problem in text, order.shipments.count()) == (400, True, 0)


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("carrier", "DH\u202eL", "Carrier: Please enter another text: it holds the invisible character U+202E."),
        (
            "tracking_number",
            "1\u200b2",
            "Tracking Number: Please enter another text: it holds the invisible character U+200B.",
        ),
        (
            "comment",
            "Frag\u2066ile",
            "Shipment Comments: Please enter another text: it holds the invisible character U+2066.",
        ),
        ("carrier", "x" * 101, "Carrier: Ensure this value has at most 100 characters"),
        ("tracking_number", "a\0b", "Tracking Number: Null characters are not allowed."),
        ("comment", "x" * 2001, "Shipment Comments: Ensure this value has at most 2000 characters"),
    ],
)
def test_words_on_the_parcel_that_cannot_be_kept_are_refused(
    admin_client: Client, field: str, typed: str, problem: str
) -> None:
    order = order_of(bag())
    status, text = submit(admin_client, order, Source.objects.get(code="default"), 1, **{field: typed})
    assert (status, problem in text, order.shipments.count()) == (400, True, 0)


def test_a_product_that_is_sold_in_decimals_ships_in_fractions(admin_client: Client) -> None:
    order = order_of(bag(is_qty_decimal=True), quantity="2.5")
    submit(admin_client, order, Source.objects.get(code="default"), "1.25")
    assert order.lines.get().shipped == Decimal("1.25")


def test_goods_whose_stock_is_not_managed_ship_without_a_shelf(admin_client: Client) -> None:
    order = order_of(bag(0, manage_stock=False), quantity=3)
    assert values_of(admin_client.get(address("ship", order)).content.decode()) == boxes(order, 3)
    submit(admin_client, order, Source.objects.get(code="default"), 3)
    assert (order.lines.get().shipped, SourceItem.objects.get().quantity) == (3, 0)


def test_a_product_that_was_deleted_ships_from_no_source(admin_client: Client) -> None:
    product = bag(3)
    order = order_of(product, quantity=3)
    product.delete()
    assert (
        "BAG: the product was deleted, and its units lie on no shelf."
        in submit(admin_client, order, Source.objects.get(code="default"), 3)[1]
    )
    assert order.lines.get().shipped == 0


def test_x16_the_page_shows_the_new_sku_and_the_one_it_was_ordered_as(admin_client: Client) -> None:
    product = bag(1)
    order = order_of(product)
    Product.objects.filter(pk=product.pk).update(sku="NEW")
    assert "SKU: NEW (ordered as BAG)" in page_text(admin_client.get(address("ship", order)))


def test_an_order_that_cannot_ship_says_why(admin_client: Client) -> None:
    held, canceled, owed = order_of(bag(1)), order_of(bag(1, sku="B")), order_of(bag(0, sku="C"), quantity=5)
    hold_order(order=held, by=None, now=timezone.now())
    cancel_order(order=canceled, by=None, now=timezone.now())
    for page in ("ship", "source_selection"):
        assert "The order is On Hold. Release it first." in page_text(admin_client.get(address(page, held)))
        assert "has a status of Canceled." in page_text(admin_client.get(address(page, canceled)))
        assert "5 owed. The shelf holds nothing for it" in page_text(admin_client.get(address(page, owed)))


def test_ship_is_offered_while_goods_are_left_to_ship(admin_client: Client) -> None:
    order = order_of(bag(3), quantity=3)
    button = f'href="{address("ship", order)}"'
    view = address("change", order)
    assert button in admin_client.get(view).content.decode()
    hold_order(order=order, by=None, now=timezone.now())
    assert button not in admin_client.get(view).content.decode()


def test_ship_is_not_offered_when_everything_left(admin_client: Client) -> None:
    order = order_of(bag(3), quantity=3)
    submit(admin_client, order, Source.objects.get(code="default"), 3)
    assert f'href="{address("ship", order)}"' not in admin_client.get(address("change", order)).content.decode()


def test_tracking_number_is_added_later(admin_client: Client) -> None:
    order = order_of(bag(3), quantity=3)
    submit(admin_client, order, Source.objects.get(code="default"), 3)
    shipment = order.shipments.get()
    data = {"carrier": "UPS", "tracking_number": "1Z"}
    text = page_text(admin_client.post(address("tracking", order, shipment.pk), data, follow=True))
    assert "The tracking number has been added." in text
    assert f"Tracking number of shipment #{shipment.number} added: UPS 1Z." in text
    too_long = {"tracking_number": "x" * 101}
    text = page_text(admin_client.post(address("tracking", order, shipment.pk), too_long, follow=True))
    assert "Tracking Number: Ensure this value has at most 100 characters" in text


def test_a_shipment_of_another_order_is_not_found(admin_client: Client) -> None:
    product = bag(3)
    order, other = order_of(product), order_of(product)
    submit(admin_client, order, Source.objects.get(code="default"), 1)
    assert admin_client.post(address("tracking", other, Shipment.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("page", ["ship", "source_selection", "destination", "tracking"])
def test_shipping_needs_the_permission(client: Client, page: str) -> None:
    order = order_of(bag(3))
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(user)
    more = (1,) if page == "tracking" else ()
    assert client.post(address(page, order, *more)).status_code == 403
    assert address("ship", order) not in client.get(address("change", order)).content.decode()


@pytest.mark.parametrize("lines", [1, 30])
def test_pages_ask_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, lines: int
) -> None:
    berlin, lyon, product = two_sources(sku="S")
    more = [product_with_stock(quantity=5, source=lyon, sku=f"S{number}") for number in range(lines - 1)]
    order = order_of(product, *more, quantity=2)
    for page, queries in (("source_selection", 15), ("ship", 15)):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            admin_client.get(address(page, order), {"source": berlin.pk})


def test_what_may_leave_is_said_beside_a_shelf_that_holds_other_stocks_units(admin_client: Client) -> None:
    linked = {1: frozenset({1, 2}), 2: frozenset({2})}
    shop = OrderShop.of(Shelves({1: Decimal(5), 2: Decimal(5)}, linked))
    for stock, units in ((1, 4), (2, 3)):
        assert shop.promise(stock, Decimal(units))
    pages = [
        page_text(admin_client.get(address("ship", shop.orders[shop.lines[0]]), {"source": shop.sources[source].pk}))
        for source in (1, 2)
    ]
    assert "On the shelf here 5" in pages[0]
    assert "May leave here" not in pages[0]
    assert "On the shelf here 5 May leave here 2" in pages[1]


def test_a_shelf_that_no_other_stock_draws_on_says_nothing_of_what_may_leave(admin_client: Client) -> None:
    _, lyon, product = two_sources()
    text = page_text(admin_client.get(address("ship", order_of(product, quantity=10)), {"source": lyon.pk}))
    assert "Covered 10 On the shelf here 4" in text
    assert "May leave here" not in text
