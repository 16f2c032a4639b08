"""When units that are not there come: one answer on every surface, at the order and after setting or delivery have changed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.place_order import place_order
from backorders.emails.order_confirmation import facts_now, order_confirmation, order_copy
from backorders.emails.order_news import order_unheld
from backorders.models import Order
from catalog.models import IncomingSupply, Product
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from catalog.words.promised_day import promised_day_in_words
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.test_checkout_again import CHANGED, form_of, in_cart, own_orders, submit
from tests.factories.catalog import configure, expected_supply, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
SAID = re.compile(r"Expected by \w{3} \d{1,2}, \d{4}\.|No date is known yet\.")
DESK = "/admin/backorders/order/backorders/"


def bag(**fields: Any) -> Product:
    return product_with_stock(quantity=0, backorders=2, min_qty=-500, sku="BAG", name="Bag", **fields)


def ordered(product: Product, units: int) -> Order:
    return place_order(
        lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def in_days(days: int) -> str:
    return promised_day_in_words(localdate() + timedelta(days=days))


def said(text: str) -> set[str]:
    return set(SAID.findall(text))


def of_quantity(product: Product, units: int) -> dict[str, set[str]]:
    """What each surface says to somebody who wants so many units now."""
    client = Client()
    client.post("/cart/add/", {"product": product.pk, "quantity": units})
    answer = Client().get(f"/products/{product.slug}/?quantity={units}")
    return {
        "product page": said(page_text(answer)),
        "cart": said(page_text(client.get("/cart/"))),
        "checkout": said(page_text(client.get("/checkout/"))),
    }


def to_search_engines(product: Product) -> str:
    """What they are told of the next unit, as a shopper would be."""
    page = Client().get(f"/products/{product.slug}/").content.decode()
    found = re.search(r'"availabilityStarts": "([^"]*)"', page)
    return promised_day_in_words(None if found is None else date.fromisoformat(found[1]))


def of_order(order: Order, staff: Client) -> dict[str, set[str]]:
    """What each surface says of units that are still to come."""
    mail = order_confirmation(facts_now(order), again=localdate())
    to_come = order_unheld(order, today=localdate())
    queue = staff.get(f"{DESK}{order.stock_id}/{order.lines.get().product_id}/")
    (line,) = [line for line in queue.context["lines"] if line["number"] == order.number]
    return {
        "order page": said(page_text(Client().get(f"/orders/{order.checkout}/"))),
        "confirmation sent again, text": said(mail.text),
        "confirmation sent again, HTML": said(mail.html),
        "still to come, text": said(to_come.text),
        "still to come, HTML": said(to_come.html),
        "order in the admin": said(admin_text(staff.get(f"/admin/backorders/order/{order.pk}/change/"))),
        "queue": said(line["comes"]),
    }


def promised(order: Order) -> dict[str, set[str]]:
    """What was said when it was placed, whenever that is read."""
    mail, copy = order_confirmation(facts_now(order)), order_copy(order, list(order.lines.all()))
    texts = {"text": mail.text, "HTML": mail.html, "copy, text": copy.text, "copy, HTML": copy.html}
    return {name: said(text) for name, text in texts.items()}


def all_say(told: dict[str, set[str]], day: str) -> bool:
    return told == {where: {day} for where in told}


def nothing(_: Product) -> None: ...


def lead_time(_: Product) -> None:
    configure(BACKORDER_LEAD_TIME, 30)


def moved(_: Product) -> None:
    IncomingSupply.objects.filter(quantity=40).update(expected_on=localdate() + timedelta(days=9))


def closed(_: Product) -> None:
    IncomingSupply.objects.update(is_closed=True)


def closed_with_lead_time(product: Product) -> None:
    closed(product)
    lead_time(product)


def late(_: Product) -> None:
    IncomingSupply.objects.filter(quantity=40).update(expected_on=localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("happens", "day"),
    [
        (nothing, 4),
        (lead_time, 4),
        (moved, 9),
        (closed, None),
        (closed_with_lead_time, 30),
        # The delivery that comes after it serves who waits.
        (late, 20),
    ],
)
def test_every_surface_tells_one_day(happens: Callable[[Product], None], day: int | None, admin_client: Client) -> None:
    product = bag()
    expected_supply(product, 40)
    expected_supply(product, 60, days=20)
    order = ordered(product, 5)
    assert order.lines.get().promised_on == localdate() + timedelta(days=4)
    happens(product)
    told = promised_day_in_words(None) if day is None else in_days(day)
    assert all_say(of_order(order, admin_client), told)
    assert all_say(of_quantity(product, 3), told)
    assert to_search_engines(product) == told
    assert all_say(promised(order), in_days(4))


def test_a_delivery_is_promised_once() -> None:
    """Of 40 on the 3rd and 60 on the 20th the 41st unit that is owed is of the 20th (docs/rules.md#dates-1)."""
    product = bag()
    expected_supply(product, 40)
    expected_supply(product, 60, days=20)
    orders = [ordered(product, units) for units in (38, 3, 59, 1)]
    days = [each.lines.get().promised_on for each in orders]
    assert days == [localdate() + timedelta(days=4), *[localdate() + timedelta(days=20)] * 2, None]
    assert said(page_text(Client().get(f"/orders/{orders[3].checkout}/"))) == {promised_day_in_words(None)}


def test_a_line_keeps_the_day_of_its_last_unit_and_what_is_there_is_promised_none() -> None:
    product = product_with_stock(quantity=2, backorders=2)
    expected_supply(product, 40)
    assert ordered(product, 2).lines.get().promised_on is None
    two = place_order(
        lines=[(product, 40), (product, 1)],
        email="a@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    days = list(two.lines.order_by("pk").values_list("promised_on", flat=True))
    assert days == [localdate() + timedelta(days=4), None]


def test_who_is_not_told_of_backorders_is_told_no_day(client: Client) -> None:
    product = bag()
    configure("cataloginventory/options/display_product_stock_status", 0)
    product.stock_item.backorders = 1
    product.stock_item.save()
    expected_supply(product, 40)
    assert said(page_text(client.get(f"/products/{product.slug}/?quantity=3"))) == set()
    assert said(page_text(client.get(f"/orders/{ordered(product, 3).checkout}/"))) == set()


def test_a_day_that_became_later_is_shown_before_it_is_paid(client: Client) -> None:
    product = in_cart(client, "5", quantity=0, backorders=2)
    supply = expected_supply(product, 40)
    posted = form_of(client)
    supply.expected_on += timedelta(days=5)
    supply.save()
    was = f"It was expected by {in_days(4).removeprefix('Expected by ').removesuffix('.')} when this page was opened."
    assert f"{CHANGED} Bag: {in_days(9)} {was}" in submit(client, posted)
    assert own_orders() == 0
    supply.expected_on -= timedelta(days=6)
    posted = form_of(client)
    supply.save()
    assert "Thank you" in submit(client, posted)


def test_a_promised_day_that_has_passed_is_shown_to_staff_only(admin_client: Client, client: Client) -> None:
    product = bag()
    expected_supply(product, 40)
    order, other = ordered(product, 5), ordered(product, 1)
    order.lines.update(promised_on=localdate() - timedelta(days=1))
    assert "Expected when ordered" not in page_text(client.get(f"/orders/{order.checkout}/"))
    assert ", which has passed" in admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))
    other.lines.update(promised_on=localdate() + timedelta(days=2))
    assert "Expected when ordered" in page_text(client.get(f"/orders/{other.checkout}/"))


def test_search_engines_are_told_when_the_next_unit_comes() -> None:
    product = bag()
    assert to_search_engines(product) == promised_day_in_words(None)
    expected_supply(product, 40)
    assert to_search_engines(product) == in_days(4)


def test_c45_what_is_on_the_shelf_waits_for_nothing_and_the_rest_for_the_lead_time() -> None:
    product = product_with_stock(quantity=5, backorders=2, min_qty=-500)
    configure(BACKORDER_LEAD_TIME, 14)
    assert of_quantity(product, 5) == {"product page": set(), "cart": set(), "checkout": set()}
    assert all_say(of_quantity(product, 8), in_days(14))
    client = Client()
    client.post("/cart/add/", {"product": product.pk, "quantity": 8})
    assert "back order the remaining 3" in page_text(client.get("/cart/"))
