"""A bank on this machine: it keeps books of its own, answers as it is told to, and sends its messages until they are taken."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from decimal import Decimal
from enum import StrEnum
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Mood(StrEnum):
    """How the bank answers."""

    QUICK = "quick"
    SLOW = "slow"
    SILENT = "silent"
    DOUBLE = "double"
    LATE = "late"


SECONDS_SLOW = 2.0
# Longer than any shop waits for its provider.
SECONDS_SILENT = 9.0
SECONDS_LATE = 3.0
# Of a hundred cards so many are refused.
REFUSED = 10


class Bank:
    """Charges a payment once, gives back once for each key. `books` {token: {"in": amount, "out": {key: amount}}}."""

    def __init__(self, home: str, seed: int) -> None:
        self.mood = Mood.QUICK
        self.books: dict[str, dict[str, Any]] = {}
        self.counts: Counter[str] = Counter()
        self._answers: dict[str, dict[str, Any]] = {}
        self._home, self._random = home, random.Random(f"{seed}:bank")
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._due: list[tuple[float, str, dict[str, Any]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        for target in (self._server.serve_forever, self._send_messages):
            threading.Thread(target=target, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the shop asks."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Close."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def messages_left(self) -> int:
        """Return how many messages nobody has taken yet."""
        with self._lock:
            return len(self._due)

    def asked(self, what: str, about: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked, once; then answer as the mood is."""
        mood = self.mood
        with self._lock:
            answer, is_new = self._do(what, about)
            self.counts[f"{what}, {mood.value}"] += 1
            if is_new and answer["kind"] != "refused":
                self._plan(mood, about["token"], answer)
        if mood in {Mood.SLOW, Mood.SILENT}:
            time.sleep(SECONDS_SLOW if mood is Mood.SLOW else SECONDS_SILENT)
        return {**answer, "kind": "pending"} if mood is Mood.LATE and what == "charge" else answer

    def _do(self, what: str, about: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        token, amount = str(about["token"]), str(about["amount"])
        name = f"charge:{token}" if what == "charge" else f"refund:{about['key']}"
        if name in self._answers:
            return self._answers[name], False
        book = self.books.setdefault(token, {"in": "0", "out": {}})
        answer = {"event": name, "amount": amount, "currency": about["currency"]}
        if what == "charge":
            kind = "failed" if self._random.randrange(100) < REFUSED else "captured"
            book["in"] = amount if kind == "captured" else "0"
        else:
            paid = sum(map(Decimal, book["out"].values()), Decimal(0)) + Decimal(amount)
            kind = "refunded" if paid <= Decimal(book["in"]) else "refused"
            answer |= {"refund": about["refund"], "reference": name}
            if kind == "refunded":
                book["out"][about["key"]] = amount
        self._answers[name] = {**answer, "kind": kind}
        return self._answers[name], True

    def _plan(self, mood: Mood, token: str, answer: dict[str, Any]) -> None:
        """Plan the messages: a bank tells by itself, too, before its answer, after it, or twice."""
        wait = SECONDS_LATE if mood in {Mood.LATE, Mood.SILENT} else self._random.random()
        for extra in range(2 if mood is Mood.DOUBLE else 1):
            self._due.append((time.monotonic() + wait + extra * 0.05, token, answer))

    def _send_messages(self) -> None:
        while not self._ended.wait(0.1):
            with self._lock:
                due = [message for message in self._due if message[0] <= time.monotonic()]
            for message in due:
                _, token, answer = message
                is_taken = self._send(token, answer)
                with self._lock:
                    self._due.remove(message)
                    self._due += [] if is_taken else [(time.monotonic() + 1, token, answer)]

    def _send(self, token: str, answer: dict[str, Any]) -> bool:
        request = urllib.request.Request(  # noqa: S310  our own shop
            f"{self._home}/payments/process/{token}/",
            json.dumps(answer).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10):  # noqa: S310  our own shop
                self.counts["messages taken"] += 1
                return True
        except urllib.error.HTTPError as error:
            self.counts[f"messages answered {error.code}"] += 1
        except (OSError, HTTPException):
            self.counts["messages without answer"] += 1
        return False


def _handler_of(bank: Bank) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            about = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(bank.asked(self.path.strip("/"), about)).encode()
            try:
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                bank.counts["answers that nobody waited for"] += 1

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
