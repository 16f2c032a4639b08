"""Stock as staff count, set and read it, as the bug reports of other shops tell it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from catalog.models import Product, SourceItem
from catalog.rules import product_setting
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import ADD, GRID, at_default, save, url
from tests.factories.catalog import SourceFactory, configure, default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def update_attributes(client: Client, product: Product, **changes: str | None) -> None:
    """Choose the product in the grid, Update attributes, and save."""
    page = client.post(GRID, {"action": "update_attributes", "index": "0", "_selected_action": [product.pk]})
    assert client.post(GRID, filled_form(page, **changes)).status_code == 302


def offered(product: Product) -> tuple[Decimal, bool]:
    """Return the salable quantity, and whether it is unlimited."""
    fresh = Product.objects.get(pk=product.pk)
    return fresh.salable_quantity(), fresh.availability().is_unlimited


def test_b03_a_page_opened_before_a_parcel_left_does_not_bring_its_units_back(admin_client: Client) -> None:
    product = product_with_stock(quantity=10, sku="BAG")
    opened = admin_client.get(url(product))
    order = place_order(
        lines={product: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    units = {order.lines.get(): Decimal(3)}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    for _ in range(2):
        answer = admin_client.post(url(product), filled_form(opened, name="Renamed"))
        assert answer.status_code == 302
        assert (SourceItem.objects.get().quantity, Product.objects.get().name) == (7, "Renamed")
    assert unsound(limit=0) == []


@pytest.mark.parametrize(("configured", "after"), [("-7", (7, False)), ("0", (0, True))])
def test_b54_a_threshold_of_many_products_is_their_own_until_it_is_the_configured_one_again(
    admin_client: Client, configured: str, after: tuple[int, bool]
) -> None:
    configure(product_setting.MIN_QTY, configured)
    product, other = (product_with_stock(backorders=1, min_qty=-2) for _ in range(2))
    chosen: dict[str, str | None] = {"stock-min_qty_change": "1", "stock-min_qty_use_config": None}
    update_attributes(admin_client, product, **chosen | {"stock-min_qty": "-5"})
    assert (offered(product), offered(other)) == ((5, False), (2, False))
    update_attributes(admin_client, product, **chosen | {"stock-min_qty_use_config": "on"})
    assert (offered(product), offered(other)) == (after, (2, False))


def test_b56_a_notify_quantity_of_a_source_is_kept_and_counts_in_the_low_stock_report(admin_client: Client) -> None:
    SourceFactory.create()
    product = product_with_stock(quantity=10, sku="BAG")
    product_with_stock(quantity=10, sku="OTHER")
    save(admin_client, product, **{at_default("notify_quantity"): "12", at_default("uses_default"): None})
    assert SourceItem.objects.get(product=product).notify_quantity == 12
    report = admin_client.get("/admin/catalog/lowstock/").context["cl"]
    shown = [(report.model_admin.sku(row), report.model_admin.where_text(row)) for row in report.result_list]
    assert ("BAG", "Default Source (default)") in shown
    assert "OTHER" not in {sku for sku, _ in shown}


@pytest.mark.parametrize("sku", ["ABCM", "ABCm", " abcm\N{NO-BREAK SPACE}"])
def test_b61_a_product_with_a_sku_that_is_taken_in_other_letters_is_not_added(admin_client: Client, sku: str) -> None:
    product_with_stock(quantity=5, sku="ABCM")
    typed = {"name": "Other", "sku": sku, "price": "9", at_default("quantity"): "7"}
    answer = admin_client.post(ADD, filled_form(admin_client.get(ADD), **typed))
    assert "this SKU already" in answer.context["adminform"].form.errors["sku"][0]
    assert list(SourceItem.objects.values_list("product__sku", "quantity")) == [("ABCM", 5)]
