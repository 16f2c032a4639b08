"""What a client asked for and was told: a file that only grows, on the disk before and after, so that a kill leaves no lie."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Outcome(StrEnum):
    """How a request ended, as its client knows it. `BUSY`: nothing was done, others were in the way. `UNKNOWN`: no answer."""

    DONE = "done"
    REFUSED = "refused"
    BUSY = "busy"
    UNKNOWN = "unknown"
    FAULT = "fault"


@dataclass
class Request:
    """One wish, and the answers to it: one that had none, or was sent twice, is sent again under the same key."""

    client: str
    number: int
    kind: str
    what: dict[str, Any]
    answers: list[tuple[Outcome, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether the client was ever told that it was done."""
        return any(outcome is Outcome.DONE for outcome, _ in self.answers)

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been done without its client knowing."""
        return not self.is_done and (
            not self.answers or any(outcome in {Outcome.UNKNOWN, Outcome.FAULT} for outcome, _ in self.answers)
        )

    @property
    def told(self) -> dict[str, Any]:
        """What came with the first "done"; empty without one."""
        return next((what for outcome, what in self.answers if outcome is Outcome.DONE), {})


class History:
    """The file of one client, and of its threads. A second life of the same client continues it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._numbers = len(path.read_bytes().splitlines()) if path.exists() else 0
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def ask(self, kind: str, what: dict[str, Any]) -> int:
        """Write down what is about to be asked, and return its number."""
        with self._lock:
            self._numbers += 1
            number = self._numbers
        self._write({"n": number, "kind": kind, "what": what})
        return number

    def tell(self, number: int, outcome: Outcome, what: dict[str, Any]) -> None:
        """Write down an answer."""
        self._write({"n": number, "told": outcome.value, "what": what})

    def _write(self, line: dict[str, Any]) -> None:
        # One write for a line: threads of one client never mix theirs.
        os.write(self._file, json.dumps(line, default=str).encode() + b"\n")
        os.fsync(self._file)


def requests_in(folder: Path) -> list[Request]:
    """Return the requests of every history in the folder."""
    return [request for path in sorted(folder.glob("*.jsonl")) for request in _requests(path)]


def _requests(path: Path) -> Iterator[Request]:
    found: dict[int, Request] = {}
    for line in lines_of(path):
        if "kind" in line:
            found[line["n"]] = Request(path.stem, line["n"], line["kind"], line["what"])
        elif line["n"] in found:
            found[line["n"]].answers.append((Outcome(line["told"]), line["what"]))
    yield from found.values()


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file that are whole: the last one may have been cut off."""
    if not path.exists():
        return
    for text in path.read_bytes().splitlines(keepends=True):
        if text.endswith(b"\n"):
            yield json.loads(text)
