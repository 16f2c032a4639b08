"""B41: Reorder of an order whose products were disabled, deleted or renamed since."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.create_order import PAGE
from tests.backorders.deleting import by_action
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_b41_reorder_names_what_is_deleted_and_what_is_disabled(admin_client: Client) -> None:
    hat, rope, bag = (
        product_with_stock(quantity=9, sku=sku, name=name)
        for sku, name in (("HAT", "Felt hat"), ("ROPE", "Rope"), ("BAG", "Bag"))
    )
    order = place_order(lines={hat: 2, rope: 1, bag: 1}, email="ada@example.org", by=None, now=timezone.now())
    by_action(hat)
    rope.is_enabled = False
    rope.save()
    bag.sku = "SACK"
    bag.save()
    view = admin_client.get(f"/admin/backorders/order/{order.pk}/change/").content.decode()
    form = view.split(f'action="{PAGE}"')[1].split("</form>")[0]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    page = admin_client.post(PAGE, sent)
    text = admin_text(page)
    assert "Felt hat (HAT) was deleted from the catalog: it cannot be ordered again." in text
    assert "There is no product “HAT”." in text
    assert "This product, or the one that it is a variant of, is disabled or not sold on this website." in text
    assert "SKU: SACK" in text
