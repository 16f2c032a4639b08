"""Slow, large and many requests at the front door: none of them holds a thread that a reader needs."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from inventory_site.front_door.door import FrontDoor, Limits
from tests.inventory_site.front_door.own_loop import on_a_loop

LIMITS = Limits(
    reading=1,
    writing=1,
    slow=1,
    seconds_buying=0.2,
    most_waiting=1,
    seconds_waiting=5,
    seconds_for_body=0.05,
    largest_body=1000,
    seconds_for_piece=5,
)
REPORT, CART = "/report/", "/cart/"


class Shop:
    """A WSGI application that notes what came; a form at /locked/ and a page at /report/ wait until `opened`."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str, bytes]] = []
        self.environ: dict[str, Any] = {}
        self.opened = threading.Event()
        self.is_closed = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.environ = environ
        self.came.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["wsgi.input"].read()))
        if environ["PATH_INFO"] in {"/locked/", REPORT}:
            assert self.opened.wait(30)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self._pieces()

    def _pieces(self) -> Iterator[bytes]:
        try:
            yield b"x" * 200_000
            yield b"y" * 200_000
        finally:
            self.is_closed = True


class Visitor:
    """One request; `pieces` are those of its body, and after them it sends nothing more, or hangs up."""

    def __init__(self, method: str, path: str, *pieces: bytes, more: bool = False, headers: Any = ()) -> None:
        self.pieces = list(pieces)
        self.more = more
        self.sent: list[Any] = []
        self.scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "http_version": "1.1",
            "headers": [(b"content-length", b"9"), *headers] if pieces else [*headers],
        }

    async def receive(self) -> dict[str, Any]:
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": self.more or bool(self.pieces)}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def refusal(path: str, method: str, status: int) -> tuple[dict[str, str], bytes]:
    return {"X-For": f"{method} {path}"}, str(status).encode()


def door_of(shop: Shop) -> FrontDoor:
    return FrontDoor(
        shop,
        refusal=refusal,
        is_slow=lambda path: path == REPORT,
        is_buying=lambda path: path in {"/locked/", CART},
        limits=LIMITS,
    )


async def ask(door: FrontDoor, visitor: Visitor) -> Visitor:
    await door(visitor.scope, visitor.receive, visitor.send)
    return visitor


def test_twelve_slow_bodies_never_reach_the_shop_and_stop_nobody() -> None:
    shop = Shop()

    async def visit() -> list[int]:
        door = door_of(shop)
        slow = [asyncio.create_task(ask(door, Visitor("POST", "/cart/add/", b"a", more=True))) for _ in range(12)]
        reader = await ask(door, Visitor("GET", "/"))
        writer = await ask(door, Visitor("POST", "/search/", b"quick"))
        assert not any(task.done() for task in slow)
        return [visitor.status for visitor in (reader, writer, *await asyncio.gather(*slow))]

    assert on_a_loop(visit()) == [200, 200, *[408] * 12]
    assert shop.came == [("GET", "/", b""), ("POST", "/search/", b"quick")]


def test_a_body_that_trickles_has_no_more_time_than_one_that_stands() -> None:
    class Trickle(Visitor):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0)
            return {"type": "http.request", "body": b"", "more_body": True}

    shop = Shop()
    assert on_a_loop(ask(door_of(shop), Trickle("POST", "/", b"a"))).status == 408
    assert shop.came == []


def test_forms_that_wait_for_a_lock_leave_the_readers_threads_free() -> None:
    shop = Shop()

    async def visit() -> None:
        door = door_of(shop)
        forms = [asyncio.create_task(ask(door, Visitor("POST", "/locked/", b"a"))) for _ in range(2)]
        assert (await ask(door, Visitor("GET", "/"))).status == 200
        one_too_many = await ask(door, Visitor("POST", "/locked/", b"b"))
        assert (one_too_many.status, one_too_many.body) == (503, b"503")
        shop.opened.set()
        assert [visitor.status for visitor in await asyncio.gather(*forms)] == [200, 200]

    on_a_loop(visit())
    assert [body for *_, body in shop.came if body] == [b"a", b"a"]


def test_who_buys_waits_for_who_buys_while_who_looks_is_served_and_not_for_who_waits_himself() -> None:
    shop = Shop()

    async def visit() -> None:
        door = door_of(shop)
        paying = asyncio.create_task(ask(door, Visitor("POST", "/locked/", b"a")))
        cart = asyncio.create_task(ask(door, Visitor("GET", CART)))
        assert (await ask(door, Visitor("GET", "/"))).status == 200
        # A thread for readers is free; it is the turn that is not there yet.
        assert not cart.done()
        # It comes though the one before is not done: he waits for his bank.
        assert (await cart).status == 200
        assert not paying.done()
        shop.opened.set()
        assert (await paying).status == 200

    on_a_loop(asyncio.wait_for(visit(), 10))


def test_slow_reports_leave_the_threads_of_other_pages_and_of_forms_free() -> None:
    shop = Shop()

    async def visit() -> None:
        door = door_of(shop)
        reports = [asyncio.create_task(ask(door, Visitor("GET", REPORT))) for _ in range(2)]
        pages = Visitor("GET", "/"), Visitor("POST", "/", b"a")
        assert [(await ask(door, page)).status for page in pages] == [200, 200]
        assert (await ask(door, Visitor("GET", REPORT))).status == 503
        shop.opened.set()
        assert [report.status for report in await asyncio.gather(*reports)] == [200, 200]

    on_a_loop(visit())


def test_a_body_that_is_too_large_is_refused_before_it_is_here() -> None:
    shop = Shop()
    visitor = on_a_loop(ask(door_of(shop), Visitor("POST", "/", *[b"x" * 400] * 9)))
    assert (visitor.status, len(visitor.pieces), shop.came) == (413, 6, [])
    assert (b"connection", b"close") in visitor.sent[0]["headers"]


def test_a_body_comes_as_a_whole_whatever_its_pieces_and_its_stated_length() -> None:
    shop = Shop()
    visitor = on_a_loop(ask(door_of(shop), Visitor("POST", "/", b"a=1", b"&b=", b"2&c=three")))
    assert (visitor.status, shop.came[0][2], shop.environ["CONTENT_LENGTH"]) == (200, b"a=1&b=2&c=three", "15")


def test_a_long_answer_is_sent_in_pieces_and_closed() -> None:
    shop = Shop()
    visitor = on_a_loop(ask(door_of(shop), Visitor("GET", "/")))
    assert [len(message.get("body", b"")) for message in visitor.sent] == [0, 400_000, 0]
    assert [message.get("more_body") for message in visitor.sent] == [None, True, False]
    assert shop.is_closed


def test_a_visitor_who_hangs_up_costs_nothing() -> None:
    class Gone(Visitor):
        async def receive(self) -> dict[str, Any]:
            return {"type": "http.disconnect"}

    shop = Shop()
    assert on_a_loop(ask(door_of(shop), Gone("POST", "/", b"a"))).sent == []
    assert shop.came == []


def test_a_header_that_would_pass_for_another_one_is_dropped() -> None:
    shop = Shop()
    headers = [(b"x_forwarded_proto", b"https"), (b"x-request-id", b"7")]
    on_a_loop(ask(door_of(shop), Visitor("GET", "/", headers=headers)))
    assert {name: value for name, value in shop.environ.items() if name.startswith("HTTP_")} == {
        "HTTP_X_REQUEST_ID": "7"
    }


def test_an_address_that_cannot_be_read_is_refused() -> None:
    visitor = Visitor("GET", "/")
    visitor.scope["query_string"] = "q=\N{SNOWMAN}".encode()
    assert on_a_loop(ask(door_of(Shop()), visitor)).status == 400
