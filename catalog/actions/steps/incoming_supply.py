"""What was expected has come: units of a delivery are laid on the supplies of their product."""

from decimal import Decimal

from catalog.models import IncomingSupply, Product, Source
from catalog.queries.locks.incoming_supply import locked_outstanding
from catalog.rules.incoming_supply import Receipts, receipts


def receive_supply(product: Product, *, source: Source, units: Decimal, reference: str = "") -> Receipts:
    """Write down which supplies `units` of `product` that came to `source` receive, and return them.

    The caller is in a transaction and holds the product's source items. With a `reference` only supplies that bear it receive.
    """
    rows = locked_outstanding(product_id=product.pk or 0, source_id=source.pk)
    found = receipts(units, [row.as_supply() for row in rows], reference=reference)
    came = {receipt.supply.number: receipt.units for receipt in found.receipts}
    received = [row for row in rows if row.pk in came]
    for row in received:
        row.received += came[row.pk]
    if received:
        IncomingSupply.objects.bulk_update(received, ["received"])
    return found
