"""From any salable quantity, one click shows how it comes about."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from catalog.admin.product.explanation import ShareShown
from catalog.models import Product, Stock, StockSourceLink
from tests.catalog.admin.product_pages import GRID, staff_with, url
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    expected_supply,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def explain(product: Product) -> str:
    return f"{GRID}{product.pk}/explain/"


def test_grid_and_product_page_lead_to_the_explanation(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    for page in (GRID, url(product)):
        assert f'href="{explain(product)}"' in admin_client.get(page).content.decode()


def test_the_bar_says_what_is_explained(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, name="Duffle Bag")
    _, _, body = admin_client.get(explain(product)).content.decode().partition("<body")
    assert "Salable quantity of Duffle Bag" in body


def test_it_says_what_is_expected_and_so_does_the_product_page(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    late, soon = expected_supply(product, 40, days=-3, received=15), expected_supply(product, 9, reference="PO-7")
    expected_supply(product, 8, received=8, days=1)
    for page in (explain(product), url(product)):
        answer = admin_client.get(page)
        body = " ".join(answer.content.decode().split())
        assert f"late: 25 of 40 expected on {late.expected_on:%b %-d, %Y} at Default Source</a>" in body
        assert f">9 expected on {soon.expected_on:%b %-d, %Y} at Default Source (PO-7)</a>" in body
        assert ">8 " not in body


def test_page_says_what_another_stock_has_promised_of_the_shelf(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    eu = StockFactory.create(name="EU Stock", sources=[berlin])
    StockFactory.create(name="US Stock", sources=[berlin])
    product = product_with_stock(quantity=12, source=berlin)
    ReservationFactory.create(product=product, stock=eu, quantity=-7)
    page = admin_client.get(explain(product)).content.decode()
    assert "12 at Berlin, of which 7 are promised by EU Stock" in page
    assert "12 on hand - 0 reserved - 7 of other stocks - 0 threshold" in page
    assert "12 on hand - 7 reserved - 0 threshold" in page


def test_b77_page_says_the_sum_the_sources_the_orders_and_the_threshold(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, backorders=2, min_qty=-50)
    order = place_order(lines={product: 30}, email="ada@example.org", by=None, now=timezone.now())
    answer = admin_client.get(explain(product))
    (stock,) = answer.context["stocks"]
    (hold,) = stock.holds
    assert (stock.line.salable, stock.line.sum) == ("45", "25 on hand - 30 reserved - (-50) threshold")
    assert stock.shares == (ShareShown("Default Source (default)", "25", ""),)
    assert (hold.name, hold.units) == (f"Order #{order.number}", "30")
    # The ledger knows when units were reserved; the order may be older.
    assert hold.since.startswith("reserved ")
    assert (stock.origin, stock.meaning) == ("the product's own value", "Up to 50 below zero")
    assert f'href="/admin/backorders/order/?q={order.number}"' in answer.content.decode()


def test_order_link_finds_the_order(admin_client: Client) -> None:
    order = place_order(
        lines={product_with_stock(quantity=25): 1}, email="ada@example.org", by=None, now=timezone.now()
    )
    assert f"#{order.number}" in admin_client.get(f"/admin/backorders/order/?q={order.number}").content.decode()


def test_page_of_stock_that_is_not_managed_says_that_nothing_limits(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, manage_stock=False)
    assert "nothing limits the sale" in admin_client.get(explain(product)).content.decode()


def test_page_says_when_the_kept_sums_have_drifted(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    assert not admin_client.get(explain(product)).context["drifted"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE catalog_stocklevel SET on_hand = 7 WHERE product_id = %s", [product.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert admin_client.get(explain(product)).context["drifted"]


def test_explanation_is_for_those_who_may_see_products() -> None:
    product = product_with_stock(quantity=25)
    assert staff_with("view_source").get(explain(product)).status_code == 403


def test_a_product_that_is_gone_is_explained_to_nobody(admin_client: Client) -> None:
    answer = admin_client.get("/admin/catalog/product/4711/explain/")
    assert (answer.status_code, "There is no such page" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    product = product_with_stock(quantity=25, backorders=1)
    for number in range(rows):
        source = SourceFactory.create()
        StockSourceLink.objects.create(stock=Stock.objects.default(), source=source, priority=number + 2)
        SourceItemFactory.create(product=product, source=source)
        ReservationFactory.create(product=product, order_number=f"{number:09}")
    # session, user, product, its websites, settings, own policy, items, links, ledger, stocks, drift
    with django_assert_num_queries(12):
        admin_client.get(explain(product))
