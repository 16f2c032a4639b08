"""The locks of everybody who changes what lies where for one product."""

from catalog.models import Product, SourceItem, StockLevel


def lock_source_items(product: Product) -> dict[int, SourceItem]:
    """Lock the product's source items and stock levels; return {source id: source item} as they are under the lock.

    The product's row is locked first, so that two members of staff who assign the same source wait for each other instead of
    racing for the insert. Items are locked in (product, source) order, levels in (stock, product) order: the order of the
    triggers and of every other writer. Orders that point at the product are not held up (no key update).
    """
    # Evaluated at once: a queryset that is not evaluated locks nothing.
    list(Product.objects.select_for_update(no_key=True).filter(pk=product.pk).values_list("pk"))
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
