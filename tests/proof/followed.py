"""The actions of the product, held before each step of the model and let go one step at a time, on real connections.

A thread stands still before each statement that takes a lock, and before COMMIT: that is where somebody else can come between.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.proof.model.actions import COMMIT

PATIENCE = 30.0
# Which statements are a step of the model. The first of a kind in a transaction takes the lock, the others have it.
GATES = tuple(
    (gate, re.compile(pattern, re.DOTALL))
    for gate, pattern in (
        ("basis", r"^\s*SELECT website\.id"),
        ("claim", r"pg_(try_)?advisory_lock"),
        ("order", r'FOR UPDATE OF .*"backorders_order"'),
        ("items", r'FROM "catalog_(product|sourceitem)" .*FOR (NO KEY )?UPDATE'),
        (
            "ledger",
            r'^\s*WITH placed|INSERT INTO "catalog_reservation"|UPDATE "catalog_sourceitem"|FROM "catalog_stocklevel" .*FOR ',
        ),
    )
)
ENDED, WAITS = "ended", "waits"


@dataclass
class Follower:
    """A thread that does `act`, whose answer is kept as `result`, and stands before one step at a time."""

    name: str
    act: Callable[[], str]
    result: str = ""
    error: BaseException | None = None
    _at: str = ""
    _pid: int = 0
    _passed: set[str] = field(default_factory=set)
    _go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _is_let_go: bool = False
    _is_free: bool = False

    def begin(self) -> None:
        """Start it; it stands before its first step soon."""
        self._is_let_go = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def step(self) -> None:
        """Let it take the step that it stands before."""
        self._is_let_go, self._at = True, ""
        self._go.release()

    def stands(self) -> str:
        """Return the step that it stands before, or that it waits for a lock, or has ended; empty while it runs."""
        if not self._thread.is_alive():
            return ENDED
        if not self._is_let_go:
            return self._at
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [self._pid])
            return WAITS if cursor.fetchone()[0] else ""

    def seen_at(self, wanted: str) -> str:
        """Return where it stands: `wanted` as soon as it is there, else what it has come to after a time that is long enough."""
        until = time.monotonic() + PATIENCE
        while (found := self.stands()) != wanted and time.monotonic() < until:
            if found == ENDED:
                break
            time.sleep(0.002)
        return found

    def let_run(self) -> None:
        """Let it go on to its end, whatever comes."""
        self._passed.update(gate for gate, _ in GATES)
        self._is_free = True
        self._go.release()

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._pid = cursor.fetchone()[0]
            # Django tells nobody before it commits.
            real: Any = connection
            commit, rollback = real._commit, real._rollback  # noqa: SLF001

            def committed() -> Any:
                self._stand(COMMIT)
                self._passed.clear()
                return commit()

            def rolled_back() -> Any:
                self._passed.clear()
                return rollback()

            real._commit, real._rollback = committed, rolled_back  # noqa: SLF001
            with connection.execute_wrapper(self._gate):
                self.result = self.act()
        except BaseException as error:  # noqa: BLE001  it is the test's to judge
            self.error = error
        finally:
            connection.close()

    def _gate(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        gate = next((gate for gate, pattern in GATES if pattern.search(str(sql))), "")
        if gate and gate not in self._passed:
            self._stand(gate)
            # Nothing is held after a read: it is a step each time.
            self._passed |= {gate} - {"basis"}
        return execute(sql, params, many, context)

    def _stand(self, gate: str) -> None:
        if self._is_free:
            return
        self._at, self._is_let_go = gate, False
        self._go.acquire()
