"""`manage.py work`: the background worker of a shop."""

import argparse
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from backorders.management.repeat import repeat
from backorders.tasks.outbox import drain_outbox

HELP = """
Send mails, refunds and what else leaves the shop, until SIGINT or SIGTERM: what was just decided at once, and whatever is due for
another try. It outlives a restart of the database. Any number may run at the same time.
"""
# After so many tasks it looks at what is due.
TASKS_EACH_TIME = 20


class EndingWorker(Worker):
    """Takes no other task once `ended` is set; what it is at it does to its end."""

    def __init__(self, *, ended: threading.Event, **options: Any) -> None:
        """Take what says that it is to end, and the options of any worker."""
        super().__init__(**options)
        self._ended = ended

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run it, and look whether to go on."""
        super().run_task(db_task_result)
        self.running = not self._ended.is_set()


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
        while not self._ended.is_set():
            count = self._tasks()
            if count < TASKS_EACH_TIME and not drain_outbox(now=timezone.now(), goes_on=self._goes_on):
                return

    def _goes_on(self) -> bool:
        return not self._ended.is_set()

    def _tasks(self) -> int:
        """Run enqueued tasks, some of them; return how many. One that fails is noted, and the outbox tries its row again."""
        worker = EndingWorker(
            ended=self._ended,
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
