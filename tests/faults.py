"""`make faults`: kill each process and the database of a demo under load, one after another; what comes back when, what is lost.

    python -m tests.faults            every victim
    python -m tests.faults worker     those whose name holds the word

A demo of its own runs on a spare port, with its database in a temporary folder. Shoppers order all the time, and keep what the shop
told them was ordered. A fault is passed when an order goes through within ten seconds; at the end each told order is there once,
and `check_inventory` finds nothing.
"""

import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

from tests.fuzz.page_forms import PageForm, forms_of

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_COME_BACK = 10
SECONDS_TO_START = 120
SHOPPERS = 3
BUYER = {
    "customer_name": "Ada Brandt",
    "street": "12 Quay Street",
    "city": "Bristol",
    "postcode": "BS1 4DJ",
    "country": "GB",
    "payment_method": "checkmo",
}
numbers = itertools.count()


@dataclass
class Shop:
    """A demo with a folder of its own, and what it said was ordered."""

    folder: Path
    port: int
    told: list[str] = field(default_factory=list)
    demo: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "POSTGRES_DATA": str(self.folder / "postgres"), "PORT": str(self.port)}

    def start(self) -> None:
        """Start the demo and wait until it serves."""
        log = (self.folder / "demo.log").open("ab")
        command = [sys.executable, "manage.py", "demo"]
        self.demo = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        _wait(lambda: bool(self.order()), SECONDS_TO_START)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.demo is not None and self.demo.poll() is None:
            self.demo.send_signal(signal.SIGINT)
            self.demo.wait(30)

    def order(self) -> str:
        """Place an order as a shopper, keep what was told, and return its address; empty when anything went wrong."""
        try:
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            home = f"http://localhost:{self.port}"
            product = re.search(r'href="(/products/[^"]+)"', _read(browser, home + "/"))
            if product is None:
                return ""
            _send(browser, home, product[1], lambda form: "/cart/add/" in form.action, {"quantity": "1"})
            email = {"email": f"ada{next(numbers)}@example.org"}
            address = _send(
                browser, home, "/checkout/", lambda form: any(n == "checkout" for n, _ in form.fields), BUYER | email
            )
        except OSError:
            return ""
        found = re.search(r"/orders/([0-9a-f-]{36})/", address)
        if found is not None:
            self.told.append(found[1])
        return found[1] if found else ""

    def ask(self, code: str) -> str:
        """Run `code` in the shell of this shop."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        ).stdout


def _read(browser: urllib.request.OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=10) as answer:
        return str(answer.read().decode())


def _send(
    browser: urllib.request.OpenerDirector,
    home: str,
    page: str,
    is_it: Callable[[PageForm], bool],
    typed: dict[str, str],
) -> str:
    """Fill in a form of the page, send it, and return the address of the answer."""
    form = next((form for form in forms_of(_read(browser, home + page)) if is_it(form)), None)
    if form is None:
        return ""
    fields = [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())
    request = urllib.request.Request(  # noqa: S310  our own shop
        home + (urlsplit(form.action).path or page),
        urlencode(fields).encode(),
        {"Referer": home + page, "Origin": home},
    )
    with browser.open(request, timeout=10) as answer:
        return str(answer.url)


def _wait(is_there: Callable[[], bool], seconds: float) -> float:
    """Return after how many seconds it was there; infinity when it never was."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if is_there():
            return time.monotonic() - begun
        time.sleep(0.1)
    return float("inf")


def _named(processes: list[psutil.Process], word: str) -> Iterator[psutil.Process]:
    for process in processes:
        with suppress(psutil.Error):
            if word in " ".join(process.cmdline()):
                yield process


def victims(shop: Shop) -> dict[str, Callable[[], psutil.Process]]:
    """Return who is killed, by name: each is looked for when its turn comes."""

    def ours() -> list[psutil.Process]:
        return list(psutil.Process(shop.demo.pid if shop.demo else 0).children(recursive=True))

    def of(word: str, *, last: bool = False) -> Callable[[], psutil.Process]:
        return lambda: list(_named(ours(), word))[-1 if last else 0]

    def database() -> psutil.Process:
        return psutil.Process(int((shop.folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]))

    def session() -> psutil.Process:
        return next(each for each in database().children() if "salable" in " ".join(each.cmdline()))

    return {
        "web server": of("granian"),
        "web worker": of("granian", last=True),
        "mail worker": of("manage.py work"),
        "timer of unpaid orders": of("expire_payments"),
        "timer of low stock notices": of("send_low_stock_notices"),
        "a session of the database": session,
        "the database": database,
    }


def _spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lost(shop: Shop) -> list[str]:
    """Return the told orders that are not there once, and what check_inventory finds."""
    code = (
        "import json; from backorders.models import Order;"
        "from catalog.queries.inventory_differences import inventory_differences as levels;"
        "from backorders.queries.promise_differences import payment_differences as money, promise_differences as promises;"
        "print(json.dumps([[str(c) for c in Order.objects.values_list('checkout', flat=True)],"
        "[str(d) for d in (*levels(), *promises(), *money())]]))"
    )
    there, differences = json.loads(shop.ask(code).splitlines()[-1])
    lost = [f"order {told} is lost" for told in set(shop.told) if there.count(told) != 1]
    return [*lost, *map(str, differences)]


def main(wanted: str) -> int:
    """Kill them all in turn; return how much went wrong."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="salable-faults-", ignore_cleanup_errors=True) as folder:
        shop = Shop(Path(folder), _spare_port())
        done = threading.Event()
        try:
            shop.start()
            for _ in range(SHOPPERS):
                threading.Thread(target=lambda: [shop.order() for _ in iter(done.is_set, True)], daemon=True).start()
            for name, found in victims(shop).items():
                if wanted not in name:
                    continue
                process, before = found(), len(shop.told)
                process.kill()
                process.wait(5)
                seconds = _wait(lambda: bool(shop.order()), SECONDS_TO_COME_BACK)
                back = _wait(partial(_is_there, found), SECONDS_TO_COME_BACK)
                print(
                    f"{name}: an order went through after {seconds:.1f} s, it was back after {back:.1f} s more",
                    flush=True,
                )
                print(f"    {len(shop.told) - before} orders meanwhile")
                wrong += [f"{name} did not come back"] * (max(seconds, back) > SECONDS_TO_COME_BACK)
            done.set()
            wrong += _lost(shop)
        finally:
            done.set()
            shop.stop()
    print(f"{len(set(shop.told))} orders were told; {len(wrong)} wrong", *wrong, sep="\n")
    return len(wrong)


def _is_there(found: Callable[[], psutil.Process]) -> bool:
    with suppress(psutil.Error, OSError, LookupError, StopIteration):
        return bool(found().is_running())
    return False


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1] if len(sys.argv) > 1 else ""), 1))
