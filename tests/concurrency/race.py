"""Work done at the same instant on real connections."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def race[T](workers: Sequence[Callable[[], T]]) -> list[T]:
    """Run every worker in a thread with a connection of its own, started together; return their results in order."""
    start = Barrier(len(workers))

    def run(worker: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return worker()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, worker) for worker in workers]]
