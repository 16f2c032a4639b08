"""How each kind of process reaches its database, waits for it, and comes back to it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout


@dataclass(frozen=True)
class Timeouts:
    """Seconds; 0 is for ever. `lock`: for one lock. `statement`: for one statement. `idle`: for the program, inside a transaction.

    What passes `idle` has its connection closed by PostgreSQL, and its locks given back.
    """

    lock: int = 0
    statement: int = 0
    idle: int = 0


KINDS: Mapping[str, Timeouts] = {
    "web": Timeouts(lock=2, statement=15, idle=30),
    # A statement may wait five minutes for a lock while another worker asks a provider.
    "worker": Timeouts(lock=60, statement=600, idle=300),
    "timer": Timeouts(lock=10, statement=300, idle=60),
    # A migration that waits for a lock makes everybody wait behind it: rather none than for long.
    "migration": Timeouts(lock=20),
    "import": Timeouts(lock=60),
    "report": Timeouts(lock=60),
    # The shell, where a person thinks between statements; tests.
    "": Timeouts(),
}
COMMANDS: Mapping[str, str] = {
    "runserver": "web",
    "work": "worker",
    "db_worker": "worker",
    "expire_payments": "timer",
    "keep_history": "timer",
    "prune": "timer",
    "send_low_stock_notices": "timer",
    "send_stock_alerts": "timer",
    "tell_moved_days": "timer",
    "migrate": "migration",
    "import_products": "import",
    "load_demo_shop": "import",
    "check_inventory": "report",
}


def process_kind(arguments: Sequence[str]) -> str:
    """Return the kind of a process that was started as `manage.py COMMAND`; empty for any other."""
    return COMMANDS.get(arguments[1], "") if len(arguments) > 1 else ""


def connection_options(kind: str, *, before: Mapping[str, Any], own: Mapping[str, int]) -> dict[str, Any]:
    """Return the options of every connection of a process, with the `own` seconds of this shop instead of the table's.

    `before` are the options of the database's address: what they set wins. Raises `ValueError` for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of process; there are {', '.join(name for name in KINDS if name)}.")
    timeouts = replace(KINDS[kind], **own)
    words = (
        f"-c lock_timeout={timeouts.lock}s"
        f" -c statement_timeout={timeouts.statement}s"
        f" -c idle_in_transaction_session_timeout={timeouts.idle}s"
    )
    name = {"application_name": f"salable {kind}"} if kind else {}
    return {
        **REACH,
        **MILLISECONDS_UNHEARD,
        **name,
        **before,
        "options": f"{words} {before.get('options', '')}".strip(),
    }


# The pool tries at once and once more after this pause; then `try_for_who_waits` goes on, without pauses that double.
SECONDS_BETWEEN_TRIES = 1
# A page waits so long for a free connection.
SECONDS_TO_WAIT = 10
# For a database that cannot be reached: the kernel would wait minutes for a host that vanished. A long statement is not cut off:
# its host still answers.
REACH = {"connect_timeout": 3, "keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3}
MILLISECONDS_UNHEARD = {"tcp_user_timeout": 10_000}

type Pool = ConnectionPool[Connection[Any]]


def refuse_dead(connection: Connection[Any]) -> None:
    """Check a connection before it is used. Where one is dead a restart has ended all: none of them is tried in its turn.

    The pool sleeps a second after each that it finds dead, then two, then four: with three of them a page is lost.
    Raises `OperationalError`.
    """
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        pool: Pool | None = getattr(connection, "_pool", None)
        if pool is not None:
            pool.drain()
        raise


def try_for_who_waits(pool: Pool) -> None:
    """Have the pool try again after it gave up, while anybody waits: it tries by itself only when somebody new asks.

    When every thread waits, nobody does, and all would wait until their time is over, with the database long back.
    """
    if pool.get_stats().get("requests_waiting"):
        with suppress(PoolTimeout):
            pool.putconn(pool.getconn(timeout=0.01))


def pool_options(*, most: int) -> dict[str, Any]:
    """Return the options of a pool of `most` connections a process."""
    return {
        "min_size": 1,
        "max_size": most,
        "timeout": SECONDS_TO_WAIT,
        "reconnect_timeout": SECONDS_BETWEEN_TRIES,
        "check": refuse_dead,
        "reconnect_failed": try_for_who_waits,
    }
