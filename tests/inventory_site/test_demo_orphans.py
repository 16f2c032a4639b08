"""What a demo that was killed has left is found and ended; what belongs to a living one stays."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from inventory_site.demo_processes.orphans import MARK, Demo, demo_at, end_orphans, orphans_serve

type Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    started = []

    def begin(demo: Demo, *kept_open: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-S", "-c", "import time; print(flush=True); time.sleep(60)"]
        process = subprocess.Popen(command, env={MARK: demo.mark}, stdout=subprocess.PIPE, pass_fds=kept_open)
        assert process.stdout is not None
        # Before its first word it may still look like us: the environment comes with exec.
        process.stdout.readline()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def of_now(folder: Path) -> Demo:
    return Demo.of_this_process(8123, folder)


def killed(folder: Path) -> Demo:
    """A demo whose number was given to another process meanwhile: to this one."""
    return replace(of_now(folder), began=1.5)


def test_a_mark_is_read_as_it_was_written(tmp_path: Path) -> None:
    demo = of_now(tmp_path / "a folder")
    assert (Demo.read(demo.mark), Demo.read(""), Demo.read("a b c d"), demo.pid) == (demo, None, None, os.getpid())


def test_what_a_killed_demo_left_is_ended(tmp_path: Path, start: Start) -> None:
    orphan = start(killed(tmp_path))
    assert end_orphans(tmp_path) == 1
    assert not psutil.pid_exists(orphan.pid)
    assert end_orphans(tmp_path) == 0


def test_a_living_demo_and_those_of_other_folders_stay(tmp_path: Path, start: Start) -> None:
    stay = [start(of_now(tmp_path)), start(killed(tmp_path / "other"))]
    assert end_orphans(tmp_path) == 0
    assert [process.poll() for process in stay] == [None, None]


def test_the_demo_at_a_port_is_found(tmp_path: Path, start: Start) -> None:
    start(of_now(tmp_path))
    assert demo_at(8123, tmp_path) == of_now(tmp_path)
    assert demo_at(8124, tmp_path) is None


def test_the_port_that_orphans_listen_at_is_theirs(tmp_path: Path, start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        orphan = start(killed(tmp_path))
        assert not orphans_serve(port, tmp_path)
        orphan.kill()
        start(killed(tmp_path), server.fileno())
        assert orphans_serve(port, tmp_path)
        assert not orphans_serve(port, tmp_path / "other")
