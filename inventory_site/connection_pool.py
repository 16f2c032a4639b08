"""How a process comes back to its database: dead connections are thrown away together, and who waits is never forgotten."""

from contextlib import suppress
from typing import Any

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

# The pool tries at once and again after so long, then asks `try_for_who_waits`: its own pauses would double.
SECONDS_BETWEEN_TRIES = 1
# A page waits so long for a free connection.
SECONDS_TO_WAIT = 10
# To a database that cannot be reached. Without them a host that vanished is waited for as long as the kernel likes: minutes.
# A statement that runs long is not meant: its host still says that it is there.
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
