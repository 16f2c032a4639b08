"""What a command does once, or again and again until it is ended."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, OutputWrapper
from django.db import close_old_connections, connections

from catalog.queries.database_errors import PASSING

log = logging.getLogger(__name__)


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
        except PASSING as error:
            # The database restarts: the next round finds the same work.
            stderr.write(f"{missed}: {error}")
            log.warning("%s: the database is away", missed, exc_info=True)
            connections.close_all()
        ended.wait(max(every, 1))


class Timer(BaseCommand):
    """A command that does something once, or again after a pause with --every. `missed` is said of a round that was none."""

    missed: ClassVar[str] = ""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the pause."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="do it again after this many seconds")

    def handle(self, *, every: float | None, **_options: Any) -> None:
        """Do it; with `every` until SIGINT or SIGTERM."""
        repeat(self._round, every=every, stderr=self.stderr, missed=self.missed)

    def act(self) -> str:
        """Do it, and return what came of it; empty for nothing."""
        raise NotImplementedError

    def _round(self) -> None:
        if told := self.act():
            self.stdout.write(told)
            self.stdout.flush()
