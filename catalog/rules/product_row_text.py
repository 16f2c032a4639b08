"""Descriptions come as HTML and are kept as plain text, so that no markup of a file ever reaches a page."""

import re
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

BULLET = "•"
PARAGRAPHS = {"p", "div", "ul", "ol", "dl", "table", "blockquote", "section", "article", "pre"} | {
    f"h{level}" for level in range(1, 7)
}
LINES = {"br", "li", "tr", "dt", "dd", "hr"}
CELLS = {"td", "th"}
NOT_READ = {"script", "style"}
LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z!/?]")


@lru_cache(maxsize=256)  # the variants of one product share their description
def plain_text(source: str) -> str:
    """Return `source` as plain text: paragraphs part with an empty line, list items stand one a line behind a bullet.

    Text without markup keeps its lines. Character references such as `&amp;` become their character in both.
    """
    if LOOKS_LIKE_HTML.search(source):
        reader = _TextOfHtml()
        reader.feed(source)
        reader.close()
        text = "".join(reader.parts)
    else:
        text = unescape(source).replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    lines = re.sub(rf"^{BULLET}\n+", f"{BULLET} ", lines, flags=re.MULTILINE)  # <li><p>
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def plain_line(source: str) -> str:
    """Return one line of plain text: character references become their character, space of any kind one space."""
    return " ".join(unescape(source).split())


class _TextOfHtml(HTMLParser):
    """Collects the text of a document in `parts`, with line breaks where a browser would make them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._not_read = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the base class's
        if tag in NOT_READ:
            self._not_read += 1
        self._break_before(tag)
        if tag == "li":
            self.parts.append(f"{BULLET} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_READ:
            self._not_read = max(0, self._not_read - 1)
        # A list item ends where the next begins; browsers read </br> as <br>.
        if tag in PARAGRAPHS | {"br"}:
            self._break_before(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in NOT_READ:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self._not_read:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break_before(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in LINES:
            self.parts.append("\n")
        elif tag in CELLS:
            self.parts.append(" ")
