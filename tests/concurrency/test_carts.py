"""Several clicks at once on one cart, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from backorders.actions.cart import CartChange, LineWish, QuantityRefused, add_to_cart, change_cart, close_cart
from backorders.models import Cart, CartLine
from backorders.queries.locks import locked_cart
from backorders.rules.placing import LineChange
from tests.concurrency.race import race, until_somebody_waits
from tests.factories.backorders import CartFactory, CartLineFactory, OrderFactory
from tests.factories.catalog import default_website, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 8


def test_no_click_on_add_to_cart_is_lost() -> None:
    cart, product = CartFactory.create(), product_with_stock(quantity=CLICKS)

    def click(_: int) -> None:
        add_to_cart(token=cart.token, website=cart.website, product=product, quantity=Decimal(1))
        connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        list(pool.map(click, range(CLICKS)))
    assert CartLine.objects.get().quantity == CLICKS


def test_clicks_together_never_pass_what_can_be_bought() -> None:
    cart, product = CartFactory.create(), product_with_stock(quantity=3)

    def click(_: int) -> bool:
        try:
            add_to_cart(token=cart.token, website=cart.website, product=product, quantity=Decimal(1))
        except QuantityRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(CLICKS) as pool:
        assert sum(pool.map(click, range(CLICKS))) == 3
    assert CartLine.objects.get().quantity == 3


def test_first_clicks_together_open_one_cart() -> None:
    token, website = CartFactory.build().token, default_website()
    products = [product_with_stock(quantity=1) for _ in range(CLICKS)]

    def click(number: int) -> None:
        add_to_cart(token=token, website=website, product=products[number], quantity=Decimal(1))
        connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        list(pool.map(click, range(CLICKS)))
    assert (Cart.objects.count(), CartLine.objects.count()) == (1, CLICKS)


def test_removing_a_line_twice_at_once_leaves_the_cart_empty() -> None:
    line = CartLineFactory.create()

    def click() -> CartChange:
        return change_cart(token=line.cart.token, website=line.cart.website, wishes={}, removed=[line.pk])

    assert [change.is_whole for change in race([click, click])] == [True, True]
    assert not CartLine.objects.exists()


def test_two_windows_that_change_a_line_at_once_never_undo_each_other_silently() -> None:
    line = CartLineFactory.create(product=product_with_stock(quantity=9), quantity=Decimal(3))

    def window(wanted: int) -> Callable[[], LineChange]:
        wishes = {line.pk: LineWish(shown=(Decimal(3),), wanted=Decimal(wanted))}
        return lambda: change_cart(token=line.cart.token, website=line.cart.website, wishes=wishes).answers[line.pk]

    answers = race([window(5), window(7)])
    assert set(answers) == {LineChange.APPLIED, LineChange.CONFLICT}
    assert CartLine.objects.get().quantity == (5, 7)[answers.index(LineChange.APPLIED)]


def test_a_line_put_in_while_the_cart_is_closed_goes_with_it() -> None:
    cart, product, is_locked = CartFactory.create(), product_with_stock(quantity=3), Event()
    order = OrderFactory.create(checkout=cart.token, website=cart.website)

    def adds() -> None:
        with transaction.atomic():
            locked_cart(cart.token, cart.website)
            is_locked.set()
            until_somebody_waits()
            add_to_cart(token=cart.token, website=cart.website, product=product, quantity=Decimal(1))

    def closes() -> None:
        is_locked.wait(timeout=30)
        assert close_cart(order=order) is None

    race([adds, closes])
    assert not Cart.objects.exists()
    assert not CartLine.objects.exists()
