"""B58: a count below what is promised is saved, because a count is a count, and says whom it leaves short."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from catalog.models import Product, Source, SourceItem, Stock, StockItem, StockLevel
from catalog.queries.promised import promised_products
from tests.catalog.actions.imported import import_row
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import at_default, save
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db
WORDS = "3 are promised, 1 is owed now"


def promised(**fields: Any) -> Product:
    """Return a product with five on hand of which three are promised."""
    product = product_with_stock(quantity=5, sku="BAG", **fields)
    # Of an order that is not confirmed yet nobody is told a day: whom a moved day concerns is asked elsewhere.
    place_order(lines={product: 3}, email="a@example.org", by=None, now=timezone.now())
    return product


def warnings(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag == "warning"]


def test_b58_a_count_below_what_is_promised_is_saved_and_said(admin_client: Client) -> None:
    product = promised()
    assert warnings(save(admin_client, product, **{at_default("quantity"): "2"})) == [f"BAG: {WORDS}."]
    assert SourceItem.objects.get(product=product).quantity == 2


def test_b58_the_stock_is_named_where_there_are_several(admin_client: Client) -> None:
    product = promised()
    SourceItemFactory.create(
        product=product, source=StockFactory.create(sources=[SourceFactory.create()]).sources.get()
    )
    assert warnings(save(admin_client, product, **{at_default("quantity"): "2"})) == [f"BAG in Default Stock: {WORDS}."]


@pytest.mark.parametrize("count", ["", "3", "9"])
def test_b58_a_count_that_covers_what_is_promised_says_nothing(admin_client: Client, count: str) -> None:
    typed = {at_default("quantity"): count} if count else {"name": "Sack"}
    assert warnings(save(admin_client, promised(), **typed)) == []


def test_b58_stock_that_is_not_managed_owes_nobody() -> None:
    product = promised()
    SourceItem.objects.update(quantity=2)
    assert list(promised_products([product.pk])) == [product.pk]
    StockItem.objects.create(product=product, manage_stock=False)
    assert promised_products([product.pk]) == {}


def test_b58_out_of_stock_and_unassigned_leave_orders_short_too(admin_client: Client) -> None:
    product = promised()
    assert warnings(save(admin_client, product, **{at_default("is_in_stock"): "0"})) == [
        "BAG: 3 are promised, 3 are owed now."
    ]


def test_b58_a_delivery_that_is_not_enough_says_what_is_owed_still(admin_client: Client) -> None:
    product = promised()
    SourceItem.objects.update(quantity=0)
    address = reverse("admin:backorders_backorder_product", args=(Stock.objects.default().pk, product.pk))
    assert warnings(admin_client.post(address, {"source": default_source().pk, "quantity": "2"})) == [f"BAG: {WORDS}."]


def test_b58_the_import_reports_it_and_exits_well(tmp_path: Path) -> None:
    promised()
    (row,) = import_row(sku="BAG", qty="2").owing
    assert (row.line, row.sku, row.words) == (2, "BAG", f"{WORDS}.")
    assert import_row(sku="BAG", qty="2").owing == ()
    file, out = tmp_path / "stock.csv", StringIO()
    file.write_text("sku,qty\nBAG,1\n")
    call_command("import_products", str(file), stdout=out)
    assert "line 2, BAG: 3 are promised, 2 are owed now." in out.getvalue()


@pytest.mark.parametrize("by", ["action", "form"])
def test_b58_a_source_that_is_disabled_says_who_is_left_short(admin_client: Client, by: str) -> None:
    east = SourceFactory.create()
    StockFactory.create(sources=[east], website=default_website())
    promised(source=east)
    grid = reverse("admin:catalog_source_changelist")
    if by == "action":
        asked = admin_client.post(grid, {"action": "disable", "_selected_action": [east.pk]})
        sent = {"action": "disable", "_selected_action": [east.pk], "post": "yes", "seen": asked.context["seen"]}
        answer = admin_client.post(grid, sent)
    else:
        page = reverse("admin:catalog_source_change", args=(east.pk,))
        fields = admin_client.get(page).context["adminform"].form.initial
        typed = {name: value for name, value in fields.items() if value is not None and name != "is_enabled"}
        answer = admin_client.post(page, typed)
    assert not Source.objects.get(pk=east.pk).is_enabled
    assert warnings(answer) == ["BAG: 3 are promised, 3 are owed now."]


def sold_from_east() -> tuple[Stock, Source]:
    """Return a stock, and its source on which five lie of which three are promised."""
    east = SourceFactory.create(code="east")
    stock = StockFactory.create(name="East", sources=[east], website=default_website())
    promised(source=east)
    return stock, east


@pytest.mark.parametrize("others", [0, 2])
def test_b58_a_source_that_a_stock_loses_says_who_is_left_short(admin_client: Client, others: int) -> None:
    stock, east = sold_from_east()
    for priority in range(others):
        source = SourceFactory.create()
        stock.links.create(source=source, priority=priority + 2)
        SourceItemFactory.create(product=Product.objects.get(), source=source, quantity=1)
    page = reverse("admin:catalog_stock_change", args=(stock.pk,))
    gone = filled_form(admin_client.get(page), **{"sources-unassign": [str(east.pk)]})
    owed = "1 is owed" if others else "3 are owed"
    assert warnings(admin_client.post(page, gone)) == [f"BAG: 3 are promised, {owed} now."]
    assert warnings(admin_client.post(page, filled_form(admin_client.get(page), name="Far East"))) == []


def test_b58_a_website_that_moves_leaves_its_orders_where_they_were_promised(admin_client: Client) -> None:
    stock, _ = sold_from_east()
    page = reverse("admin:catalog_stock_change", args=(Stock.objects.default().pk,))
    answer = admin_client.post(page, filled_form(admin_client.get(page), websites=default_website().pk))
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert f"Open orders of {default_website().name} stay with East: their units are promised there." in told
    assert warnings(answer) == []
    assert StockLevel.objects.get(stock=stock).reserved == 3


def test_b58_a_source_item_that_is_unassigned_says_who_is_left_short(admin_client: Client) -> None:
    _, east = sold_from_east()
    page = reverse("admin:catalog_product_change", args=(Product.objects.get().pk,))
    gone = filled_form(admin_client.get(page), **{f"sources-{east.pk}-unassign": "on"})
    assert warnings(admin_client.post(page, gone)) == ["BAG: 3 are promised, 3 are owed now."]
    assert not SourceItem.objects.exists()


@pytest.mark.parametrize("products", [1, 30])
def test_b58_many_products_are_asked_in_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries, products: int
) -> None:
    made = [product_with_stock(quantity=5) for _ in range(products)]
    place_order(
        lines=dict.fromkeys(made, Decimal(3)),
        email="a@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    SourceItem.objects.update(quantity=2)
    with django_assert_num_queries(2):
        assert len(promised_products([product.pk for product in made])) == products
