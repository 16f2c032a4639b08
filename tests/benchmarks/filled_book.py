"""Many open orders at once, written past the triggers: what is measured is a large book, not how it came about."""

from collections.abc import Sequence

from django.db import connection

from catalog.actions.repair_levels import repair_levels
from catalog.queries.inventory_differences import inventory_differences

# Each order has one line of two units, of the given products in turn.
BOOK = (
    """
    INSERT INTO backorders_order (checkout, website_id, stock_id, status, held_from, email, customer_name, street, city,
        postcode, country, currency, total, placed_at)
    SELECT gen_random_uuid(), channel.website_id, channel.stock_id, 'processing', '', 'b' || n || '@example.org',
        'Buyer ' || n, '', '', '', '', 'USD', 20, timestamptz '2026-01-01' + n * interval '1 minute'
    FROM catalog_saleschannel AS channel, generate_series(1, %(orders)s) AS n
    """,
    """
    INSERT INTO backorders_orderline (order_id, product_id, sku, name, unit_price, ordered, invoiced, shipped, canceled,
        refunded, released, queue_priority, is_reserved, is_virtual)
    SELECT placed.id, product.id, product.sku, product.name, 10, 2, 0, 0, 0, 0, 0, 0, true, false
    FROM backorders_order AS placed
    JOIN catalog_product AS product ON product.id = (%(ids)s::bigint[])[1 + placed.id %% cardinality(%(ids)s::bigint[])]
    WHERE NOT EXISTS (SELECT FROM backorders_orderline WHERE order_id = placed.id)
    """,
    """
    INSERT INTO catalog_reservation (stock_id, product_id, quantity, free_after, event_type, event_key, order_number,
        created_at)
    SELECT placed.stock_id, line.product_id, -2, -2, 'order_placed', 'order_placed:' || line.id, placed.number,
        placed.placed_at
    FROM backorders_orderline AS line JOIN backorders_order AS placed ON placed.id = line.order_id
    WHERE line.product_id = ANY (%(ids)s::bigint[])
    """,
)


def fill_book(orders: int, products: Sequence[int]) -> None:
    """Write so many orders of the `products` (ids; nobody has ordered them yet), and make their levels agree."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in BOOK:
            cursor.execute(statement, {"orders": orders, "ids": list(products)})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    repair_levels(inventory_differences())
