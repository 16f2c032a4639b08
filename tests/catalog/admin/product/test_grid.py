from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import Product, SourceItem
from catalog.models.product import ProductType
from catalog.rules.product_setting import BACKORDERS
from tests.catalog.admin.product_pages import GRID
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    configure,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def headers_of(response: Any) -> list[str]:
    return [str(name) for name in response.context["cl"].list_display]


def skus(client: Client, **query: str) -> list[str]:
    return sorted(product.sku for product in client.get(GRID, query).context["cl"].result_list)


def cell(client: Client, product: Product, column: str) -> str:
    cl = client.get(GRID).context["cl"]
    (row,) = [row for row in cl.result_list if row.pk == product.pk]
    shown: str = " ".join(getattr(cl.model_admin, column)(row).split())
    return shown


def words(html: str) -> str:
    """Return what stands between the tags."""
    return " ".join("".join(part.split(">", 1)[-1] for part in html.split("<")).replace("&nbsp;", " ").split())


def test_one_source_shows_its_quantity(admin_client: Client) -> None:
    product = product_with_stock(quantity="25.5")
    assert "quantity" in headers_of(admin_client.get(GRID))
    assert cell(admin_client, product, "quantity") == "25.5"


def test_two_sources_show_quantity_per_source(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    SourceItemFactory.create(product=product, source=SourceFactory.create(name="Berlin"), quantity=3)
    assert "quantity_per_source" in headers_of(admin_client.get(GRID))
    assert words(cell(admin_client, product, "quantity_per_source")) == "Berlin: 3 Default Source: 25"


def test_a_sixth_source_is_counted_and_named_in_the_tooltip(admin_client: Client) -> None:
    product = ProductFactory.create()
    for number in range(7):
        SourceItemFactory.create(product=product, source=SourceFactory.create(name=f"W{number}"), quantity=number)
    shown = cell(admin_client, product, "quantity_per_source")
    assert words(shown).endswith("W1: 1 +5 more")
    assert "W6: 6" in shown
    assert "W6: 6" not in words(shown)


@pytest.mark.parametrize(
    ("own", "reserved", "shown"),
    [
        ({"backorders": 2, "min_qty": -50}, 0, "Default Stock: 75"),
        ({"backorders": 2}, 30, "Default Stock: -5 unlimited"),
        ({}, 25, "Default Stock: 0"),
        ({"in_stock": False, "backorders": 2}, 0, "Default Stock: 0"),
        ({"manage_stock": False}, 0, "Default Stock: No manage stock"),
    ],
)
def test_salable_quantity_per_stock(admin_client: Client, own: dict[str, Any], reserved: int, shown: str) -> None:
    product = product_with_stock(quantity=25, **own)
    if reserved:
        ReservationFactory.create(product=product, quantity=-reserved)
    assert words(cell(admin_client, product, "salable_quantity")) == shown


def test_what_nobody_counts_has_no_quantity(admin_client: Client) -> None:
    gift = product_with_stock(quantity=0, manage_stock=False)
    assert cell(admin_client, gift, "quantity") == "not counted"
    SourceItemFactory.create(product=gift, source=SourceFactory.create(name="W1"), quantity=2)
    assert words(cell(admin_client, gift, "quantity_per_source")) == "Default Source: not counted W1: not counted"


def test_salable_quantity_names_only_stocks_that_the_product_is_assigned_to(admin_client: Client) -> None:
    berlin = SourceFactory.create()
    StockFactory.create(name="Europe", sources=[berlin])
    StockFactory.create(name="Asia", sources=[SourceFactory.create()])
    product = ProductFactory.create()
    SourceItemFactory.create(product=product, source=berlin, quantity=3)
    assert words(cell(admin_client, product, "salable_quantity")) == "Europe: 3"


def test_a_product_that_was_unassigned_has_no_salable_quantity(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    product.source_items.all().delete()
    assert cell(admin_client, product, "quantity") + cell(admin_client, product, "salable_quantity") == ""


def test_a_configurable_product_has_no_quantities(admin_client: Client) -> None:
    product = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    assert cell(admin_client, product, "quantity") + cell(admin_client, product, "salable_quantity") == ""


def test_search_finds_name_and_sku(admin_client: Client) -> None:
    ProductFactory.create(sku="24-MB01", name="Joust Duffle Bag")
    ProductFactory.create(sku="24-MB02", name="Fusion Backpack")
    assert skus(admin_client, q="duffle") == ["24-MB01"]
    assert skus(admin_client, q="24-mb02") == ["24-MB02"]


def test_stock_status_filter_is_what_shoppers_are_told(admin_client: Client) -> None:
    product_with_stock(sku="here", quantity=5)
    product_with_stock(sku="owed", quantity=0, backorders=1)
    product_with_stock(sku="gone", quantity=0)
    ProductFactory.create(sku="set", product_type=ProductType.CONFIGURABLE)
    found = {status: skus(admin_client, availability=status) for status in ("IN_STOCK", "ON_BACKORDER", "OUT_OF_STOCK")}
    assert found == {"IN_STOCK": ["here"], "ON_BACKORDER": ["owed"], "OUT_OF_STOCK": ["gone"]}


def test_stock_status_is_judged_in_the_chosen_stock(admin_client: Client) -> None:
    berlin = SourceFactory.create()
    europe = StockFactory.create(sources=[berlin])
    product = product_with_stock(sku="there", quantity=0)
    SourceItemFactory.create(product=product, source=berlin, quantity=3)
    product_with_stock(sku="here", quantity=3)
    assert skus(admin_client, availability="IN_STOCK") == ["here"]
    assert skus(admin_client, availability="IN_STOCK", stock=str(europe.pk)) == ["there"]


def test_backorders_filter_asks_for_the_mode_in_force(admin_client: Client) -> None:
    configure(BACKORDERS, 1)
    product_with_stock(sku="configured")
    product_with_stock(sku="own", backorders=0)
    assert skus(admin_client, backorders="1") == ["configured"]
    assert skus(admin_client, backorders="0", availability="OUT_OF_STOCK") == ["own"]


ASKED = "availability backorders stock status _facets product_type__exact p o sort size columns view category source website"
ENDS = "price_from created_to owed_to quantity_from salable_to visibility"


@pytest.mark.parametrize("name", [*ASKED.split(), *ENDS.split()])
@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\x00", "1.5"])
def test_no_address_breaks_the_grid(admin_client: Client, name: str, value: str) -> None:
    product_with_stock()
    assert admin_client.get(GRID, {name: value}).status_code in {200, 302}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("sources", [1, 3])
def test_queries_do_not_grow_with_the_rows(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, sources: int
) -> None:
    more = SourceFactory.create_batch(sources - 1)
    StockFactory.create(sources=more)
    for _ in range(rows):
        product = product_with_stock(quantity=25, min_qty=-5)
        for source in more:
            SourceItemFactory.create(product=product, source=source)
    admin_client.get(GRID)
    with django_assert_num_queries(17):
        assert len(admin_client.get(GRID).context["cl"].result_list) == rows
    assert SourceItem.objects.count() == rows * sources
