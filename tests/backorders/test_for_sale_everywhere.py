"""What a website sells is one answer: each page and each order gives it."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cart import QuantityRefused, add_to_cart
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.models import Order, OrderLine, Refund
from backorders.queries.cart_lines import cart_lines
from backorders.queries.order_draft import judged_items
from catalog.models import ConfigurationValue, Product, Stock
from catalog.models.product import ProductType, Visibility
from catalog.rules.salable import Reason
from tests.backorders.create_order import PAGE, typed
from tests.backorders.staff_orders import placed
from tests.factories.backorders import CartFactory, CartLineFactory
from tests.factories.catalog import ProductFactory, default_website, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
SKU = "J-M"


def jacket(**fields: Any) -> Product:
    """Return a variant that is sold, with nine units of it."""
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    about: dict[str, Any] = {"sku": SKU, "name": "Jacket M", "slug": "jacket-m", "options": {"Size": "M"}}
    return product_with_stock(quantity=9, variant_of=parent, **about | fields)


def parent_of(product: Product) -> Product:
    return Product.objects.get(variants=product)


def disable(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(is_enabled=False)


def take_off(product: Product) -> None:
    product.websites.clear()


def disable_configurable(product: Product) -> None:
    disable(parent_of(product))


def take_configurable_off(product: Product) -> None:
    take_off(parent_of(product))


def hide(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(visibility=Visibility.NOT_VISIBLE)


def nothing(product: Product) -> None:
    del product


def by_its_page(product: Product) -> bool:
    return Client().get(f"/products/{product.slug}/", follow=True).status_code == 200


def by_the_chooser(product: Product) -> bool:
    return Client().post(f"/products/{product.slug}/choose/").status_code == 302


def by_the_page_of_the_configurable(product: Product) -> bool:
    page = Client().get("/products/jacket/", {"option-Size": "M"})
    return f'name="product" value="{parent_of(product).pk}"' in page.content.decode() and SKU in page_text(page)


def by_the_cart(product: Product) -> bool:
    try:
        add_to_cart(token=None, website=default_website(), product=product)
    except QuantityRefused as refused:
        return refused.refusal.reason is not Reason.NOT_FOR_SALE
    return True


def by_a_line_of_the_cart(product: Product) -> bool:
    cart = CartLineFactory.create(cart=CartFactory.create(), product=product).cart
    (line,) = cart_lines(cart, stock=Stock.objects.default(), configuration=ConfigurationValue.objects.in_force())
    assert line.is_for_sale == (line.refusal is None) == line.availability.can_be_bought
    return line.is_for_sale


def by_an_order(product: Product) -> bool:
    try:
        place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now())
    except NotSalable as refused:
        return refused.lines[0].refusal.reason is not Reason.NOT_FOR_SALE
    return True


def by_create_new_order(product: Product) -> bool:
    judged = judged_items(
        {product: Decimal(1)},
        website=default_website(),
        stock=Stock.objects.default(),
        configuration=ConfigurationValue.objects.in_force(),
    )[product.pk]
    assert (judged.refusal is None) == judged.availability.can_be_bought
    return judged.refusal is None


def by_an_edit(product: Product) -> bool:
    order = placed(product_with_stock(quantity=9, sku="OTHER"))
    try:
        edit_order(order=order, units={}, added={product: Decimal(1)}, by=None, now=timezone.now())
    except CannotEdit:
        return False
    return OrderLine.objects.filter(order=order, product=product).exists()


def by_itself(product: Product) -> bool:
    return Product.objects.get(pk=product.pk).availability().can_be_bought


EVERYWHERE = [
    by_its_page,
    by_the_chooser,
    by_the_page_of_the_configurable,
    by_the_cart,
    by_a_line_of_the_cart,
    by_an_order,
    by_create_new_order,
    by_an_edit,
    by_itself,
]
NOT_FOR_SALE = [disable, take_off, disable_configurable, take_configurable_off]


@pytest.mark.parametrize("asked", EVERYWHERE)
@pytest.mark.parametrize("change", [nothing, hide])
def test_what_is_sold_is_sold_everywhere(change: Callable[[Product], None], asked: Callable[[Product], bool]) -> None:
    product = jacket()
    change(product)
    assert asked(product)


@pytest.mark.parametrize("asked", EVERYWHERE)
@pytest.mark.parametrize("change", NOT_FOR_SALE)
def test_what_is_not_sold_is_sold_nowhere(change: Callable[[Product], None], asked: Callable[[Product], bool]) -> None:
    product = jacket()
    change(product)
    assert not asked(product)


@pytest.mark.parametrize("change", NOT_FOR_SALE)
def test_listing_search_and_suggestions_leave_out_what_is_not_sold(
    client: Client, admin_client: Client, change: Callable[[Product], None]
) -> None:
    product = jacket()

    def shown() -> list[bool]:
        pages = [client.get("/"), client.get("/search/", {"q": "jacket m"})]
        found = json.loads(admin_client.get("/admin/backorders/order/products/", {"q": SKU}).content)["products"]
        typed_parent = admin_client.post(PAGE, typed((parent_of(product).sku, 1)))
        return [
            *(">Jacket M<" in page.content.decode() for page in pages),
            [each["sku"] for each in found] == [SKU],
            f"Please choose a variant: {SKU}." in typed_parent.content.decode(),
        ]

    assert shown() == [True] * 4
    change(product)
    assert shown() == [False] * 4


def test_search_for_the_sku_of_a_variant_that_is_not_sold_finds_nothing(client: Client) -> None:
    product = jacket(visibility=Visibility.NOT_VISIBLE)
    assert ">Jacket<" in client.get("/search/", {"q": SKU}).content.decode()
    take_off(product)
    assert ">Jacket<" not in client.get("/search/", {"q": SKU}).content.decode()


@pytest.mark.parametrize("change", NOT_FOR_SALE)
def test_late_money_for_what_is_not_sold_any_more_goes_back(change: Callable[[Product], None]) -> None:
    product = jacket()
    order = place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.get().change_status("rejected")
    change(product)
    order.payments.get().change_status("confirmed")
    assert (Order.objects.get().status, Refund.objects.get().amount) == ("canceled", order.total)


def test_add_to_cart_of_what_is_not_sold_any_more_says_so_in_the_cart(client: Client) -> None:
    product = jacket()
    disable_configurable(product)
    for posted in (product, parent_of(product)):
        answer = client.post("/cart/add/", {"product": posted.pk}, follow=True)
        assert (answer.redirect_chain, answer.status_code) == ([("/cart/", 302)], 200)
        assert "This product is no longer for sale." in page_text(answer)
