"""Import products and their stock from a CSV file."""

from collections.abc import Callable, Iterable
from itertools import batched
from typing import BinaryIO

import pghistory
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from catalog.actions.steps.import_batch import import_batch
from catalog.actions.steps.import_file import ImportReport, ProductFile
from catalog.actions.steps.import_judge import RowJudge
from catalog.actions.steps.import_plan import Shop
from catalog.models import Product
from catalog.queries.history import staff_name
from catalog.rules.csv_file import CsvDialect
from catalog.rules.product_row import ProductRow

BATCH = 2000
BATCH_WITH_VARIANTS = 50  # each brings some dozen products along

type Progress = Callable[[int, int], None]


def import_products(
    file: BinaryIO,
    *,
    by: User | None,
    progress: Progress | None = None,
    is_net_of_open_orders: bool = False,
    told: CsvDialect = CsvDialect(),  # noqa: B008  frozen
) -> ImportReport:
    """Create and update products from `file`, a seekable CSV file, and return what became of each row.

    What separates its cells and its encoding are recognised, unless `told`; numbers have a decimal comma, or grouped thousands,
    only when told so. A row that cannot be read or stored is refused, and stops no other.

    A cell that is not empty is the whole new value of its column; an empty cell or a missing column changes nothing (C35), and
    a new product inherits what it is not told. The same file again changes nothing. Rows that list variants are written last.

    With `is_net_of_open_orders` the sender has taken the units of open orders off its quantities already; they still lie on
    the shelf here until they ship, and are added back (C31).

    Every batch of rows is a transaction of its own, so that shoppers never wait for a whole file: when the connection breaks,
    the rows before stay, and the file can be imported again. `progress` is told (rows done, rows in the file) after each.
    `by` is the member of staff whom the admin's log names. Raises `UnreadableFile`, with nothing written.
    """
    judge = RowJudge(ProductFile(file, told))
    shop = Shop.now(is_net=is_net_of_open_orders)
    batches: list[ImportReport] = []

    def run(rows: Iterable[ProductRow], size: int) -> None:
        most_change = False
        for batch in batched(rows, size):
            batches.append(import_batch(batch, shop, most_change=most_change))
            # A file is mostly of one kind: what the rows before were, the next ones are.
            most_change = batches[-1].created + batches[-1].updated > len(batch) / 2
            if progress is not None:
                done = sum(written.rows for written in batches)
                progress(done + judge.skipped + len(judge.refused), judge.file.total)

    with pghistory.context(user=None if by is None else by.pk, name=staff_name(by), screen="Import of products"):
        run(judge.rows(), BATCH)
        run(judge.rows_with_variants(), BATCH_WITH_VARIANTS)
    report = ImportReport(
        skipped=judge.skipped,
        refused=tuple(judge.refused),
        remarked=tuple(judge.remarked),
        columns_not_imported=judge.file.columns_not_imported,
        read_as=judge.file.read_as,
    ).plus(*batches)
    if by is not None:
        _log(by, report)
    return report


def _log(by: User, report: ImportReport) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Product),
        object_repr="Product import",
        action_flag=CHANGE,
        change_message=(
            f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.skipped} skipped, {len(report.refused)} refused"
        ),
    )
