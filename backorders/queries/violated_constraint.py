"""Which constraint the database refused a row by."""

from django.db import IntegrityError

# The product of a new order line was deleted before the line was committed.
PRODUCT_GONE = "backorders_orderline_product_id_a074ddf3_fk_catalog_product_id"


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the constraint's name; None when the database named none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None)
