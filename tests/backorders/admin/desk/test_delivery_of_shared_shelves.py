"""The page of a product's queue where several stocks draw on the same sources: whose lines wait, and whom a delivery serves."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.move_to_front import move_to_front
from backorders.models import OrderLine
from catalog.rules.quantity import ZERO
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves

pytestmark = pytest.mark.django_db

EU, US, UK = 1, 2, 3
SAME = {EU: frozenset({1, 2}), US: frozenset({1, 2})}
CHAIN = {EU: frozenset({1, 2}), US: frozenset({2, 3}), UK: frozenset({3})}
APART = {EU: frozenset({1, 2}), US: frozenset({3})}


def shop_of(drawn_on: dict[int, frozenset[int]], *promises: tuple[int, int], at_2: int = 0) -> OrderShop:
    """Return a shop with `at_2` units at the second source, and orders of (stock, units) in this order."""
    shop = OrderShop.of(Shelves({1: ZERO, 2: Decimal(at_2), 3: ZERO}, drawn_on))
    for stock, units in promises:
        shop.promise(stock, Decimal(units))
    return shop


def address(shop: OrderShop, stock: int) -> str:
    return reverse("admin:backorders_backorder_product", args=(shop.stocks[stock].pk, shop.product.pk))


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    """Return (place, stock, covered, owed) of the lines, as the page shows them."""
    names = ("position", "stock", "covered", "owed")
    return [tuple(line[name] for name in names) for line in answer.context["lines"]]


def card_of(answer: Any) -> list[str]:
    """Return what the head says, term by term."""
    (card,) = re.findall(r"<dl>(.*?)</dl>", answer.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]*>", " ", card).split()


def test_the_preview_counts_those_of_other_stocks_too(admin_client: Client) -> None:
    shop = OrderShop.of(Shelves({1: ZERO}, {EU: frozenset({1}), US: frozenset({1})}))
    for stock, units in ((US, 2), (EU, 3)):
        shop.promise(stock, Decimal(units))
    page = address(shop, EU)
    answer = admin_client.get(page, {"units": "4"})
    assert "A delivery of 4 to Shelf 1 would cover 4 owed units. 2 of them are for orders of other stocks." in (
        admin_text(answer)
    )
    assert [line["served"] for line in answer.context["lines"]] == ["2", "2"]
    assert "would be left" not in admin_text(answer)
    assert "1 would be left." in admin_text(admin_client.get(page, {"units": "6"}))


def test_a_stock_with_no_source_enabled_has_nowhere_to_receive(admin_client: Client) -> None:
    shop = shop_of({EU: frozenset({1, 2}), US: frozenset({2})}, (EU, 3), (US, 1))
    shop.sources[2].is_enabled = False
    shop.sources[2].save()
    answer = admin_client.get(address(shop, US), {"units": "4"})
    assert "A delivery of 4 would cover 0 owed units. 4 would be left." in admin_text(answer)
    assert [(line["stock"], line["served"]) for line in answer.context["lines"]] == [
        ("Shelf stock 1", ""),
        ("Shelf stock 2", ""),
    ]


def test_stocks_that_draw_on_the_same_sources_show_one_queue(admin_client: Client) -> None:
    shop = shop_of(SAME, (EU, 3), (US, 3), (EU, 2), at_2=4)
    for stock, other, owed, covered in ((EU, US, "2", "3"), (US, EU, "2", "1")):
        answer = admin_client.get(address(shop, stock))
        assert rows_of(answer) == [(2, "Shelf stock 2", "1", "2"), (3, "Shelf stock 1", "0", "2")]
        assert f"Shared with Shelf stock {other}" in admin_text(answer)
        assert '<th scope="col">Stock</th>' in answer.content.decode()
        here = f"Owed {owed} Covered {covered} Owed in all these stocks 4 Covered in all these stocks 4"
        assert " ".join(card_of(answer)).endswith(here)


def test_stocks_that_share_some_sources_show_one_queue_too(admin_client: Client) -> None:
    shop = shop_of(CHAIN, (UK, 1), (EU, 3), (US, 3), at_2=4)
    answer = admin_client.get(address(shop, EU))
    assert rows_of(answer) == [(1, "Shelf stock 3", "0", "1"), (3, "Shelf stock 2", "1", "2")]
    assert "Shared with Shelf stock 2, Shelf stock 3" in admin_text(answer)
    assert " ".join(card_of(answer)).endswith(
        "Owed 0 Covered 3 Owed in all these stocks 3 Covered in all these stocks 4"
    )


def test_a_stock_that_shares_nothing_shows_its_own_lines_and_no_more(admin_client: Client) -> None:
    shop = shop_of(APART, (EU, 3), (US, 2))
    answer = admin_client.get(address(shop, EU))
    assert rows_of(answer) == [(1, "", "0", "3")]
    assert not re.search(r"Shared with|all these stocks|>Stock</th>|sources of their stocks", answer.content.decode())
    assert " ".join(card_of(answer)).endswith("Promised 3 Owed 3")


def test_a_line_that_is_moved_to_the_front_stands_first_on_the_pages_of_all_its_stocks(admin_client: Client) -> None:
    shop = shop_of(CHAIN, (EU, 3), (US, 3), (UK, 1), (US, 2), at_2=4)
    line = OrderLine.objects.get(pk=shop.lines[3])
    move_to_front(line=line, reason="Promised by phone.", by=None, now=timezone.now())
    answers = [rows_of(admin_client.get(address(shop, stock))) for stock in (EU, US, UK)]
    assert answers[1:] == answers[:1] * 2
    assert answers[0] == [
        (2, "Shelf stock 1", "2", "1"),
        (3, "Shelf stock 2", "0", "3"),
        (4, "Shelf stock 3", "0", "1"),
    ]


@pytest.mark.parametrize("drawn_on", [SAME, CHAIN], ids=["all", "some"])
@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_of_a_shared_queue_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: Any, lines: int, drawn_on: dict[int, frozenset[int]]
) -> None:
    shop = shop_of(drawn_on, *((EU if number % 2 else US, 1) for number in range(lines)))
    for query, queries in (({}, 10), ({"units": "2"}, 17)):
        with django_assert_num_queries(queries):
            admin_client.get(address(shop, EU), query)
