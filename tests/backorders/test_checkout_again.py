"""The checkout is shown once more when it would tell more than it told: before any money is taken."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from backorders.actions import place_order as placing
from backorders.actions.place_order import place_order
from backorders.actions.steps.placing import OwesMore
from backorders.models import CartLine, Order, OrderLine, Payment
from catalog.models import Product, Reservation, SourceItem, StockItem
from catalog.rules import configuration as declared
from catalog.rules.waiting_settings import CONSENT_BEYOND
from tests.backorders.checkout_data import BY_CARD
from tests.factories.catalog import configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
CHANGED = "Your cart has changed since this page was opened. Please look at the summary once more."
NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


def in_cart(client: Client, bought: str, **fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "price": Decimal(10)}
    product = product_with_stock(**about | fields)
    client.post("/cart/add/", {"product": product.pk, "quantity": bought})
    client.get("/cart/")
    return product


def form_of(client: Client) -> dict[str, str]:
    content = client.get("/checkout/").content.decode()
    return dict(re.findall(r'name="(checkout|seen|consent)"\s+value="([^"]*)"', content)) | BY_CARD


def submit(client: Client, posted: dict[str, str]) -> str:
    return page_text(client.post("/checkout/", posted, follow=True))


def somebody_buys(product: Product, units: int) -> None:
    place_order(lines={product: units}, email="b@example.org", payment_method="checkmo", by=None, now=timezone.now())


def own_orders() -> int:
    return Order.objects.filter(email="ada@example.org").count()


@pytest.mark.parametrize(
    ("backorders", "said"),
    [
        (2, "Bag: 2 are on backorder now, none was when this page was opened."),
        (1, "Bag is partly on backorder now, it was in stock when this page was opened."),
    ],
)
def test_backorder_that_was_never_shown_is_shown_before_it_is_paid(client: Client, backorders: int, said: str) -> None:
    bag = in_cart(client, "5", quantity=5, backorders=backorders)
    posted = form_of(client)
    somebody_buys(bag, 2)
    text = submit(client, posted)
    assert f"{CHANGED} {said}" in text
    assert own_orders() == 0
    assert "Thank you" in submit(client, form_of(client))


def test_backorder_that_grew_is_shown_again(client: Client) -> None:
    bag = in_cart(client, "5", quantity=3, backorders=2)
    posted = form_of(client)
    somebody_buys(bag, 1)
    text = submit(client, posted)
    assert "Bag: 3 are on backorder now, 2 were when this page was opened." in text
    assert NOTICE.format(3) in text
    assert own_orders() == 0


@pytest.mark.parametrize("on_hand", [3, 4, 9])
def test_backorder_that_stayed_or_shrank_goes_through(client: Client, on_hand: int) -> None:
    bag = in_cart(client, "5", quantity=3, backorders=2)
    posted = form_of(client)
    SourceItem.objects.filter(product=bag).update(quantity=on_hand)
    assert "Thank you" in submit(client, posted)


def test_word_that_still_holds_is_not_shown_again(client: Client) -> None:
    bag = in_cart(client, "5", quantity=4, backorders=1)
    posted = form_of(client)
    somebody_buys(bag, 2)
    assert "Thank you" in submit(client, posted)


def test_nothing_is_asked_again_of_whom_nothing_is_told(client: Client) -> None:
    configure(declared.DISPLAY_STOCK_STATUS, 0)
    configure(CONSENT_BEYOND, 0)
    bag = in_cart(client, "5", quantity=5, backorders=1)
    posted = form_of(client)
    somebody_buys(bag, 5)
    assert "Thank you" in submit(client, posted)


def test_notice_that_a_setting_brought_is_shown_first(client: Client) -> None:
    bag = in_cart(client, "5", quantity=3, backorders=1)
    posted = form_of(client)
    StockItem.objects.filter(product=bag).update(backorders=2)
    assert NOTICE.format(2) in submit(client, posted)
    assert own_orders() == 0


def test_changed_price_and_quantity_are_named(client: Client) -> None:
    bag = in_cart(client, "1", quantity=5)
    posted = form_of(client)
    Product.objects.filter(pk=bag.pk).update(price=Decimal("99.00"))
    assert "Bag: the price is $99.00 now, it was $10.00." in submit(client, posted)
    CartLine.objects.update(quantity=2)
    in_cart(client, "1", quantity=5, name="Mug")
    text = submit(client, posted)
    assert "Bag: the quantity is 2 now, it was 1." in text
    assert "Mug was added." in text
    assert own_orders() == 0


@pytest.mark.parametrize("seen", ["", "abc", signing.dumps([]), "\0"], ids=["none", "text", "nothing signed", "NUL"])
def test_page_that_told_nothing_is_shown_again(client: Client, seen: str) -> None:
    in_cart(client, "1", quantity=5)
    assert CHANGED in submit(client, form_of(client) | {"seen": seen})
    assert own_orders() == 0


def test_guard_finds_what_was_sold_after_the_page_was_judged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = in_cart(client, "5", quantity=5, backorders=2)
    posted, judge = form_of(client), placing._judge  # noqa: SLF001  the moment between judging and the guard

    def late(*args: Any, **kwargs: Any) -> Any:
        basket = judge(*args, **kwargs)
        monkeypatch.setattr(placing, "_judge", judge)
        somebody_buys(bag, 3)
        return basket

    monkeypatch.setattr(placing, "_judge", late)
    text = submit(client, posted)
    assert f"{CHANGED} Bag: 3 are on backorder now, none was when this page was opened." in text
    assert NOTICE.format(3) in text
    assert (own_orders(), Payment.objects.filter(variant="card").count()) == (0, 0)


def test_refusal_of_more_than_was_told_changes_nothing() -> None:
    bag = product_with_stock(quantity=1, backorders=2)
    with pytest.raises(OwesMore) as refused:
        place_order(
            lines=[(bag, 1), (bag, 2)], email="a@example.org", told_owed={bag: Decimal(1)}, by=None, now=timezone.now()
        )
    assert [(line.product, line.told, line.owed) for line in refused.value.lines] == [(bag, 1, 2)]
    assert [model.objects.count() for model in (Order, OrderLine, Payment, Reservation)] == [0, 0, 0, 0]
    assert bag.stock_level().free == 1
