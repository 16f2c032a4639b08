"""`manage.py work`: the background worker of a shop."""

import argparse
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from backorders.management.repeat import repeat
from backorders.tasks.outbox import drain_outbox

HELP = """
Send mails, refunds and what else leaves the shop, until SIGINT or SIGTERM: what was just decided at once, and whatever is due for
another try. It outlives a restart of the database. Any number may run at the same time.
"""
# After so many tasks it looks whether it is to end, and at what is due.
TASKS_EACH_TIME = 20


class Command(BaseCommand):
    """Works once, or again and again."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the pause."""
        parser.add_argument("--every", type=float, default=1, metavar="SECONDS", help="pause when nothing is to do")
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, every: float, once: bool, **_options: Any) -> None:
        """Work until it is ended."""
        self._ended = threading.Event()
        pause = None if once else every
        repeat(self._work, every=pause, stderr=self.stderr, missed="Nothing sent this time", ended=self._ended)

    def _work(self) -> None:
        """Work until nothing is due, or it is to end."""
        while self._tasks() == TASKS_EACH_TIME or drain_outbox(now=timezone.now()):
            if self._ended.is_set():
                return

    def _tasks(self) -> int:
        """Run enqueued tasks, some of them; return how many. One that fails is noted, and the outbox tries its row again."""
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=TASKS_EACH_TIME,
            worker_id=get_random_string(32),
        )
        worker.run()
        return int(worker._run_tasks)  # noqa: SLF001  the library tells it nowhere else
