"""Work done at the same instant on real connections."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
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


# Only sessions of our own database count: other workers of the tests use the same server. PostgreSQL keeps what it read of
# sessions until the transaction ends, so that it is made to forget it before each look.
WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()
"""


def until_somebody_waits() -> None:
    """Return as soon as a connection waits for a lock of another; fail after eight seconds."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("Nobody waits for what is locked.")
