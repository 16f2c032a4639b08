"""What a command does once, or again and again until it is ended."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import OutputWrapper
from django.db import InterfaceError, OperationalError, close_old_connections, connections

# How the database is away: it restarts, it ended our connection, or (the embedded one) it cannot be started right now.
AWAY = (OperationalError, InterfaceError, ImproperlyConfigured)
log = logging.getLogger(__name__)


def add_every(parser: argparse.ArgumentParser) -> None:
    """Let the command take the pause of `repeat`."""
    parser.add_argument("--every", type=float, metavar="SECONDS", help="do it again after this many seconds")


def repeat(
    act: Callable[[], None],
    *,
    every: float | None,
    stderr: OutputWrapper,
    missed: str,
    ended: threading.Event | None = None,
) -> None:
    """Run `act` once; with `every` (seconds) until SIGINT or SIGTERM, which set `ended`.

    A database that is away ends nothing: `missed` is said, and the next round comes.
    """
    if every is None:
        act()
        return
    ended = ended or threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        close_old_connections()
        try:
            act()
        except AWAY as error:
            # The database restarts: the next round finds the same work.
            stderr.write(f"{missed}: {error}")
            log.warning("%s: the database is away", missed, exc_info=True)
            connections.close_all()
        ended.wait(max(every, 1))
