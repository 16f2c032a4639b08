"""A front door with next to nothing behind it, for a real web server: see test_slow_bodies.py."""

from collections.abc import Callable
from typing import Any

from inventory_site.front_door.door import FrontDoor, Limits


def shop(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def refusal(path: str, method: str, status: int) -> tuple[dict[str, str], bytes]:
    return {"Content-Type": "text/plain"}, f"{method} {path} {status}".encode()


application = FrontDoor(
    shop,
    refusal=refusal,
    is_slow=lambda _: False,
    is_buying=lambda _: False,
    limits=Limits(reading=1, writing=1, seconds_for_body=2),
)
