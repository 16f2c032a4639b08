"""The front door: it reads a request whole before a thread is spent on it.

A number of threads for one sort of requests, and a short queue before them: one sort never takes the other's threads.
What stands between the web server and Django: no request holds a thread before it is here as a whole.

A body is read on the event loop, within a time and up to a size. Only then a thread of its lane works on it: requests that read
have threads of their own, so that pages are served while forms wait for a lock or for a payment provider; and so have those that
are known to be slow, which would fill the others.
"""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.wsgi import WsgiToAsgiInstance

from inventory_site.front_door.lane import Lane
from inventory_site.front_door.places import NoPlace
from inventory_site.front_door.turnstile import Turnstile

READING = frozenset({"GET", "HEAD", "OPTIONS"})
IN_MEMORY = 256 * 1024
PIECE = 256 * 1024
log = logging.getLogger(__name__)

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Wsgi = Callable[..., Iterable[bytes]]
# Builds the page that refuses: (path, method, status) -> (headers, body).
type Refusal = Callable[[str, str, int], tuple[Mapping[str, str], bytes]]


@dataclass(frozen=True)
class Limits:
    """Of one web process. Seconds, bytes, and numbers of threads and requests."""

    reading: int = 4
    writing: int = 4
    slow: int = 2
    # At work on what somebody buys, whatever the lane, and for how long each counts: the rest of its time it waits for others.
    buying: int = 1
    seconds_buying: float = 0.25
    most_waiting: int = 100
    seconds_waiting: float = 10
    seconds_for_body: float = 15
    largest_body: int = 10 * 1024 * 1024
    # A visitor who takes a long answer (a CSV file) so slowly is hung up on.
    seconds_for_piece: float = 30


class _Refused(Exception):
    """The request is not handed on; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Gone(Exception):
    """The visitor hung up before the request was here."""


class FrontDoor:
    """An ASGI application around a WSGI one."""

    def __init__(
        self,
        application: Wsgi,
        *,
        refusal: Refusal,
        is_slow: Callable[[str], bool],
        is_buying: Callable[[str], bool],
        limits: Limits | None = None,
    ) -> None:
        """Take the WSGI application, what builds the pages for 408, 413 and 503, and what knows the addresses of some pages."""
        self._application = application
        self._is_slow, self._is_buying = is_slow, is_buying
        self._refusal = refusal
        self._limits = limits or Limits()
        lane = partial(Lane, most_waiting=self._limits.most_waiting, patience=self._limits.seconds_waiting)
        self._reading = lane("reading", threads=self._limits.reading)
        self._writing = lane("writing", threads=self._limits.writing)
        self._slow = lane("slow", threads=self._limits.slow)
        self._turnstile = Turnstile(
            at_once=self._limits.buying,
            seconds=self._limits.seconds_buying,
            most_waiting=self._limits.most_waiting,
            patience=self._limits.seconds_waiting,
        )

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request. Servers that ask for a lifespan are told that there is none."""
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        answer = _Answer(send, asyncio.get_running_loop(), self._limits.seconds_for_piece)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                await self._read(scope, receive, body)
                rest = await self._done(scope, partial(self._work, _environ(scope, body), answer))
            except _Gone:
                return
            except NoPlace:
                await self._refuse(scope, send, 503)
                return
            except _Refused as refused:
                await self._refuse(scope, send, refused.status)
                return
            await answer.send(rest, more=False)

    async def _done(self, scope: Mapping[str, Any], work: Callable[[], bytes]) -> bytes:
        """Have it done in a thread, when its turn comes."""
        path = scope["path"]
        if self._is_buying(path):
            work = await self._turnstile.passed(work, address=path)
        return await self._lane(scope).run(work, address=path)

    def _lane(self, scope: Mapping[str, Any]) -> Lane:
        if self._is_slow(scope["path"]):
            return self._slow
        return self._reading if scope["method"] in READING else self._writing

    async def _read(self, scope: Mapping[str, Any], receive: Receive, body: Any) -> None:
        names = {name for name, _ in scope["headers"]}
        if scope["method"] in READING and not names & {b"content-length", b"transfer-encoding"}:
            return
        size = 0
        try:
            async with asyncio.timeout(self._limits.seconds_for_body):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise _Gone
                    size += len(message.get("body", b""))
                    if size > self._limits.largest_body:
                        raise _Refused(413)
                    body.write(message.get("body", b""))
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            raise _Refused(408) from None
        body.seek(0)

    def _work(self, environ: dict[str, Any], answer: "_Answer") -> bytes:
        """In a thread of the lane: let the application answer, and return the last piece, which nobody has to wait for here."""
        held = io.BytesIO()
        pieces = self._application(environ, answer.start)
        try:
            for piece in pieces:
                held.write(piece)
                if held.tell() >= PIECE:
                    answer.send_from_thread(held.getvalue())
                    held = io.BytesIO()
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()
        return held.getvalue()

    async def _refuse(self, scope: Mapping[str, Any], send: Send, status: int) -> None:
        log.warning("%s %s was refused with %s", scope["method"], scope["path"], status)
        headers, body = self._refusal(scope["path"], scope["method"], status)
        # The rest of the body is not read: the connection is closed.
        closes = {"Connection": "close"} if status in {408, 413} else {}
        await send(_start(status, {**headers, **closes, "Content-Length": str(len(body))}.items()))
        await send({"type": "http.response.body", "body": body})


class _Answer:
    """What the application answers, on its way from a thread to the event loop."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop, patience: float) -> None:
        self._send, self._loop, self._patience = send, loop, patience
        self._beginning: Message | None = None

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        """Take the status and the headers: WSGI's `start_response`."""
        del exc_info
        self._beginning = _start(int(status.split(" ", 1)[0]), headers)

    def send_from_thread(self, piece: bytes) -> None:
        """Send a piece and wait until the visitor has taken it. Raises `TimeoutError` when that takes too long."""
        asyncio.run_coroutine_threadsafe(self.send(piece, more=True), self._loop).result(self._patience)

    async def send(self, piece: bytes, *, more: bool) -> None:
        """Send a piece, and the beginning before the first one."""
        if self._beginning is not None:
            beginning, self._beginning = self._beginning, None
            await self._send(beginning)
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})


def _start(status: int, headers: Iterable[tuple[str, str]]) -> Message:
    sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": sent}


def _environ(scope: Mapping[str, Any], body: Any) -> dict[str, Any]:
    """Return what WSGI calls the environ. A header with an underscore would pass for another one, and is dropped, as servers do."""
    request: Any = WsgiToAsgiInstance(None)  # type: ignore[no-untyped-call]  # asgiref's own
    request.scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}
    try:
        environ: dict[str, Any] = request.build_environ(request.scope, body)
    except ValueError:
        # A query that is no ASCII, or a header a hundred times.
        raise _Refused(400) from None
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    if size or scope["method"] not in READING:
        environ["CONTENT_LENGTH"] = str(size)
    return environ
