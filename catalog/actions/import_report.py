"""What an import did: counts, and every row that it refused."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, order=True)
class RefusedRow:
    """A row that was not imported: the line of the file where it starts, its SKU as read, and why, naming the column."""

    line: int
    sku: str
    reason: str


@dataclass(frozen=True, order=True)
class OwingRow:
    """A row that was imported and leaves orders short: its line, its SKU, and what is promised and owed now, in words."""

    line: int
    sku: str
    words: str


@dataclass(frozen=True, order=True)
class RemarkedRow:
    """A row that was read, but not as it stands: its line and SKU, and what was made of which column."""

    line: int
    sku: str
    remark: str


@dataclass(frozen=True)
class ImportReport:
    """What `import_products` did, in rows. `skipped` rows hold values of single store views, which are not kept here.

    `columns_not_imported` are the file's columns that nothing reads: a misspelt name shows here. `owing` are rows whose new
    quantity is below what is promised: imported, because a count is a count. `remarked` rows are counted too. `read_as` says
    what the file's cells are separated by, and its encoding.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: tuple[RefusedRow, ...] = ()
    owing: tuple[OwingRow, ...] = ()
    remarked: tuple[RemarkedRow, ...] = ()
    columns_not_imported: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def rows(self) -> int:
        """All rows of the file, each counted once."""
        return self.created + self.updated + self.unchanged + self.skipped + len(self.refused)

    def plus(self, other: Self) -> Self:
        """Return the two taken together, refused rows in the order of their lines."""
        return type(self)(
            created=self.created + other.created,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            skipped=self.skipped + other.skipped,
            refused=tuple(sorted(self.refused + other.refused)),
            owing=tuple(sorted(self.owing + other.owing)),
            remarked=tuple(sorted(self.remarked + other.remarked)),
            columns_not_imported=self.columns_not_imported + other.columns_not_imported,
            read_as=self.read_as or other.read_as,
        )
