"""What was expected has come: units of a delivery are laid on the supplies of their products."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from catalog.models import IncomingSupply, Source
from catalog.queries.locks.incoming_supply import locked_outstanding
from catalog.rules.incoming_supply import Receipts, receipts


def receive_supplies(units: Mapping[int, Decimal], *, source: Source, reference: str = "") -> dict[int, Receipts]:
    """Write down which supplies `units` {product id: units} that came to `source` receive, and return them by product.

    The caller is in a transaction and holds the products' source items. With a `reference` only supplies that bear it receive. Two
    statements, however many products.
    """
    expected = defaultdict[int, list[IncomingSupply]](list)
    for row in locked_outstanding(product_ids=sorted(units), source_id=source.pk):
        expected[row.product_id].append(row)
    found, received = dict[int, Receipts](), list[IncomingSupply]()
    for product_id, came in units.items():
        rows = expected[product_id]
        found[product_id] = receipts(came, [row.as_supply() for row in rows], reference=reference)
        taken = {receipt.supply.number: receipt.units for receipt in found[product_id].receipts}
        for row in rows:
            if row.pk in taken:
                row.received += taken[row.pk]
                received.append(row)
    IncomingSupply.objects.bulk_update(received, ["received"])
    return found
