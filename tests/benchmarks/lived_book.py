"""An order book as a shop has it after two years, for grids to be measured with: the same for the same seed.

Most orders have left, some were canceled, one in five still waits: paid, paid in part, by check, on hold. A few products sell most,
and what is ordered of them is more than lies on the shelves. Written past the triggers, many at once; `lived_book` then proves that
ledger, payments and levels agree with it. Each line that has left lies in a parcel of its own, of which
one in fifty has not been handed over.
Invoices and memos have no rows: no grid of orders reads them.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from backorders.models import Payment
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.actions.repair_levels import repair_levels
from catalog.queries.inventory_differences import inventory_differences

DAYS = 730
FIRST_NAMES = ("Ada", "Ben", "Cleo", "Dario", "Eva", "Femi", "Grace", "Hugo", "Ines", "Jun", "Karim")
LAST_NAMES = ("Abbott", "Bauer", "Chen", "Dubois", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Kowal", "Lindqvist")
CITIES = ("Lyon", "Porto", "Ghent", "Bergen", "Graz", "Turku", "Split", "Austin", "Boise", "Omaha")
# Chance is a hash of number, seed and purpose, from 0 to 1.
CHANCE = "((hashint8extended({number}, %(seed)s + {purpose}) & 2147483647) / 2147483648.0)"
# Of a hundred orders, from which on: what has become of them. With `closed` of zero all of them wait.
MADE = (
    """
    CREATE TEMP TABLE offered ON COMMIT DROP AS
    SELECT level.stock_id, product.id, product.sku, product.name, product.price,
        row_number() OVER (PARTITION BY level.stock_id ORDER BY hashint8extended(product.id, %(seed)s)) - 1 AS place,
        count(*) OVER (PARTITION BY level.stock_id) AS products
    FROM catalog_stocklevel AS level
    JOIN catalog_product AS product ON product.id = level.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
    WHERE level.is_sold AND level.sources_in_stock > 0 AND coalesce(item.manage_stock, TRUE)
    """,
    "CREATE INDEX ON offered (stock_id, place)",
    f"""
    CREATE TEMP TABLE made ON COMMIT DROP AS
    SELECT n, nextval(pg_get_serial_sequence('backorders_order', 'id')) AS id, channel.website_id, channel.stock_id,
        website.currency, {CHANCE.format(number="n", purpose=1)} AS name, {CHANCE.format(number="n", purpose=2)} AS place,
        CASE WHEN {CHANCE.format(number="n", purpose=3)} < %(closed)s THEN
            CASE WHEN {CHANCE.format(number="n", purpose=4)} < 0.9 THEN 'left' ELSE 'canceled' END
        ELSE (ARRAY['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'part', 'check', 'check', 'held'])
            [1 + floor(10 * {CHANCE.format(number="n", purpose=5)})::integer]
        END AS fate,
        1 + ({CHANCE.format(number="n", purpose=6)} < 0.1)::integer AS lines,
        %(now)s::timestamptz - (%(orders)s - n + 1) * (%(days)s * interval '1 day' / %(orders)s) AS placed_at
    FROM generate_series(1, %(orders)s) AS n
    JOIN (
        SELECT *, row_number() OVER (ORDER BY website_id) - 1 AS turn, count(*) OVER () AS channels FROM catalog_saleschannel
    ) AS channel ON channel.turn = n %% channel.channels
    JOIN catalog_website AS website ON website.id = channel.website_id
    """,
    """
    INSERT INTO backorders_order (id, checkout, website_id, stock_id, status, held_from, email, customer_name, street, city,
        postcode, country, currency, total, placed_at, canceled_at)
    SELECT id, md5(%(seed)s || ':' || id)::uuid, website_id, stock_id,
        CASE fate WHEN 'left' THEN 'complete' WHEN 'canceled' THEN 'canceled' WHEN 'check' THEN 'pending_payment'
                  WHEN 'held' THEN 'holded' ELSE 'processing' END,
        CASE fate WHEN 'held' THEN 'processing' ELSE '' END,
        lower(first || '.' || last) || n / 3 || '@example.org', first || ' ' || last, n || ' High Street', city, '00000',
        'DE', currency, 0, placed_at, CASE fate WHEN 'canceled' THEN placed_at + interval '1 day' END
    FROM (
        SELECT *, (%(first)s::text[])[1 + floor(name * cardinality(%(first)s::text[]))::integer] AS first,
            (%(last)s::text[])[1 + floor(place * cardinality(%(last)s::text[]))::integer] AS last,
            (%(cities)s::text[])[1 + n %% cardinality(%(cities)s::text[])] AS city
        FROM made
    ) AS named
    """,
    # Of the best sold of 30,000 products three in a hundred orders, of the next one in a hundred, and so on.
    f"""
    INSERT INTO backorders_orderline (order_id, product_id, sku, name, unit_price, ordered, invoiced, shipped, canceled,
        refunded, released, queue_priority, is_reserved, is_virtual, owed_when_placed)
    SELECT made.id, offered.id, offered.sku, offered.name, offered.price, units.ordered,
        CASE WHEN fate IN ('left', 'paid', 'held') THEN ordered WHEN fate = 'part' THEN ordered - 1 ELSE 0 END,
        CASE fate WHEN 'left' THEN ordered ELSE 0 END, CASE fate WHEN 'canceled' THEN ordered ELSE 0 END, 0, 0, 0, TRUE, FALSE,
        CASE WHEN each = 1 AND n %% 4 = 0 THEN ordered ELSE 0 END
    FROM made
    CROSS JOIN LATERAL generate_series(1, made.lines) AS each
    CROSS JOIN LATERAL (SELECT 1 + floor(3 * {CHANCE.format(number="n * 3 + each", purpose=7)}) AS ordered) AS units
    JOIN (SELECT DISTINCT stock_id, products FROM offered) AS choice ON choice.stock_id = made.stock_id
    JOIN offered ON offered.stock_id = made.stock_id
        AND offered.place = floor(choice.products * power({CHANCE.format(number="n * 3 + each", purpose=8)}, 3))::bigint
    ORDER BY made.id, each
    """,
    """
    UPDATE backorders_order AS placed SET total = lines.total
    FROM (SELECT order_id, sum(round(unit_price * ordered, 2)) AS total FROM backorders_orderline GROUP BY order_id) AS lines
    WHERE lines.order_id = placed.id AND placed.id IN (SELECT id FROM made)
    """,
    """
    INSERT INTO catalog_reservation (stock_id, product_id, quantity, free_after, event_type, event_key, order_number, created_at)
    SELECT made.stock_id, line.product_id, -line.ordered, -line.ordered, 'order_placed', 'order_placed:' || line.id,
        lpad(made.id::text, 9, '0'), made.placed_at
    FROM made JOIN backorders_orderline AS line ON line.order_id = made.id
    UNION ALL
    SELECT made.stock_id, line.product_id, line.ordered, 0,
        CASE fate WHEN 'left' THEN 'shipment_created' ELSE 'order_canceled' END, fate || ':' || line.id,
        lpad(made.id::text, 9, '0'), made.placed_at + interval '1 day'
    FROM made JOIN backorders_orderline AS line ON line.order_id = made.id WHERE fate IN ('left', 'canceled')
    """,
    f"""
    INSERT INTO backorders_shipment (order_id, source_id, key, comment, shipped_at, handed_over_at)
    SELECT made.id, linked.source_id, 'made:' || line.id, '', made.placed_at + interval '1 day',
        CASE WHEN {CHANCE.format(number="line.id", purpose=9)} < 0.98 THEN made.placed_at + interval '27 hours' END
    FROM made JOIN backorders_orderline AS line ON line.order_id = made.id
    JOIN (SELECT DISTINCT ON (stock_id) stock_id, source_id FROM catalog_stocksourcelink ORDER BY stock_id, priority) AS linked
        ON linked.stock_id = made.stock_id
    WHERE fate = 'left' ORDER BY line.id
    """,
    """
    INSERT INTO backorders_sourcemovement (line_id, source_id, kind, quantity, key, moved_at)
    SELECT line.id, shipment.source_id, 'shipped', -line.ordered, 'shipment:' || shipment.id, shipment.shipped_at
    FROM made JOIN backorders_orderline AS line ON line.order_id = made.id
    JOIN backorders_shipment AS shipment ON shipment.key = 'made:' || line.id
    """,
    """
    INSERT INTO backorders_trackingnumber (shipment_id, title, carrier, number, added_at)
    SELECT shipment.id, '', 'DHL', 'JD' || lpad((shipment.id * 7919)::text, 12, '0'), shipment.shipped_at
    FROM made JOIN backorders_shipment AS shipment ON shipment.order_id = made.id
    """,
)
PAID = """
    INSERT INTO backorders_payment (order_id, variant, status, currency, total, captured_amount, token, created, modified, {names})
    SELECT made.id, CASE fate WHEN 'check' THEN 'checkmo' ELSE 'card' END,
        CASE fate WHEN 'check' THEN 'waiting' WHEN 'canceled' THEN 'rejected' ELSE 'confirmed' END, made.currency, placed.total,
        lines.captured, md5(%(seed)s || ':paid:' || made.id), made.placed_at, made.placed_at, {values}
    FROM made JOIN backorders_order AS placed ON placed.id = made.id
    JOIN (
        SELECT order_id, sum(round(unit_price * invoiced, 2)) AS captured FROM backorders_orderline GROUP BY order_id
    ) AS lines ON lines.order_id = made.id
"""
GIVEN = {"id", "order_id", "variant", "status", "currency", "total", "captured_amount", "token", "created", "modified"}


def lived_book(orders: int, *, closed: float, seed: int, now: datetime) -> None:
    """Add so many orders of what the shop sells, of the two years before `now`; `closed` of them (0 to 1) wait for nothing."""
    asked: dict[str, Any] = {
        "orders": orders,
        "closed": closed,
        "seed": seed,
        "now": now,
        "days": DAYS,
        "first": list(FIRST_NAMES),
        "last": list(LAST_NAMES),
        "cities": list(CITIES),
    }
    rest = [
        field
        for field in Payment._meta.concrete_fields  # noqa: SLF001  Django's API
        if field.attname not in GIVEN and not field.null
    ]
    unsaid = {f"unsaid_{field.attname}": field.get_default() for field in rest}
    paid = PAID.format(
        names=", ".join(field.attname for field in rest), values=", ".join(f"%({name})s" for name in unsaid)
    )
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (*MADE, paid):
            cursor.execute(statement, asked | unsaid)
        cursor.execute("COMMIT")
    repair_levels(inventory_differences())
    assert not promise_differences()
    assert not payment_differences()
    assert not list(inventory_differences())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
