"""How long do other pages take while a row is locked and a payment provider hangs? `python -m tests.benchmarks.stuck`.

Runs a web server over the data of the demo (`make demo` once before), on a port of its own. A product's row is locked all the time;
six visitors want it in their cart again and again, six others wait for the provider, and the pages of everybody else are timed.
"""

import http.client
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.hanging_settings"
django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be set up first

from catalog.models import Product  # noqa: E402
from tests.backorders.checkout_data import BY_CARD  # noqa: E402

ROOT = Path(__file__).parents[2]
PORT = int(os.environ.get("PORT", "8000"))
PAGES = ("/", "/search/?q=bag", "/cart/", "/admin/login/")
SECONDS = 30


class Browser:
    """Cookies, tokens and keys of one visitor."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=90)) as visitor:
            visitor.request(method, path, urlencode(fields or {}), headers)
            answer = visitor.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()

    def send(self, page: str, path: str, **fields: str) -> int:
        """Post `fields` with the hidden fields of the form on `page` that goes to `path`."""
        status, shown = self.ask("GET", page)
        parts = [part for part in shown.split("<form")[1:] if f'action="{path}"' in part or 'name="checkout"' in part]
        if not parts:  # sold out by the runs before, for instance
            return status
        form = parts[0]
        form = form.split("</form>")[0]
        hidden = dict(re.findall(r'name="([^"]+)"\s+value="([^"]*)"', form))
        return self.ask("POST", path, hidden | fields)[0]


def main() -> None:
    """Measure and print."""
    locked, bought = Product.objects.filter(sku__in=("QG-202", "QG-222")).order_by("sku")
    server = ["granian", "--interface=asginl", "--host=127.0.0.1", f"--port={PORT}", "--no-ws", "--workers=2"]
    command = [
        sys.executable,
        "-m",
        *server,
        "--workers-kill-timeout=2",
        "--log-level=error",
        "inventory_site.asgi:application",
    ]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            while True:
                try:
                    Browser().ask("GET", "/")
                    break
                except OSError:
                    time.sleep(0.2)
            print("quiet:   ", timed(5))
            stuck(locked, bought)
        finally:
            process.terminate()


def stuck(locked: Product, bought: Product) -> None:
    """Lock, hang, and time the pages of everybody else."""
    ended = Event()
    told: Counter[int] = Counter()

    def until_ended(act: Callable[[], int]) -> None:
        while not ended.is_set():
            told[act()] += 1

    def wants() -> int:
        return Browser().send(f"/products/{locked.slug}/", "/cart/add/", quantity="1")

    def pays() -> int:
        visitor = Browser()
        added = visitor.send(f"/products/{bought.slug}/", "/cart/add/", quantity="1")
        if added == 503:  # all writing threads wait
            return added
        return visitor.send("/checkout/", "/checkout/", **BY_CARD)

    with ThreadPoolExecutor(12) as crowd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_product WHERE id = %s FOR UPDATE", [locked.pk])
        waiting = [crowd.submit(until_ended, act) for act in (wants, pays) for _ in range(6)]
        time.sleep(3)
        print("stuck:   ", timed(SECONDS))
        ended.set()
        for each in waiting:
            each.result()
    print("the stuck ones were told:", dict(told))


def timed(seconds: float) -> str:
    """Ask for `PAGES` in turn, one after the other, and say how long that took."""
    taken, answers = [], Counter[int]()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for page in PAGES:
            begun = time.perf_counter()
            answers[Browser().ask("GET", page)[0]] += 1
            taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    return f"{len(taken)} pages, p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {taken[-1]:.0f} ms, {dict(answers)}"


if __name__ == "__main__":
    main()
