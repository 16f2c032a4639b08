"""The desk's grids: filtered, sorted, with columns and views kept for the person, and had as a file."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.backorders.admin.desk.test_page import backordered, placed

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
