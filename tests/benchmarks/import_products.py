"""What does a row of a product file cost? `python -m tests.benchmarks.import_products [rows]`; `make bench` runs it as well.

The same file four times over: into an empty shop, unchanged, with every hundredth row changed, with another quantity in every row.
Each import is a process of its own, on a durable server; its CPU and its memory are its own, PostgreSQL's CPU is told apart.
"""

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from catalog.actions.import_products import import_products  # noqa: E402
from tests.benchmarks.server_cpu import server_cpu  # noqa: E402

ROWS = {"small": 3_000, "full": 100_000}
HEADER = (
    "sku,product_type,categories,product_websites,name,description,weight,product_online,visibility,price,qty,is_in_stock,"
    "manage_stock,use_config_manage_stock,out_of_stock_qty,use_config_min_qty,allow_backorders,use_config_backorders,"
    "notify_on_stock_below,use_config_notify_stock_qty"
)
KINDS = ("Tent", "Rope", "Stove", "Lamp", "Boot", "Glove", "Flask")


def lines(rows: int, *, changed: int = 0, moved: int = 0) -> Iterator[str]:
    """Yield a file of `rows` products: two in five with stock values of their own, one in ten described in HTML.

    Every `changed`-th row has another name and quantity than it had; `moved` is added to all quantities.
    """
    yield HEADER
    for number in range(rows):
        kind, is_other = KINDS[number % len(KINDS)], changed and number % changed == 0
        name = f"{kind} {number}{' New' if is_other else ''}"
        text = f"A {kind.lower()} for {number % 17 + 1} people, number {number}, dry and warm in wind and rain for many years."
        described = f"<p>{text}</p><ul><li>Wool</li></ul>" if number % 10 == 0 else text
        backorders = ("0,1", "1,0", "0,1", "2,0", "0,1")[number % 5]
        quantity = (number + moved + bool(is_other)) % 300
        threshold = f"-{number % 12},0" if number % 5 in {1, 3} else "0,1"
        yield (
            f'S-{number:07},simple,"Default Category/{kind}s/{kind} {number % 40}",base,{name},"{described}",'
            f'1.5,1,"Catalog, Search",{number % 500}.99,{quantity},1,1,1,{threshold},{backorders},1,1'
        )


def _import(path: Path, told: Connection) -> None:
    before = time.process_time()
    with path.open("rb") as file:
        report = import_products(file, by=None)
    counted = [report.created, report.updated, report.unchanged, len(report.refused)]
    told.send((counted, time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measured(name: str, path: Path) -> dict[str, Any]:
    """Import the file in a process of its own and return its figures: seconds of CPU, MB at its largest."""
    here, there = multiprocessing.Pipe()
    server, began = server_cpu(), time.monotonic()
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=_import, args=(path, there))
    child.start()
    # The other end is the child's alone: should it fail, recv() ends.
    there.close()
    counted, client, memory = here.recv()
    child.join()
    passed = time.monotonic() - began
    return {
        "name": name,
        "rows": counted,
        "client": client,
        "server": server_cpu() - server,
        "seconds": passed,
        "megabytes": memory,
    }


def shown(figures: dict[str, Any]) -> str:
    """Return a line of the table."""
    created, updated, unchanged, refused = figures["rows"]
    return (
        f"{figures['name']:32} {figures['client']:8.2f} {figures['server']:8.2f} {figures['seconds']:8.1f} "
        f"{figures['megabytes']:6.0f}   {created:,} created, {updated:,} updated, {unchanged:,} unchanged, {refused:,} refused"
    )


def measure(rows: int) -> list[dict[str, Any]]:
    """Import the files one after the other into the test database, and print what each cost."""
    files: dict[str, dict[str, int]] = {
        "first import": {},
        "unchanged": {},
        "every hundredth row changed": {"changed": 100},
        "every quantity changed": {"changed": 100, "moved": 7},
    }
    print(f"{rows:,} rows, load {os.getloadavg()[0]:.1f}")
    print(f"{'':32} {'client s':>8} {'server s':>8} {'passed s':>8} {'MB':>6}")
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, options in files.items():
            path = Path(folder) / "products.csv"
            with path.open("w") as file:
                file.writelines(f"{line}\n" for line in lines(rows, **options))
            figures.append(measured(name, path))
            print(shown(figures[-1]), flush=True)
    return figures


def main() -> None:
    """Measure, print, and write the same as JSON."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "full"
    rows = ROWS[asked] if asked in ROWS else int(asked)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        figures = measure(rows)
        written = Path(settings.BASE_DIR) / ".data" / "bench_import.json"
        written.write_text(json.dumps({"rows": rows, "imports": figures}, indent=1))
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
