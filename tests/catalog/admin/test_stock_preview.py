"""What saving a stock would do, said before: of websites that move, and of sources that come and go."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Stock
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.test_stock_screen import ADD, GRID, rows, sold_from, sources_of, url
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def previewed(client: Client, stock: Stock | None = None, **changes: Any) -> Any:
    page = client.get(url(stock) if stock else ADD)
    address = f"{GRID}{stock.pk}/preview/" if stock else f"{GRID}preview/"
    return client.post(address, filled_form(page, **changes)).context["panel"]


def test_a_preview_says_what_a_website_that_moves_sells_then_and_stores_nothing(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    europe = StockFactory.create(name="Europe", sources=[berlin])
    kept, lost = (product_with_stock(quantity=4, sku=sku, name=sku) for sku in ("BAG", "HAT"))
    gained = product_with_stock(quantity=7, source=berlin, sku="CAP", name="CAP")
    SourceItemFactory.create(product=kept, source=berlin, quantity=1)
    for product in (kept, lost, gained):
        product.websites.set([default_website()])
    product_with_stock(quantity=9, source=berlin, sku="ELSEWHERE").websites.clear()
    moves: dict[str, Any] = {"websites": default_website().pk}
    for panel in (
        previewed(admin_client, europe, **moves),
        previewed(admin_client, name="New", **moves, **rows(berlin)),
    ):
        (effect,) = panel.stocks
        assert effect.stock.startswith("Main Website: from Default Stock to ")
        assert effect.sentences == (
            "1 product becomes buyable.",
            "1 product stops being buyable.",
        )
        assert [(each.sku, each.is_gained) for each in effect.names] == [("CAP", True), ("HAT", False)]
    assert (sold_from(), Stock.objects.count()) == ({"base": "Default Stock"}, 2)


def test_a_preview_of_sources_says_what_the_stock_sells_and_owes_then(admin_client: Client) -> None:
    berlin, lyon = SourceFactory.create(name="Berlin"), SourceFactory.create(name="Lyon")
    stock = StockFactory.create(name="Europe", sources=[berlin, lyon])
    product = product_with_stock(quantity=5, source=berlin, sku="BAG", name="BAG")
    ReservationFactory.create(product=product, stock=stock, quantity=-3)
    panel = previewed(admin_client, stock, **{"sources-unassign": str(berlin.pk)})
    (effect,) = panel.stocks
    assert (effect.stock, effect.sentences) == (
        "Europe",
        ("1 product stops being buyable.", "2 fewer units may be sold."),
    )
    assert panel.note == "Units owed to customers: 0 → 3."
    assert len(sources_of(stock)) == 2
    assert previewed(admin_client, stock, name="").errors == ('"name" can not be empty.',)
