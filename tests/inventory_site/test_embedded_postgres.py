"""The embedded server: one for all, whoever comes and however they go."""

import fcntl
import os
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from django.db import connection

from catalog.queries.database_errors import PASSING
from inventory_site.embedded_postgres import places
from inventory_site.embedded_postgres.base import DatabaseWrapper
from inventory_site.embedded_postgres.cluster import Cluster
from inventory_site.embedded_postgres.places import VERSION, EmbeddedPostgresError
from inventory_site.embedded_postgres.server import Server
from tests.inventory_site.postgres_user import User, is_running

pytestmark = pytest.mark.xdist_group("embedded_postgres")


def remove(folder: Path) -> None:
    """Take away what lies elsewhere: for root the folders of pytest are closed to the server."""
    home = Cluster(folder).data.parent
    if home != folder:
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for this file's servers: its cluster is made once."""
    folder = tmp_path_factory.mktemp("postgres")
    yield folder
    remove(folder)


def server_pid(folder: Path) -> int:
    pid = Cluster(folder).pid()
    assert pid is not None
    return pid


def keeper_of(folder: Path) -> psutil.Process:
    keeper = psutil.Process(server_pid(folder)).parent()
    assert keeper is not None
    assert "keeper.py" in " ".join(keeper.cmdline())
    return keeper


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_users_that_start_at_once_share_one_server(folder: Path) -> None:
    with User(folder) as one, User(folder) as two, User(folder) as three:
        for user in (one, two, three):
            user.wait_until_joined()
        servers = [
            process.pid
            for process in psutil.process_iter(["cmdline"])
            if str(Cluster(folder).data) in (process.info["cmdline"] or [])
        ]
        assert servers == [server_pid(folder)]


def test_database_is_made(folder: Path) -> None:
    with User(folder) as user:
        user.wait_until_joined()
        address = {"host": str(Cluster(folder).socket_folder), "user": "postgres", "dbname": "shop"}
        with psycopg.connect(**address) as connection:  # type: ignore[arg-type]
            assert connection.execute("SELECT 1").fetchone() is not None


def test_server_outlives_all_users_but_the_last(folder: Path) -> None:
    with User(folder) as last:
        last.wait_until_joined()
        pid = server_pid(folder)
        User(folder).wait_until_joined().leave()
        assert is_running(pid)
        last.leave()
        assert not is_running(pid)


def test_server_stops_after_its_users_were_killed(folder: Path) -> None:
    user = User(folder).wait_until_joined()
    pid = server_pid(folder)
    user.kill()
    assert eventually(lambda: not is_running(pid))


def test_killed_server_is_started_again(folder: Path) -> None:
    with User(folder) as user:
        user.wait_until_joined()
        pid, keeper = server_pid(folder), keeper_of(folder)
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not keeper.is_running())
    with User(folder) as user:
        user.wait_until_joined()
        assert server_pid(folder) != pid


def test_server_that_recovers_is_waited_for_by_who_joins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, refusals = psycopg.connect, [psycopg.OperationalError("the database system is in recovery mode")] * 2

    def connect_after_recovery(**address: Any) -> Any:
        if refusals:
            raise refusals.pop()
        return connect(**address)

    monkeypatch.setattr(psycopg, "connect", connect_after_recovery)
    with User(folder) as user:
        user.wait_until_joined()
        server = Server(folder, {})
        assert server.ensure_running(database="shop").exists()
        server.leave()
    assert refusals == []


def test_note_of_a_dead_server_is_not_taken_for_a_living_process(folder: Path) -> None:
    User(folder).wait_until_joined().leave()
    Cluster(folder).pid_file.write_text(f"{os.getpid()}\n{folder / 'cluster'}\n0\n5432\n\n\n\nready\n")
    with User(folder) as user:
        user.wait_until_joined()
        assert server_pid(folder) != os.getpid()


def test_server_that_lost_its_keeper_gets_another_and_stops_after_its_last_user(folder: Path) -> None:
    with User(folder) as first:
        first.wait_until_joined()
        pid = server_pid(folder)
        keeper_of(folder).kill()
        with User(folder) as second:
            second.wait_until_joined()
            assert server_pid(folder) == pid
        assert is_running(pid)
    assert not is_running(pid)


def test_path_may_be_longer_than_a_socket_allows(tmp_path: Path) -> None:
    (tmp_path / ("deep" * 30)).mkdir()
    assert Cluster(tmp_path / ("deep" * 30)).socket_folder.parent == Path("/tmp")  # noqa: S108 - the place is fixed on purpose


def test_nobody_but_the_owner_can_read_anything(folder: Path) -> None:
    with User(folder) as user:
        user.wait_until_joined()
        cluster = Cluster(folder)
        assert not stat.S_IMODE(folder.stat().st_mode) & 0o066
        for path in (cluster.locks, cluster.data, cluster.socket_folder, cluster.log, *cluster.locks.iterdir()):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_lock_of_an_older_version_that_a_stranger_holds_stops_no_start(folder: Path) -> None:
    old = folder / "start.lock"
    old.touch()
    with old.open() as held, User(folder) as user:
        fcntl.flock(held, fcntl.LOCK_EX)
        user.wait_until_joined()
    old.unlink()


@pytest.mark.parametrize("is_open", [True, False])
def test_no_folder_above_is_opened_for_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_open: bool
) -> None:
    """As root in /root: data and programs go where the server's account can reach them, and /root stays closed."""
    monkeypatch.setattr(places, "ELSEWHERE", tmp_path / "elsewhere")
    monkeypatch.setattr(places, "can_be_passed", lambda _folder: is_open)
    me: places.Account = {"user": os.geteuid(), "group": os.getegid(), "extra_groups": []}
    before = {path: path.stat().st_mode for path in tmp_path.parents}
    programs, home = places.programs_for(me), places.new_home(me)
    assert (programs == places.binaries()) is is_open
    assert (programs / "initdb").exists()
    assert (home.parent, stat.S_IMODE(home.stat().st_mode)) == (tmp_path / "elsewhere", 0o700)
    assert {path: path.stat().st_mode for path in tmp_path.parents} == before


def test_data_of_another_version_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match=rf"written by PostgreSQL 9, .* {VERSION}: move that folder away"):
        Server(tmp_path, {}).ensure_running(database="shop")


def test_a_server_that_cannot_be_started_is_a_database_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9\n")
    wrapper = DatabaseWrapper({**connection.settings_dict, "HOST": str(tmp_path), "NAME": "shop"})
    with pytest.raises(PASSING, match="written by PostgreSQL 9"):
        wrapper.get_connection_params()


def test_bad_setting_is_refused_with_the_end_of_the_log(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match=r"did not start(?s:.*)no_such_setting"):
        Server(tmp_path, {"no_such_setting": "1", "fsync": "off"}).ensure_running(database="shop")
    remove(tmp_path)
