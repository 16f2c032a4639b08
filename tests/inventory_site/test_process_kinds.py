"""Each kind of process has timeouts of its own, in PostgreSQL itself."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from inventory_site.process_kinds import COMMANDS, KINDS, connection_options, process_kind
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
