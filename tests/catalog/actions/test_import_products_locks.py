"""An import beside others who write at the same time."""

import threading

import pytest
from django.db import connection, transaction

from catalog.actions.steps.import_file import ImportReport
from catalog.models import Product
from tests.catalog.actions.imported import import_text
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_connection(text: str, reports: list[ImportReport]) -> threading.Thread:
    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            reports.append(import_text(text))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_import_does_not_wait_for_orders_that_refer_to_its_products() -> None:
    product = product_with_stock(sku="TENT", quantity=1)
    reports: list[ImportReport] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What the foreign key of an order line takes.
            cursor.execute("SELECT FROM catalog_product WHERE id = %s FOR KEY SHARE", [product.pk])
        thread = in_another_connection("sku,name,qty\nTENT,Big Tent,9\n", reports)
        thread.join(timeout=4)
        assert not thread.is_alive()
    assert [report.updated for report in reports] == [1]


def test_import_waits_for_a_product_that_is_being_saved() -> None:
    product = ProductFactory.create(sku="TENT", name="Tent", price=1)
    reports: list[ImportReport] = []
    with transaction.atomic():
        Product.objects.filter(pk=product.pk).update(price=2)
        thread = in_another_connection("sku,name\nTENT,Big Tent\n", reports)
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join()
    product.refresh_from_db()
    assert (product.name, product.price) == ("Big Tent", 2)


def test_product_that_somebody_makes_meanwhile_is_updated() -> None:
    reports: list[ImportReport] = []
    text = "sku,name,price\n" + "\n".join(f"S{n},Item {n},1" for n in range(8))
    with transaction.atomic():
        ProductFactory.create(sku="S5", name="Theirs", slug="theirs")
        thread = in_another_connection(text, reports)
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join()
    assert [(report.created, report.updated, report.refused) for report in reports] == [(7, 1, ())]
    assert Product.objects.get(sku="S5").name == "Item 5"
