"""`manage.py import_products FILE`: products and their stock from a CSV file."""

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, reset_queries
from django.utils.timezone import localdate

from catalog.actions.import_products import import_products
from catalog.actions.moved_day import whose_day_moved
from catalog.actions.steps.import_file import ImportReport, UnreadableFile
from catalog.models import Product
from catalog.rules.csv_file import DECIMALS, DELIMITERS, ENCODINGS, CsvDialect
from catalog.rules.moved_day import WhoIsTold
from catalog.words.moved_day import will_be_told

DATABASE_LOST = 3

HELP = """
Create and update products from a CSV file with the columns of a product export: sku, product_type (simple, virtual or
configurable), name, price, qty, allow_backorders, out_of_stock_qty and so on. What separates its cells and its encoding are
recognised and said; numbers with a decimal comma or grouped thousands are read only with --decimal.

A cell that is not empty is the whole new value of its column. An empty cell or a missing column changes nothing. A stock value is
the product's own unless the use_config column beside it is 1 or its own text is "Use Config". 0 is a value. Stock Status
changes only where is_in_stock says so. Quantities are those of the Default Source. A configurable product holds no stock of its
own; its configurable_variations are the whole list of its variants, which may stand anywhere in the file. Descriptions are kept
as plain text. The same file again changes nothing.
"""
EXIT_CODES = """
A row that cannot be imported is refused whole, with its line and the reason; the other rows are imported. Exit code 0: all rows
were imported. 1: rows were refused (0 with --skip-refused). 2: the file or an option cannot be read, and nothing was imported.
3: the database is away, or was lost in the middle: what was imported stays, and the same file again completes it.
"""


class Command(BaseCommand):
    """Reads a product file, shows how far it is, and names every row that it refused."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Say at the end of --help what the exit codes mean."""
        return super().create_parser(prog_name, subcommand, epilog=EXIT_CODES, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the file, and whether refused rows are a failure."""
        parser.add_argument("file", metavar="FILE", help="the CSV file; /dev/stdin reads what is piped in")
        parser.add_argument(
            "--skip-refused", action="store_true", help="exit with 0 although rows were refused; they are still named"
        )

        parser.add_argument(
            "--net-of-open-orders",
            action="store_true",
            help="the file's quantities are without the units of open orders, which lie here until they ship: those units are "
            "added to each quantity. For senders whose quantities fall below zero when units are owed; one that stops at 0 would "
            "have owed units counted as there",
        )
        parser.add_argument(
            "--delimiter", choices=DELIMITERS, help="what separates the cells, when it is not recognised"
        )
        parser.add_argument("--encoding", choices=ENCODINGS, help="the file's encoding, when it is not recognised")
        parser.add_argument(
            "--decimal",
            choices=DECIMALS,
            help="comma: 1,5 is one and a half, 1.234,5 has a thousand; point: 1,234.5 has a thousand",
        )

    def handle(self, *, file: str, skip_refused: bool, net_of_open_orders: bool, **options: Any) -> None:
        """Import the file and report."""
        self._started = time.monotonic()
        self._on_terminal = self.stdout.isatty()
        self._done = 0
        told = CsvDialect(options.get("delimiter"), options.get("encoding"), options.get("decimal"))
        try:
            with _opened(Path(file)) as rows:
                report = import_products(
                    rows,
                    by=None,
                    progress=self._show_progress,
                    is_net_of_open_orders=net_of_open_orders,
                    told=told,
                )
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror or error}", returncode=2) from error
        except UnreadableFile as error:
            raise CommandError(f"{file} cannot be imported, and nothing was. {error}", returncode=2) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(self._lost(error), returncode=DATABASE_LOST) from None
        except KeyboardInterrupt:
            raise CommandError(
                "\nStopped. The rows so far stay; the same file can be imported again.", returncode=130
            ) from None
        self._show(report)
        if report.refused and not skip_refused:
            raise CommandError(f"{_rows(len(report.refused))} refused.")

    def _lost(self, error: Exception) -> str:
        reason = str(error).strip().partition("\n")[0]
        if not self._done:
            return f"The database cannot be reached, and nothing was imported: {reason}"
        return (
            f"The connection to the database was lost after {_rows(self._done)}, which stay. Import the same file again to "
            f"complete it: {reason}"
        )

    def _show_progress(self, done: int, total: int) -> None:
        self._done = done
        reset_queries()  # with DEBUG Django keeps every statement, and these are long
        if self._on_terminal:
            text = f"{done:,} of {total:,} rows, {self._rows_per_second(done):,} rows/s"
            self.stdout.write(f"\r{text:<60}", ending="\n" if done == total else "")
            self.stdout.flush()

    def _show(self, report: ImportReport) -> None:
        seconds = time.monotonic() - self._started
        self.stdout.write(
            f"Created {report.created:,}, updated {report.updated:,}, unchanged {report.unchanged:,}, "
            f"refused {len(report.refused):,}: {_rows(report.rows)} in {seconds:,.1f} s "
            f"({self._rows_per_second(report.rows):,} rows/s)."
        )
        self.stdout.write(f"Read as {report.read_as}.")
        if report.skipped:
            self.stdout.write(f"{_rows(report.skipped)} skipped: values of single store views are not kept.")
        if report.columns_not_imported:
            self.stdout.write(f"Columns not imported: {', '.join(report.columns_not_imported)}.")
        for owing in report.owing:
            self.stdout.write(f"line {owing.line}, {owing.sku}: {owing.words}")
        if report.owing and (told := will_be_told(_told(report))):
            self.stdout.write(told)
        for remarked in report.remarked:
            self.stdout.write(f"line {remarked.line}, {remarked.sku}: {remarked.remark}")
        for row in report.refused:
            self.stderr.write(f"line {row.line}, {row.sku or 'no sku'}: {row.reason}")

    def _rows_per_second(self, rows: int) -> int:
        return round(rows / max(time.monotonic() - self._started, 0.001))


def _told(report: ImportReport) -> WhoIsTold:
    """Return whose promised day has become later by the quantities of the file; the timer tells them."""
    owing = Product.objects.filter(sku__in=[row.sku for row in report.owing]).order_by().values("pk")
    return whose_day_moved(owing, today=localdate())


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _opened(path: Path) -> BinaryIO:
    """Open the file; what comes through a pipe is first put where it can be read twice."""
    file = path.open("rb")
    if file.seekable():
        return file
    with file:
        copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  the caller closes it
        shutil.copyfileobj(file, copy)
    return copy
