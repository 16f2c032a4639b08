"""A visitor over HTTP: cookies, tokens and keys."""

import http.client
import re
from contextlib import closing
from urllib.parse import urlencode


class Browser:
    """Cookies, tokens and keys of one visitor of the shop at `port` of this machine."""

    def __init__(self, port: int) -> None:
        """Come without any."""
        self.port = port
        self.cookies: dict[str, str] = {}
        # Where the last answer led to.
        self.led_to = ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and text of the answer; redirects are not followed."""
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            # As a browser does: the first form of a visitor brings no token.
            headers["Origin"] = "http://localhost"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)) as visitor:
            visitor.request(method, path, urlencode(fields or {}), headers)
            answer = visitor.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            self.led_to = answer.headers.get("Location", "")
            return answer.status, answer.read().decode()

    def send(self, page: str, path: str, **fields: str) -> int:
        """Post `fields` with the hidden fields of the form on `page` that goes to `path`."""
        status, shown = self.ask("GET", page)
        return self.post(shown, path, **fields) or status

    def post(self, shown: str, path: str, **fields: str) -> int:
        """Post `fields` with the hidden fields of the form on the page `shown`; 0 where there is none."""
        parts = [part for part in shown.split("<form")[1:] if f'action="{path}"' in part or 'name="checkout"' in part]
        if not parts:  # sold out by the runs before, for instance
            return 0
        form = parts[0].split("</form>")[0]
        hidden = dict(re.findall(r'name="([^"]+)"\s+value="([^"]*)"', form))
        return self.ask("POST", path, hidden | fields)[0]
