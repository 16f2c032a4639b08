"""Which rows of a product file are imported, and which are refused before anything is looked up."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.actions.steps.import_file import FileRow, ProductFile, RefusedRow, RemarkedRow
from catalog.rules.csv_file import DECIMALS
from catalog.rules.product_key import sku_key
from catalog.rules.product_row import COLUMN, ProductRow
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_reader import RowReader


@dataclass
class RowJudge:
    """Reads a file row by row and keeps account of the rows that are not imported.

    One row decides for a product, and one configurable product for a variant: were the later one to win, a second import of
    the same file would change everything again. Memory grows with the SKUs that are repeated or listed, not with the rows.
    """

    file: ProductFile
    refused: list[RefusedRow] = field(default_factory=list)
    remarked: list[RemarkedRow] = field(default_factory=list)
    skipped: int = 0
    _configurable_lines: set[int] = field(default_factory=set)
    _lines: dict[str, int] = field(default_factory=dict)
    _listed: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing judged."""
        self._reader = RowReader(self.file.columns, decimal=DECIMALS.get(self.file.told.decimal or ""))

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
                    yield self._reader.read(raw.line, raw.values)

    def _judged(self, raw: FileRow) -> ProductRow:
        if raw.problem:
            raise RefusedRowError(raw.problem)
        row = self._reader.read(raw.line, raw.values)
        key = sku_key(row.sku)
        if hash(key) in self.file.repeated and (first := self._lines.setdefault(key, row.line)) != row.line:
            raise RefusedRowError(f"sku: line {first} is about the same product")
        for variation in row.variations:
            if sku_key(variation.sku) in self._listed:
                line = self._listed[sku_key(variation.sku)]
                raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} is already a variant of line {line}")
        if row.remarks:
            self.remarked.extend(RemarkedRow(row.line, shown(row.sku), remark) for remark in row.remarks)
        if row.variations:
            self._listed.update((sku_key(variation.sku), row.line) for variation in row.variations)
        return row
