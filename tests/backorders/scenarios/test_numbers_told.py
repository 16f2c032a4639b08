"""Numbers, as scenarios.md tells them: what a threshold, a notify level and an empty shelf mean, on the pages that say it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from backorders.actions.place_order import place_order
from catalog.actions.set_source_quantity import set_source_quantity
from catalog.models import Product, SourceItem, StockItem
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from tests.catalog.actions.imported import import_row
from tests.catalog.admin.product_pages import save
from tests.factories.catalog import configure, default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
OFF, ON, NOTIFY = (mode.value for mode in BackorderMode)


def page_of(product: Product) -> str:
    return page_text(Client().get(f"/products/{product.slug}/"))


def test_c08_staff_read_five_backordered_of_an_order_of_ten(admin_client: Client) -> None:
    placed = place_order(
        lines={product_with_stock(quantity=5, backorders=ON): 10}, email="shopper@example.org", by=None
    )
    page = " ".join(admin_client.get(f"/admin/backorders/order/{placed.pk}/change/").content.decode().split())
    assert '"Backordered when placed"> <strong>5</strong>' in page
    assert "5 of the units ordered were not on the shelf when the order was placed." in page


@pytest.mark.parametrize(("on_hand", "threshold", "salable"), [(100, -70, 170), (25, -50, 75)], ids=["a", "b"])
def test_c10_a_negative_threshold_is_salable_and_survives_every_saving(
    admin_client: Client, on_hand: int, threshold: int, salable: int
) -> None:
    product = product_with_stock(quantity=on_hand, backorders=ON)
    save(admin_client, product, **{"stock-min_qty_use_config": None, "stock-min_qty": str(threshold)})
    for name in ("Bag", "Bag again", "Bag once more"):
        assert save(admin_client, product, name=name).status_code == 302
        assert StockItem.objects.get(product=product).min_qty == threshold
        assert product.salable_quantity() == salable


@pytest.mark.parametrize("notify", [None, 5, 95, 1000])
def test_c17_the_notify_level_never_reduces_the_salable_quantity(notify: int | None) -> None:
    product = product_with_stock(quantity=100, backorders=OFF, min_qty=10, notify_stock_qty=notify)
    SourceItem.objects.filter(product=product).update(notify_quantity=notify)
    assert product.salable_quantity() == 90
    place_order(lines={product: 90}, email="shopper@example.org", by=None)
    assert product.salable_quantity() == 0


def test_c19_only_x_left_counts_the_salable_quantity_on_the_page() -> None:
    product = product_with_stock(quantity=10, backorders=ON, min_qty=-10, slug="bag")
    configure(ONLY_X_LEFT_THRESHOLD, 10)
    assert "left" not in page_of(product)
    configure(ONLY_X_LEFT_THRESHOLD, 20)
    assert "Only 20 left" in page_of(product)


@pytest.mark.parametrize("writer", ["action", "file", "SQL"])
def test_c32_quantity_zero_without_a_status_stays_available_on_backorder(writer: str) -> None:
    product = product_with_stock(sku="TENT", slug="tent", quantity=3, backorders=ON, min_qty=-10)
    if writer == "action":
        set_source_quantity(product, source=default_source(), quantity=Decimal(0), by=None)
    elif writer == "file":
        import_row(sku="TENT", qty="0")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalog_sourceitem SET quantity = 0 WHERE product_id = %s", [product.pk])
    assert product.salable_quantity() == 10
    assert "Available on backorder" in page_of(product)
