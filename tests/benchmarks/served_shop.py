"""A purchase over HTTP, from a web server with one process: product page, add to cart, checkout, order page."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import connection

from catalog.models import Product
from tests.backorders.checkout_data import BY_CARD
from tests.benchmarks.browser import Browser

PORT = int(os.environ.get("PORT", "8109"))
TICK = os.sysconf("SC_CLK_TCK")
PURCHASES_AT_LEAST = 3


class ServedShop:
    """Runs until it is closed."""

    def __init__(self) -> None:
        """Start it, and wait until it answers."""
        server = f"granian --interface=asginl --host=127.0.0.1 --port={PORT} --no-ws --workers=1 --log-level=error"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *server.split(), "inventory_site.asgi:application"],
            cwd=Path(settings.BASE_DIR),
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.benchmarks.served_settings",
                "BENCH_DATABASE": str(connection.settings_dict["NAME"]),
            },
        )
        for _ in range(300):
            try:
                Browser(PORT).ask("GET", "/")
                break
            except OSError:
                time.sleep(0.2)

    def cpu(self) -> float:
        """Return the seconds of CPU of the server's processes."""
        spent = 0
        for entry in Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
            if fields and (int(entry.name) == self.process.pid or int(fields[1]) == self.process.pid):
                spent += int(fields[11]) + int(fields[12])
        return spent / TICK

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def purchases(self, product: Product) -> Callable[[float], tuple[int, float]]:
        """Return the run: one visitor after the other buys the product; (purchases, CPU of the server's processes)."""

        def run(seconds: float) -> tuple[int, float]:
            before, ends, bought = self.cpu(), time.monotonic() + seconds, 0
            while time.monotonic() < ends or bought < PURCHASES_AT_LEAST:
                purchase(product)
                bought += 1
            return bought, self.cpu() - before

        return run


def purchase(product: Product) -> None:
    """Buy one unit; the page of the checkout is not counted among the four, and is asked for all the same."""
    visitor, page = Browser(PORT), f"/products/{product.slug}/"
    if visitor.send(page, "/cart/add/", quantity="1") != HTTPStatus.FOUND:
        raise RuntimeError("The product was not put into the cart.")
    _, shown = visitor.ask("GET", "/checkout/")
    if visitor.post(unescape(shown), "/checkout/", **BY_CARD) != HTTPStatus.FOUND:
        raise RuntimeError("The order was not placed.")
    status, _ = visitor.ask("GET", visitor.led_to)
    if status != HTTPStatus.OK:
        raise RuntimeError("The order has no page.")
