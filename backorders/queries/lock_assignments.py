"""The lock of a return to sources that the product is not assigned to any more: the assignment is made again."""

from collections.abc import Collection

from django.db import connection

from catalog.models import Product


def lock_assignments(*, product_ids: Collection[int], source_ids: Collection[int]) -> None:
    """Lock products, then sources (shared), in the order of staff who assign sources; call before source items are locked.

    Two memos that return to the same forgotten source wait for each other instead of racing for the insert.
    """
    products = Product.objects.select_for_update(no_key=True).filter(pk__in=product_ids).order_by("pk")
    # Evaluated here: a queryset locks nothing until it is evaluated.
    list(products.values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_source WHERE id = ANY(%s) ORDER BY id FOR SHARE", [sorted(source_ids)])
