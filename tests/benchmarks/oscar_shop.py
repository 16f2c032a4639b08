"""A django-oscar shop beside ours: in an environment of its own, on the same PostgreSQL, with as many buyers."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

VERSION = "django-oscar==4.2.1"
PARTS = (VERSION, "psycopg[binary]>=3.3")
HERE = Path(__file__).parent / "oscar"
DATABASE = "bench_oscar"


class NoOscar(Exception):
    """It could not be installed, or does not run; the text says why."""


def _python() -> Path:
    """Return the Python of its environment, which is made once; its packages come from wherever pip finds its packages."""
    folder = Path(settings.BASE_DIR) / ".data" / "bench-oscar"
    python, made = folder / "bin" / "python", folder / "installed"
    if not made.exists() or made.read_text() != VERSION:
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", *PARTS])
        made.write_text(VERSION)
    return python


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip().splitlines()
        raise NoOscar(said[-1] if said else "no reason given") from error


class OscarShop:
    """Runs until it is closed. Raises `NoOscar` where it cannot be had."""

    def __init__(self, buyers: int, products: int) -> None:
        """Install it if it is not, make its database and so many products, and start its buyers."""
        python = _python()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        info = connection.connection.info
        place = {"DATABASE": DATABASE, "USER": info.user, "HOST": info.host, "PORT": str(info.port)}
        self.process = subprocess.Popen(
            [str(python), str(HERE / "checkout.py"), str(buyers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTHON"))},
                **{f"OSCAR_{name}": value for name, value in place.items()},
            },
        )
        self.products: list[int] = self._ask(do="set up", products=products)

    def _ask(self, **wish: object) -> Any:
        if self.process.stdin is None or self.process.stdout is None:
            raise NoOscar("it has no pipes")
        try:
            self.process.stdin.write(json.dumps(wish) + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise NoOscar("it has ended") from error
        said = self.process.stdout.readline()
        if not said:
            raise NoOscar("it has ended")
        return json.loads(said)

    def buy(self, products: Sequence[int], seconds: float, most: int | None = None) -> tuple[int, float]:
        """Let all buyers buy the products together, and return how many orders that were and the seconds of their CPU."""
        found = self._ask(do="buy", products=list(products), seconds=seconds, most=most)
        return int(found["orders"]), float(found["cpu"])

    def stock(self, product: int, units: int) -> None:
        """Let so many units of the product be there."""
        self._ask(do="stock", products=[product], units=units)

    def close(self) -> None:
        """End it, with its database."""
        self.process.terminate()
        self.process.wait(timeout=30)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
