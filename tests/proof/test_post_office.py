"""The mail server of `make prove` takes a mail when all of it is there, and no other."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.demo_shop import seconds_until
from tests.proof.database import Database
from tests.proof.post_office import PostOffice

MAIL = b"Message-ID: <a@example.org>\r\nTo: ada@example.org\r\nSubject: Your order\r\n\r\nText\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    office = PostOffice(tmp_path / "mails.jsonl", Database(tmp_path))
    yield office
    office.stop()


def send(office: PostOffice, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", office.port), timeout=10) as sender:
        sender.sendall(b"DATA\r\n" + content)
        sender.shutdown(socket.SHUT_WR)
        while sender.recv(1000):
            pass


def test_a_mail_whose_sender_was_killed_before_its_end_is_none(office: PostOffice, tmp_path: Path) -> None:
    for cut in (b"", MAIL[:20], MAIL):
        send(office, cut)
    send(office, MAIL + b".\r\n")
    book = tmp_path / "mails.jsonl"
    assert seconds_until(lambda: book.read_bytes().count(b"\n") > 0, 10) < 10
    assert [json.loads(line)["id"] for line in book.read_text().splitlines()] == ["<a@example.org>"]
