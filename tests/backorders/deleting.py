"""Products deleted under open orders: by the shop's action, by the shell, by plain SQL."""

from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from catalog.actions.product import delete_products
from catalog.models import Product

TABLES = ("sourceitem", "stockitem", "stocklevel", "product_websites", "product_categories")


def by_action(product: Product) -> None:
    """As the admin deletes it."""
    delete_products(product_ids=[product.pk], by=None, may_delete_held=True, now=timezone.now())


def by_shell(product: Product) -> None:
    """As a developer deletes it."""
    Product.objects.get(pk=product.pk).delete()


def by_sql(product: Product) -> None:
    """As an administrator of the database deletes it."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM catalog_{table} WHERE product_id = %s", [product.pk])
        for table in ("orderline", "cartline"):
            cursor.execute(f"UPDATE backorders_{table} SET product_id = NULL WHERE product_id = %s", [product.pk])
        cursor.execute("DELETE FROM catalog_product WHERE id = %s", [product.pk])


WAYS: tuple[Callable[[Product], None], ...] = (by_action, by_shell, by_sql)
