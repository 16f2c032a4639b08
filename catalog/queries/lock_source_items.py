"""The locks of staff who change what lies where for one product."""

from collections.abc import Collection

from django.db import connection

from catalog.models import Product, SourceItem, StockLevel


def lock_source_items(product: Product, *, moved: Collection[int] = ()) -> dict[int, SourceItem]:
    """Lock the product's source items and stock levels; return {source id: source item} as they are under the lock.

    `moved` are the ids of sources that the product is about to be assigned to or unassigned from. Locks are taken in the
    order of the triggers and of every other writer: the product (so that two members of staff who assign the same source
    wait for each other instead of racing for the insert; orders that point at it are not held up), the moved sources (shared:
    only who links or switches them waits), items in (product, source) order, levels in (stock, product) order.
    Raises `Product.DoesNotExist`.
    """
    locked = Product.objects.select_for_update(no_key=True).only("product_type").get(pk=product.pk)
    # What it is made of decides whether it holds units at all: as it is now, not as the caller read it.
    product.product_type = locked.product_type
    if moved:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM catalog_source WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(moved)])
    items = list(
        SourceItem.objects.select_for_update(of=("self",))
        .select_related("source")
        .filter(product=product)
        .order_by("product_id", "source_id")
    )
    list(
        StockLevel.objects.select_for_update(no_key=True)
        .filter(product=product)
        .order_by("stock_id", "product_id")
        .values_list("pk")
    )
    return {item.source_id: item for item in items}
