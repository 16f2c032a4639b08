"""Each kind of process has timeouts of its own, in PostgreSQL itself."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from threading import Timer
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

from inventory_site.process_kinds import COMMANDS, KINDS, REACH, connection_options, pool_options, process_kind
from tests.inventory_site.postgres_user import ROOT

SHOWN = {
    "web": ("2s", "15s", "30s"),
    "worker": ("1min", "10min", "5min"),
    "timer": ("10s", "5min", "1min"),
    "migration": ("20s", "0", "0"),
    "import": ("1min", "0", "0"),
    "report": ("1min", "0", "0"),
    "": ("0", "0", "0"),
}
NAMES = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
PROGRAM = """
import inventory_site.wsgi
from django.db import connection
with connection.cursor() as cursor:
    for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "application_name"):
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""


def shown(options: dict[str, str]) -> tuple[str, ...]:
    known = {name: value for name, value in connection.get_connection_params().items() if name in {"host", "port"}}
    known |= {"user": connection.get_connection_params()["user"], "dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(make_conninfo(**known, **options)) as other:
        rows = [other.execute(f"SHOW {name}").fetchone() for name in NAMES]
        return tuple(str(row[0]) for row in rows if row)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_process_has_its_timeouts(kind: str) -> None:
    assert shown(connection_options(kind, before={}, own={})) == SHOWN[kind]


@pytest.mark.django_db
def test_what_the_address_of_the_database_sets_wins() -> None:
    options = connection_options("web", before={"options": "-c lock_timeout=5s"}, own={})
    assert shown(options) == ("5s", "15s", "30s")


@pytest.mark.django_db
def test_a_shop_may_choose_its_own_seconds() -> None:
    assert shown(connection_options("web", before={}, own={"lock": 3, "idle": 60})) == ("3s", "15s", "1min")


def test_a_command_is_known_by_its_name() -> None:
    assert process_kind(["manage.py", "expire_payments", "--every=60"]) == "timer"
    assert {process_kind(["manage.py", command]) for command in COMMANDS} == set(KINDS) - {""}
    assert (process_kind(["manage.py", "shell"]), process_kind(["-c"])) == ("", "")


def test_a_kind_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'wep' is no kind of process; there are web, worker, "):
        connection_options("wep", before={}, own={})


@pytest.mark.django_db
def test_the_web_server_has_its_timeouts_with_the_pool_and_the_embedded_database() -> None:
    environment = {**os.environ, "POSTGRES_DATA": str(ROOT / ".data" / "test-postgres"), "STATEMENT_TIMEOUT": "7"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:4] == ["2s", "7s", "30s", "salable web"]


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
    # One dead session costs a second. Looking for six in turn would wait 1 + 2 + 4 seconds, and then give up.
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
