"""The desk's grids: filtered, sorted, with columns and views kept for the person, and had as a file."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from tests.backorders.admin.desk.test_page import DESK, backordered, placed
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, WebsiteFactory

pytestmark = pytest.mark.django_db


def test_each_grid_of_the_desk_is_filtered_sorted_and_kept_for_the_person(admin_client: Client) -> None:
    for sku, units in (("BAG", 3), ("HAT", 9), ("CAP", 5)):
        placed(backordered(sku), units)
    for view, column in (("desk", "product_name"), ("orders", "product_name")):
        address = reverse(f"admin:backorders_backorder_{view}")
        answer = admin_client.get(address, {"owed_from": "4", "sort": "-owes"})
        assert [row.sku for row in answer.context["rows"]] == ["HAT", "CAP"], view
        grid = answer.context["cl"]
        assert [(chip.label, chip.text, url) for chip, url in grid.chips] == [("Owed", "at least 4", "?sort=-owes")]
        admin_client.post(reverse(grid.columns_url), {"column": [column], "query": ""})
        saved = {"name": "Much", "query": "owed_from=4", "is_default": "on"}
        assert admin_client.post(reverse(grid.save_url), saved)["Location"].startswith(f"{address}?owed_from=4&view=")
        opened = admin_client.get(address, follow=True).context
        assert (opened["cl"].shown, len(opened["rows"])) == ((column,), 2)
        assert len(admin_client.get(address, {"view": "0"}).context["rows"]) == 3
    assert len(admin_client.get(reverse("admin:backorders_backorder_shippable")).context["cl"].shown) > 5


def test_the_desk_is_narrowed_by_website_stock_and_age_and_stays_so_in_each_grid(admin_client: Client) -> None:
    bag, other, now = backordered(), WebsiteFactory.create(), timezone.now()
    stock = StockFactory.create(sources=[SourceFactory.create()], website=other)
    SourceItemFactory.create(product=bag, source=stock.sources.get(), quantity=0)
    bag.websites.add(other)
    placed(bag, 3)
    place_order(lines={bag: 2}, email="ada@example.org", website=other, by=None, now=now - timedelta(days=7, minutes=1))
    for narrowed in ({"website": other.pk}, {"stock": stock.pk}, {"age": "7"}):
        answer = admin_client.get(reverse(DESK), narrowed)
        assert answer.context["summary"] == "2 units owed of 1 product", narrowed
        tabs = answer.context["tabs"]
        assert [admin_client.get(address).context["cl"].found.count for _, address, _ in tabs] == [1, 1, 0]
    assert not admin_client.get(reverse(DESK), {"age": "14"}).context["rows"]
