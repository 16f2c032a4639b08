"""After a restart of the database the pool serves who waits, whatever it held before."""

import socket
from collections.abc import Iterator
from threading import Timer
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from inventory_site.connection_pool import REACH, pool_options
from inventory_site.process_kinds import connection_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> dict[str, Any]:
    """Where the tests' database is."""
    connection.ensure_connection()
    info = connection.connection.info
    return {"host": info.host, "port": info.port, "user": info.user, "dbname": info.dbname, "autocommit": True}


@pytest.fixture
def pool(address: dict[str, Any]) -> Iterator[ConnectionPool[Any]]:
    with ConnectionPool(kwargs=lambda: address, open=True, **pool_options(most=6)) as opened:
        yield opened


def test_connections_that_a_restart_ended_are_thrown_away_together(
    pool: ConnectionPool[Any], address: dict[str, Any]
) -> None:
    held = [pool.getconn() for _ in range(6)]
    numbers = [each.info.backend_pid for each in held]
    for each in held:
        pool.putconn(each)
    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_terminate_backend(number) FROM unnest(%s::int[]) number", [numbers])
    begun = monotonic()
    with pool.connection() as again:
        assert again.execute("SELECT 1").fetchone() == (1,)
    # One second for the dead one that was asked for; six in turn would take 1 + 2 + 4 and be given up.
    assert monotonic() - begun < 3


def test_a_database_that_comes_back_serves_who_waited_with_nobody_new_asking(
    pool: ConnectionPool[Any], address: dict[str, Any]
) -> None:
    pool.close()
    there, address["host"] = address["host"], "/nowhere"
    with ConnectionPool(kwargs=lambda: address, open=True, **pool_options(most=2)) as away:
        Timer(4, lambda: address.update(host=there)).start()
        begun = monotonic()
        with away.connection() as again:
            assert again.execute("SELECT 1").fetchone() == (1,)
        assert 3 < monotonic() - begun < 7


def test_a_host_that_is_silent_is_not_waited_for() -> None:
    options = connection_options("web", before={}, own={})
    assert {name: options[name] for name in REACH} == REACH
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = monotonic()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=silent.getsockname()[1], user="nobody", **options)
        assert monotonic() - begun < 6


def test_an_address_may_set_its_own_times() -> None:
    assert connection_options("web", before={"connect_timeout": "9"}, own={})["connect_timeout"] == "9"
