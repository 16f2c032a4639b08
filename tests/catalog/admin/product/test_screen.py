from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from django.db.models import Model
from django.test import Client

from catalog.admin.product.screen import BUSY
from catalog.models import Product, SourceItem, StockItem
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import ADD, at_default, errors_of, save, stored, url
from tests.factories.catalog import ProductFactory, SourceFactory, SourceItemFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db


def test_saving_a_page_as_it_is_changes_nothing(admin_client: Client) -> None:
    product = product_with_stock(quantity="25", backorders=2, min_qty=-50)
    SourceFactory.create()
    before = stored(product)
    assert save(admin_client, product).status_code == 302
    assert stored(product) == before


def test_line_breaks_as_a_browser_sends_them_are_no_change(admin_client: Client) -> None:
    product = product_with_stock(quantity=5, description="Light.\n\n- dries fast")
    save(admin_client, product, description="Light.\r\n\r\n- dries fast", name="Tee")
    assert Product.objects.values_list("description", "name").get() == ("Light.\n\n- dries fast", "Tee")
    assert "Description" not in LogEntry.objects.get().get_change_message()


def test_a_product_without_own_values_stays_without(admin_client: Client) -> None:
    product = ProductFactory.create()
    assert save(admin_client, product).status_code == 302
    assert stored(product)[1:] == ([], [])


def test_one_source_shows_quantity_and_stock_status(admin_client: Client) -> None:
    page = admin_client.get(url(product_with_stock(quantity=25))).content.decode()
    assert ">Quantity</label>" in page
    assert ">Stock Status</label>" in page
    assert ">Advanced Inventory</button>" in page
    assert "Assign Sources" not in page


def test_two_sources_show_the_sources_area(admin_client: Client) -> None:
    SourceFactory.create(name="Berlin")
    page = admin_client.get(url(product_with_stock(quantity=25))).content.decode()
    assert ">Quantity</label>" not in page
    assert ">Assign Sources</button>" in page
    assert [
        column for column in ("Source Status", "Source Item Status", "Notify Qty", "Berlin") if column not in page
    ] == []


def test_a_disabled_second_source_is_single_source_mode(admin_client: Client) -> None:
    SourceFactory.create(is_enabled=False)
    assert ">Quantity</label>" in admin_client.get(url(product_with_stock(quantity=25))).content.decode()


def test_quantity_and_status_are_saved(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    save(admin_client, product, **{at_default("quantity"): "-3", at_default("is_in_stock"): "0"})
    item = SourceItem.objects.get(product=product)
    assert (item.quantity, item.is_in_stock) == (-3, False)


def test_a_quantity_that_changed_meanwhile_is_merged_and_told(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    typed = filled_form(admin_client.get(url(product)), **{at_default("quantity"): "30"})
    SourceItem.objects.filter(product=product).update(quantity=22)
    told = admin_client.post(url(product), typed, follow=True).content.decode()
    assert SourceItem.objects.get(product=product).quantity == 27
    assert "the quantity was 25 when you opened the page and 22 when you saved" in told


def test_unassigning_units_that_came_meanwhile_is_refused_with_what_was_typed_kept(admin_client: Client) -> None:
    SourceFactory.create()
    product = product_with_stock(quantity=25, name="Bag")
    typed = filled_form(admin_client.get(url(product)), **{at_default("unassign"): "on", "name": "Sack"})
    SourceItem.objects.filter(product=product).update(quantity=40)
    response = admin_client.post(url(product), typed)
    assert errors_of(response) == [
        "Default Source was not unassigned: it holds 40 units now, 25 when this page was opened."
    ]
    assert 'value="Sack"' in response.content.decode()
    assert Product.objects.get().name == "Bag"


def test_a_save_that_met_another_is_tried_once_more(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    product, other = product_with_stock(sku="A"), "B"
    typed = filled_form(admin_client.get(url(product)), sku="C")
    typed_by_both = iter([other])

    def save_after_another(row: Product, *args: Any, **kwargs: Any) -> None:
        for faster in typed_by_both:  # once, and committed: our own transaction is rolled back
            raise IntegrityError(f"{faster} has it")
        Model.save(row, *args, **kwargs)

    monkeypatch.setattr(Product, "save", save_after_another)
    assert admin_client.post(url(product), typed).status_code == 302
    assert Product.objects.get(pk=product.pk).sku == "C"


def test_a_save_that_never_gets_through_says_so(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    product = product_with_stock(quantity=25)
    typed = filled_form(admin_client.get(url(product)), **{at_default("quantity"): "30"})

    def taken(*_: Any, **__: Any) -> None:
        raise IntegrityError("somebody else has it")

    monkeypatch.setattr(Product, "save", taken)
    assert errors_of(admin_client.post(url(product), typed)) == [BUSY]
    assert SourceItem.objects.get().quantity == 25


def test_own_values_use_config_setting_when_the_box_is_ticked(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=-50, backorders=2)
    save(admin_client, product, **{"stock-min_qty_use_config": "1"})  # without scripts the control is posted with it
    own = StockItem.objects.get(product=product)
    assert (own.min_qty, own.backorders) == (None, 2)


def test_zero_is_an_own_value(admin_client: Client) -> None:
    configure(MIN_QTY, -5)
    product = product_with_stock(quantity=25)
    save(admin_client, product, **{"stock-min_qty_use_config": None, "stock-min_qty": "0"})
    assert StockItem.objects.get(product=product).min_qty == 0


def test_the_dialog_shows_the_configured_value_while_the_box_is_ticked(admin_client: Client) -> None:
    configure(MIN_QTY, -50)
    configure(BACKORDERS, 2)
    page = admin_client.get(url(product_with_stock())).content.decode()
    assert 'name="stock-min_qty" value="-50"' in page
    assert '<option value="2" selected>Allow Qty Below 0 and Notify Customer</option>' in page


def test_minimums_by_customer_group_are_shown_as_a_table(admin_client: Client) -> None:
    configure(MIN_SALE_QTY, '{"32000": 1, "2": 10}')
    dialog = admin_client.get(url(product_with_stock())).context["page"].dialog
    (row,) = [row for row in dialog.rows if row.minimums]
    assert [(minimum.group, minimum.least) for minimum in row.minimums] == [("ALL GROUPS", "1"), ("Wholesale", "10")]


def test_a_post_without_the_dialog_leaves_its_values(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=-50)
    assert save(admin_client, product, **{"stock-shown": None}).status_code == 302
    assert StockItem.objects.get(product=product).min_qty == -50


def test_a_field_that_was_not_on_the_page_keeps_its_value(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=-50, is_qty_decimal=True, is_decimal_divided=True)
    absent = ("min_qty", "min_qty_use_config", "is_qty_decimal", "is_decimal_divided")
    assert save(admin_client, product, **{f"stock-{name}": None for name in absent}).status_code == 302
    own = StockItem.objects.get(product=product)
    assert (own.min_qty, own.is_qty_decimal, own.is_decimal_divided) == (-50, True, True)


def test_a_fraction_that_lies_there_already_may_stay(admin_client: Client) -> None:
    product = product_with_stock(quantity="2.5")
    assert save(admin_client, product, name="Sack").status_code == 302
    assert Product.objects.get().name == "Sack"


def test_sources_are_assigned_and_unassigned(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    product = product_with_stock(quantity=25)
    changes = {at_default("unassign"): "on", at_default("quantity"): "", "sources-assign": str(berlin.pk)}
    assert save(admin_client, product, **changes).status_code == 302
    assert [(item.source, item.quantity) for item in SourceItem.objects.select_related("source")] == [(berlin, 0)]


def test_two_hundred_sources_are_changed_at_once(admin_client: Client) -> None:
    product = ProductFactory.create()
    for source in SourceFactory.create_batch(200):
        SourceItemFactory.create(product=product, source=source)
    typed = filled_form(admin_client.get(url(product)))
    typed |= {name: ["7"] for name in typed if name.endswith("-quantity")}
    assert admin_client.post(url(product), typed).status_code == 302
    assert set(SourceItem.objects.values_list("quantity", flat=True)) == {7}


def test_use_default_stores_no_notify_quantity_and_shows_the_level(admin_client: Client) -> None:
    SourceFactory.create()
    product = ProductFactory.create()
    SourceItemFactory.create(product=product, notify_quantity=Decimal(3))
    StockItem.objects.create(product=product, notify_stock_qty=10)
    save(admin_client, product, **{at_default("uses_default"): "on"})
    assert SourceItem.objects.get().notify_quantity is None
    (line,) = admin_client.get(url(product)).context["page"].area.lines
    assert (line.notify_level, line.notify, line.uses_default) == ("10", "10", True)


def test_a_source_assigned_by_somebody_else_meanwhile_stays(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    product = product_with_stock(quantity=25)
    typed = filled_form(admin_client.get(url(product)))
    SourceItemFactory.create(product=product, source=berlin, quantity=4)
    assert admin_client.post(url(product), typed).status_code == 302
    assert SourceItem.objects.get(source=berlin).quantity == 4


def test_a_new_product_is_saved_with_its_stock(admin_client: Client) -> None:
    changes = {"name": "Bag", "sku": "B-1", "price": "34", at_default("quantity"): "25"}
    typed = changes | {"stock-backorders_use_config": None, "stock-backorders": "2"}
    response = admin_client.post(ADD, filled_form(admin_client.get(ADD), **typed))
    assert response.status_code == 302
    product = Product.objects.get()
    assert (product.slug, product.source_items.get().quantity, product.stock_item.backorders) == ("bag", 25, 2)
    assert [website.code for website in product.websites.all()] == ["base"]
