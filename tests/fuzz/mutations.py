"""What is done to a request before it is sent: values, fields, and what stands around them."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.fuzz.nasty import CHARSETS, COOKIES, FIELDS, HEADERS, METHODS, NASTY, QUERIES

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"

type Fields = list[tuple[str, str]]


@dataclass
class Sent:
    """A request as it is sent: `body` are bytes, `headers` what stands in the environment."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it so that it can be sent again."""
        around = {**self.headers, **{f"Cookie {name}": value[:80] for name, value in self.cookies.items()}}
        more = f" {around!r}" if around else ""
        return f"{self.method} {self.path}?{self.query} [{self.content_type}]{more} {self.body[:1500]!r}"


def query(chance: Random) -> str:
    """Return no query, or one of a few names and values."""
    if chance.random() < 0.6:
        return ""
    pairs = [(chance.choice(QUERIES), chance.choice(NASTY)) for _ in range(chance.randint(1, 3))]
    return encoded(pairs)[:20_000] + chance.choice(
        ["", "", "", "&%FF=%00", "&%00=1", "&=&&", "&a=%ED%A0%80", "&" * 1200]
    )


def encoded(fields: Fields) -> str:
    """Return the fields as a form's body: what is no text in UTF-8 goes as the bytes it has."""
    return urlencode(
        [(name.encode(errors="surrogatepass"), value.encode(errors="surrogatepass")) for name, value in fields]
    )


def mutated(fields: Fields, chance: Random) -> Fields:
    """Change none to three things of a form."""
    changed = list(fields)
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        at = chance.randrange(len(changed)) if changed else 0
        match chance.choice(["value", "value", "value", "drop", "double", "add", "rename", "many", "rows"]):
            case "value" if changed:
                changed[at] = (changed[at][0], chance.choice(NASTY))
            case "drop" if changed:
                changed.pop(at)
            case "double" if changed:
                changed.insert(at, (changed[at][0], chance.choice([changed[at][1], chance.choice(NASTY)])))
            case "rename" if changed:
                name = chance.choice(
                    [changed[at][0] + "x", changed[at][0] + "\0", "-".join(reversed(changed[at][0].split("-")))]
                )
                changed[at] = (name, changed[at][1])
            case "many":
                changed += [(f"{chance.choice(FIELDS)}{n}", "1") for n in range(chance.choice([50, 11_000]))]
            case "rows":
                rows = chance.choice(["100000000", "-1", "1e5", "", "1999", "9" * 5000])
                changed = [(n, rows if n.endswith("TOTAL_FORMS") else v) for n, v in changed]
            case _:
                changed.append((chance.choice(FIELDS), chance.choice(NASTY)))
    return changed


def posted(path: str, fields: Fields, chance: Random) -> Sent:
    """Return the form as a request, one in six with a damaged body."""
    if chance.random() < 0.8:
        return Sent("POST", path, body=encoded(fields).encode(), content_type=FORM)
    if chance.random() < 0.5:
        body = multipart(fields, chance)
        boundary = chance.choice(["X", "X", "X", "Y", "", "x" * 300, "\xff"])
        kind = chance.choice(
            [f"{MULTIPART}; boundary={boundary}", MULTIPART, f"{MULTIPART}; boundary*=klingon''X; boundary=X"]
        )
        return Sent("POST", path, body=body, content_type=kind)
    charset = chance.choice(CHARSETS)
    bodies = (
        encoded(fields).encode(),
        json.dumps(dict(fields)).encode(),
        b"\xff\xfe\x00",
        b"[" * 5000,
        b'{"a":1e999}',
        b"",
    )
    kinds = (
        f"{FORM}; charset={charset}",
        "application/json",
        f"application/json; charset={charset}",
        "text/plain",
        "x",
        "",
        "text/plain; a*=klingon''x",
        "x" * 5000,
    )
    return Sent("POST", path, body=chance.choice(bodies), content_type=chance.choice(kinds))


def multipart(fields: Fields, chance: Random) -> bytes:
    """Return a body of parts: some of them files, some damaged, one in ten cut off."""
    parts = []
    for name, value in fields:
        file = (
            chance.choice(['; filename="a.csv"', '; filename="../../x\0"', '; filename=""'])
            if chance.random() < 0.1
            else ""
        )
        more = chance.choice(
            [
                "",
                "",
                "",
                "Content-Transfer-Encoding: base64\r\n",
                "Content-Type: text/plain; charset=utf-7\r\n",
                "X: a; b*=klingon''c\r\n",
            ]
        )
        head = f'--X\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{more}\r\n'
        parts.append((head + value + "\r\n").encode(errors="surrogatepass"))
    if chance.random() < 0.1:
        parts *= 10_000 // (len(parts) or 1)
    body = b"".join(parts) + b"--X--\r\n"
    return body[: chance.randrange(len(body))] if chance.random() < 0.1 else body


def around(sent: Sent, chance: Random, cookies: tuple[str, ...]) -> Sent:
    """Damage what stands around one request in five: method, headers, cookies."""
    if chance.random() < 0.8:
        return sent
    match chance.choice(["method", "header", "header", "cookie"]):
        case "method":
            sent.method = chance.choice(METHODS)
        case "header":
            name, values = chance.choice(HEADERS)
            sent.headers[name] = chance.choice(values)
        case _:
            sent.cookies[chance.choice(cookies)] = chance.choice(COOKIES)
    return sent


def environment(sent: Sent) -> dict[str, Any]:
    """Return the headers as WSGI names them."""
    named = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in sent.headers.items()}
    if "HTTP_CONTENT_LENGTH" in named:
        named["CONTENT_LENGTH"] = named.pop("HTTP_CONTENT_LENGTH")
    return named
