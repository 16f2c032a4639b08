"""Product files as text, for the tests of the import."""

import io

from catalog.actions.import_products import import_products
from catalog.actions.steps.import_file import ImportReport


def import_text(text: str) -> ImportReport:
    """Import a file that says `text`."""
    return import_products(io.BytesIO(text.encode()), by=None)


def import_row(**cells: str) -> ImportReport:
    """Import a file of one row; no cell may need quotes."""
    return import_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")


def refusals(report: ImportReport) -> list[tuple[int, str, str]]:
    """Return (line, SKU, reason) of the refused rows."""
    return [(row.line, row.sku, row.reason) for row in report.refused]
