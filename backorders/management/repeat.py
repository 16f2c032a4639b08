"""What a command does once, or again and again until it is ended."""

import signal
import threading
from collections.abc import Callable

from django.core.management.base import OutputWrapper
from django.db import OperationalError, close_old_connections


def repeat(act: Callable[[], None], *, every: float | None, stderr: OutputWrapper, missed: str) -> None:
    """Run `act` once; with `every` (seconds) until SIGINT or SIGTERM, saying `missed` when the database is away."""
    if every is None:
        act()
        return
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        close_old_connections()
        try:
            act()
        except OperationalError as error:
            # The database restarts: the next round finds the same work.
            stderr.write(f"{missed}: {error}")
        ended.wait(max(every, 1))
