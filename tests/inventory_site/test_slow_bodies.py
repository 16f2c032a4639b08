"""Twelve slow bodies at the real web server: others are answered meanwhile, and the twelve are hung up on."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Event
from time import monotonic

import pytest

from tests.inventory_site.postgres_user import ROOT

HEAD = b"POST /cart/add/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nquantity="


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    server = ["granian", "--interface=asginl", "--host=127.0.0.1", f"--port={free}", "--no-ws", "--log-level=error"]
    command = [sys.executable, "-m", *server, "--workers-kill-timeout=1", "tests.inventory_site.small_shop:application"]
    with subprocess.Popen(command, cwd=ROOT) as process:
        deadline = monotonic() + 60
        while monotonic() < deadline and process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", free)):
                break
            Event().wait(0.05)
        yield free
        process.terminate()


def asked(port: int, method: str, body: bytes | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as visitor:
        visitor.request(method, "/", body)
        answer = visitor.getresponse()
        return answer.status, answer.read()


def test_twelve_slow_bodies_stop_nobody_and_are_hung_up_on(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(12)]
    for each in slow:
        each.sendall(HEAD)
    assert asked(port, "GET") == (200, b"")
    assert asked(port, "POST", b"a=1") == (200, b"a=1")
    with closing(slow[0].makefile("rb")) as answer:
        assert answer.read().startswith(b"HTTP/1.1 408 ")
    for each in slow:
        each.close()
