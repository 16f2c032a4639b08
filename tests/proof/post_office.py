"""A mail server on this machine: it notes what it took, and whether the shop had decided it by then."""

import json
import os
import socketserver
import threading
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import psycopg

from tests.proof.database import Database

MOST_LETTERS = 1_000_000


class PostOffice:
    """Takes every mail. Its book is a file of lines {id, to, subject, is_decided (None: the database did not say)}."""

    def __init__(self, book: Path, database: Database) -> None:
        self._book = os.open(book, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._database = database
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Close."""
        self._server.shutdown()
        self._server.server_close()

    def take(self, content: bytes) -> None:
        """Note a mail, before its sender is told yes."""
        mail = message_from_bytes(content)
        name = str(mail["Message-ID"])
        note = {
            "id": name,
            "to": parseaddr(str(mail["To"]))[1],
            "subject": str(make_header(decode_header(str(mail["Subject"])))),
        }
        line: dict[str, Any] = {**note, "is_decided": self._is_decided(name)}
        os.write(self._book, json.dumps(line).encode() + b"\n")

    def _is_decided(self, name: str) -> bool | None:
        key = name.strip("<>").partition("@")[0]
        try:
            asked = "SELECT 1 FROM backorders_notification WHERE request_key::text = %s"
            return bool(self._database.rows(asked, [key]))
        except psycopg.Error:
            return None


def _handler_of(office: PostOffice) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while word := self.rfile.readline(1000).strip().upper():
                if word == b"DATA":
                    self._say("354 go on")
                    content = self._content()
                    if content is None:
                        return
                    office.take(content)
                self._say("221 bye" if word == b"QUIT" else "250 yes")
                if word == b"QUIT":
                    return

        def _content(self) -> bytes | None:
            """Return the mail; None when its sender is gone before its end: he was told nothing, and sends it again."""
            lines: list[bytes] = []
            while line := self.rfile.readline(MOST_LETTERS):
                if line == b".\r\n":
                    return b"".join(lines)
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return None

        def _say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    return Handler
