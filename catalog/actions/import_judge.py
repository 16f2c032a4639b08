"""What can be said of a row by the file alone, before anything is read from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.actions.import_file import FileRow, ProductFile
from catalog.actions.import_report import RefusedRow, RemarkedRow
from catalog.rules.csv_dialect import DECIMALS
from catalog.rules.product_row import ProductRow, product_row
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_variations import COLUMN
from catalog.rules.sku import sku_key


@dataclass
class RowJudge:
    """Reads a file row by row and keeps account of the rows that are not imported.

    One row decides for a product, and one configurable product for a variant: were the later one to win, a second import of
    the same file would change everything again. Memory grows with SKUs alone, not with what the rows say about them.
    """

    file: ProductFile
    refused: list[RefusedRow] = field(default_factory=list)
    remarked: list[RemarkedRow] = field(default_factory=list)
    skipped: int = 0
    _configurable_lines: set[int] = field(default_factory=set)
    _lines: dict[str, int] = field(default_factory=dict)
    _listed: dict[str, int] = field(default_factory=dict)

    def rows(self) -> Iterator[ProductRow]:
        """Yield what the rows say, but for those that list variants: the variants may stand below them."""
        for raw in self.file.rows():
            if not raw.problem and raw.values.get("store_view_code", "").strip():
                self.skipped += 1
                continue
            try:
                row = self._judged(raw)
            except RefusedRowError as error:
                self.refused.append(RefusedRow(raw.line, shown(raw.values.get("sku", "")), str(error)))
                continue
            if row.variations:
                self._configurable_lines.add(raw.line)
            else:
                yield row

    def rows_with_variants(self) -> Iterator[ProductRow]:
        """Yield what `rows` left out, reading the file again: rows are too large to be kept."""
        if self._configurable_lines:
            for raw in self.file.rows():
                if raw.line in self._configurable_lines:
                    yield self._read(raw)

    def _read(self, raw: FileRow) -> ProductRow:
        return product_row(raw.line, raw.values, decimal=DECIMALS.get(self.file.told.decimal or ""))

    def _judged(self, raw: FileRow) -> ProductRow:
        if raw.problem:
            raise RefusedRowError(raw.problem)
        row = self._read(raw)
        first = self._lines.setdefault(sku_key(row.sku), row.line)
        if first != row.line:
            raise RefusedRowError(f"sku: line {first} is about the same product")
        for variation in row.variations:
            if sku_key(variation.sku) in self._listed:
                line = self._listed[sku_key(variation.sku)]
                raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} is already a variant of line {line}")
        self.remarked.extend(RemarkedRow(row.line, shown(row.sku), remark) for remark in row.remarks)
        self._listed.update((sku_key(variation.sku), row.line) for variation in row.variations)
        return row
