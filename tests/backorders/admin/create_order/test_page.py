"""Sales > Orders > Create New Order."""

import uuid

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backorders.models import Order
from catalog.models.product import ProductType
from tests.backorders.create_order import PAGE, hidden, submitted, typed, words
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_staff_create_an_order(admin_client: Client) -> None:
    product_with_stock(quantity=10, sku="BAG", price=10)
    page = submitted(admin_client, ("BAG", 3))
    order = Order.objects.get()
    assert page.headers["Location"] == reverse("admin:backorders_order_change", args=(order.pk,))
    assert (order.customer_name, order.email, order.city, order.total) == (
        "Ada Brandt",
        "ada@example.org",
        "Hamburg",
        30,
    )
    assert (order.is_offline, order.placed_by) == (True, User.objects.get())
    assert [(line.sku, line.ordered) for line in order.lines.all()] == [("BAG", 3)]


def test_the_order_shows_who_placed_it_and_where_it_goes(admin_client: Client) -> None:
    product_with_stock(quantity=10, sku="BAG")
    page = submitted(admin_client, ("BAG", 3))
    view = words(admin_client.get(page.headers["Location"]))
    assert " by admin</dd>" in view
    assert "<div>Kaistr. 1</div><div>20095 Hamburg</div><div>Germany</div>" in view


def test_a_page_without_its_token_gets_one(admin_client: Client) -> None:
    product_with_stock(quantity=10, sku="BAG")
    shown = admin_client.post(PAGE, typed(("BAG", 3), checkout="nonsense\0"))
    sent = typed(("BAG", 3), checkout="nonsense", seen=hidden(shown, "seen"), do="submit")
    assert admin_client.post(PAGE, sent).status_code == 302


def test_an_order_to_be_paid_by_card_shows_the_link_to_pay_it(admin_client: Client) -> None:
    product_with_stock(quantity=10, sku="BAG")
    page = submitted(admin_client, ("BAG", 3), payment_method="card")
    order = Order.objects.get()
    link = "http://localhost:8000" + reverse("storefront:confirmation", args=(order.checkout,))
    assert f'<a href="{link}">{link}</a>' in words(admin_client.get(page.headers["Location"]))


def test_c07_the_part_that_is_backordered_is_told_once(admin_client: Client) -> None:
    product_with_stock(quantity=10, backorders=2, sku="BAG")
    page = admin_client.post(PAGE, typed(("BAG", 15)))
    again = admin_client.post(PAGE, typed(("BAG", 15), seen=hidden(page, "seen")))
    for shown in (page, again):
        assert words(shown).count("back order the remaining") == 1
        assert "back order the remaining 5." in words(shown)


@pytest.mark.parametrize("mode", [1, 2])
def test_staff_see_the_backordered_part_in_both_modes(admin_client: Client, mode: int) -> None:
    product_with_stock(quantity=10, backorders=mode, sku="BAG")
    assert "back order the remaining 5." in words(admin_client.post(PAGE, typed(("BAG", 15))))


def test_an_order_is_not_placed_before_its_items_were_shown(admin_client: Client) -> None:
    product_with_stock(quantity=10, backorders=2, sku="BAG")
    page = admin_client.post(PAGE, typed(("BAG", 15), checkout=str(uuid.uuid4()), do="submit"))
    assert "Please check the items and the total" in words(page)
    assert "back order the remaining 5." in words(page)
    assert not Order.objects.exists()


def test_a_button_pressed_twice_is_one_order(admin_client: Client) -> None:
    product_with_stock(quantity=10, sku="BAG")
    shown = admin_client.post(PAGE, typed(("BAG", 3)))
    sent = typed(("BAG", 3), checkout=str(uuid.uuid4()), seen=hidden(shown, "seen"), do="submit")
    first, second = admin_client.post(PAGE, sent), admin_client.post(PAGE, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_c25_rows_of_one_product_are_added_up(admin_client: Client) -> None:
    product_with_stock(quantity=1, sku="BAG")
    page = words(admin_client.post(PAGE, typed(("BAG", 1), ("bag", 1))))
    assert "Only 1 of 2 available." in page
    assert page.count('name="sku" value="BAG"') == 1


def test_an_unknown_sku_names_what_was_typed_and_keeps_it(admin_client: Client) -> None:
    product_with_stock(quantity=9, sku="BAG")
    page = submitted(admin_client, ("BAG", 2), ("NO<SUCH", "7"))
    assert page.status_code == 400
    assert "There is no product “NO&lt;SUCH”." in words(page)
    assert 'value="NO&lt;SUCH"' in words(page)
    assert 'value="7"' in words(page)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("quantity", "message"),
    [
        ("two", "Please enter a quantity as a number"),
        ("", "Please enter a quantity as a number"),
        ("0", "greater than 0"),
        ("-1", "greater than 0"),
        ("1.5", "You cannot use decimal quantity"),
        ("9" * 40, "Please enter a smaller quantity."),
        ("1\0e5", "maximum qty"),
    ],
)
def test_a_quantity_that_cannot_be_sold_says_why(admin_client: Client, quantity: str, message: str) -> None:
    product_with_stock(quantity=9, sku="BAG")
    page = submitted(admin_client, ("BAG", quantity))
    assert (page.status_code, message in words(page)) == (400, True)
    assert not Order.objects.exists()


def test_products_that_are_not_for_sale_say_why(admin_client: Client) -> None:
    product_with_stock(quantity=9, sku="OFF", is_enabled=False)
    jacket = ProductFactory.create(sku="JACKET", product_type=ProductType.CONFIGURABLE)
    product_with_stock(quantity=9, sku="JACKET-S", variant_of=jacket)
    page = words(admin_client.post(PAGE, typed(("OFF", 1), ("JACKET", 1))))
    assert "This product, or the one that it is a variant of, is disabled or not sold on this website." in page
    assert "Please choose a variant: JACKET-S" in page


def test_nothing_that_was_typed_is_lost(admin_client: Client) -> None:
    page = submitted(admin_client, ("", "4"), email="no mail", country="")
    for kept in ("Ada Brandt", "no mail", "Kaistr. 1", 'value="4"'):
        assert kept in words(page)
    for said in ("Please enter a SKU", "Enter a valid email address.", "Please select a country."):
        assert said in words(page)


def test_an_order_without_products_is_refused(admin_client: Client) -> None:
    assert "Please add at least one product." in words(submitted(admin_client))


def test_virtual_products_ask_for_no_address(admin_client: Client) -> None:
    product_with_stock(quantity=9, sku="GIFT", product_type=ProductType.VIRTUAL)
    submitted(admin_client, ("GIFT", 1), street="", city="", postcode="", country="")
    assert Order.objects.get().city == ""


def test_units_bought_by_somebody_else_meanwhile_are_refused(admin_client: Client) -> None:
    bag = product_with_stock(quantity=3, sku="BAG")
    shown = admin_client.post(PAGE, typed(("BAG", 3)))
    item = bag.source_items.get()
    item.quantity = 2
    item.save()
    sent = typed(("BAG", 3), checkout=str(uuid.uuid4()), seen=hidden(shown, "seen"), do="submit")
    page = admin_client.post(PAGE, sent)
    assert (page.status_code, "Only 2 of 3 available." in words(page)) == (400, True)


def test_a_total_beyond_what_an_order_can_be_is_refused(admin_client: Client) -> None:
    product_with_stock(quantity=10**7, sku="DEAR", price=9999999, max_sale_qty=10**7)
    page = submitted(admin_client, ("DEAR", 1_000_000))
    assert "DEAR: an order&#x27;s total is at most" in words(page)


def test_creating_needs_the_permission(client: Client) -> None:
    user = User.objects.create_user("viewer", is_staff=True)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    assert client.get(reverse("admin:backorders_order_products"), {"q": "bag"}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_order"))
    assert client.get(PAGE).status_code == 200


def test_the_grid_offers_the_page(admin_client: Client) -> None:
    page = words(admin_client.get(reverse("admin:backorders_order_changelist")))
    assert "Create New Order" in page
