"""The lines of a cart, each judged as the checkout will judge it."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from backorders.models import Cart
from backorders.queries.cart_lines import JudgedLine, OpenCart, cart_lines, open_cart
from catalog.models import ConfigurationValue, Product, Stock
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.salable import Reason
from tests.factories.backorders import CartFactory, CartLineFactory, OrderFactory
from tests.factories.catalog import WebsiteFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db


def lines_of(cart: Cart, *, judges: bool = True, group: str | None = None) -> tuple[JudgedLine, ...]:
    return cart_lines(
        cart,
        stock=Stock.objects.default(),
        configuration=ConfigurationValue.objects.in_force(website=cart.website),
        judges=judges,
        group=group,
    )


def only(product: Product, quantity: int, *, judges: bool = True, group: str | None = None) -> JudgedLine:
    line = CartLineFactory.create(product=product, quantity=Decimal(quantity), price_seen=Decimal(9))
    (judged,) = lines_of(line.cart, judges=judges, group=group)
    assert (judged.pk, judged.product, judged.quantity, judged.price_seen) == (line.pk, product, quantity, 9)
    return judged


def test_a_cart_is_found_with_its_lines_in_one_query_and_without_any_in_two(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    line, empty = CartLineFactory.create(), CartFactory.create()
    with django_assert_num_queries(1):
        found = open_cart(line.cart.token, line.cart.website)
    assert found is not None
    assert (found.cart, list(found.lines), found.has_gone_lines, found.was_ordered) == (line.cart, [line], False, False)
    with django_assert_num_queries(2):
        assert open_cart(empty.token, empty.website) == OpenCart(empty, (), was_ordered=False)
    assert open_cart(line.cart.token, WebsiteFactory.create()) is None
    Product.objects.filter(cartline=line).delete()
    OrderFactory.create(checkout=line.cart.token)
    again = open_cart(line.cart.token, line.cart.website)
    assert again is not None
    assert (again.has_gone_lines, again.was_ordered) == (True, True)


def test_lines_come_in_the_order_in_which_they_were_added_and_without_deleted_products() -> None:
    cart = CartFactory.create()
    first, gone, last = (CartLineFactory.create(cart=cart) for _ in range(3))
    CartLineFactory.create()
    Product.objects.filter(cartline=gone).delete()
    type(first).objects.filter(pk=first.pk).update(quantity=5)
    assert [line.pk for line in lines_of(cart)] == [first.pk, last.pk]
    assert lines_of(CartFactory.create()) == ()


@pytest.mark.parametrize("judges", [True, False])
def test_a_line_that_can_be_bought_is_promised_whether_it_is_checked_or_not(*, judges: bool) -> None:
    line = only(product_with_stock(quantity=5), 5, judges=judges)
    assert (line.refusal, line.is_promised, line.is_for_sale) == (None, True, True)
    assert line.availability.can_be_bought


def test_a_line_that_cannot_be_bought_is_refused_or_not_promised() -> None:
    bag = product_with_stock(quantity=5)
    refused, unchecked = only(bag, 6), only(bag, 6, judges=False)
    assert refused.refusal is not None
    assert (refused.refusal.reason, refused.refusal.bound) == (Reason.NOT_ENOUGH, 5)
    assert (refused.is_promised, refused.is_for_sale) == (True, True)
    assert (unchecked.refusal, unchecked.is_promised, unchecked.is_for_sale) == (None, False, True)


@pytest.mark.parametrize("judges", [True, False])
def test_a_line_that_the_website_does_not_sell_any_more_says_so(*, judges: bool) -> None:
    line = only(product_with_stock(quantity=5, is_enabled=False), 1, judges=judges)
    assert (line.is_for_sale, line.availability.can_be_bought) == (False, False)
    assert (line.refusal.reason if line.refusal else None) == (Reason.NOT_FOR_SALE if judges else None)


def test_the_minimum_is_that_of_the_shoppers_group() -> None:
    configure(MIN_SALE_QTY, '{"2": 6, "32000": 1}')
    bag = product_with_stock(quantity=9)
    assert [only(bag, 5, group=group).refusal is None for group in (None, "1", "2")] == [True, True, False]


@pytest.mark.parametrize(("price", "was"), [("9.00", None), ("9.01", Decimal(9))])
def test_a_price_is_told_as_it_was_when_it_changed(price: str, was: Decimal | None) -> None:
    assert only(product_with_stock(quantity=5, price=Decimal(price)), 1).price_was == was
