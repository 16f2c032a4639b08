"""The onlooker of the storm times what the shop takes, and counts a page that does not come."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.faults.shopper import SECONDS_TO_ANSWER
from tests.proof.onlooker import opened_until

SECONDS = 0.2


class SlowShop(BaseHTTPRequestHandler):
    """Takes its time for one page, and refuses the other."""

    def do_GET(self) -> None:  # the name that the server calls
        time.sleep(SECONDS if self.path == "/slow" else 0)
        self.send_response(200 if self.path == "/slow" else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that the server calls
        """Say nothing."""


def test_what_each_page_took_is_told() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowShop) as shop:
        threading.Thread(target=shop.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{shop.server_port}"
        found = opened_until(home, ("/slow", "/refused"), lambda begun: time.monotonic() - begun > 4)
        shop.shutdown()
    slow, refused = found[::2], found[1::2]
    assert slow
    assert all(SECONDS <= seconds < SECONDS_TO_ANSWER for seconds in slow)
    assert set(refused) == {SECONDS_TO_ANSWER}
