"""A product's description, which may have been written as HTML, as plain paragraphs."""

from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr"})
NOT_TEXT = frozenset({"script", "style"})
BULLET = "•"


@dataclass(frozen=True)
class Paragraph:
    """Some text; `points` are the entries of a list, and then `text` is empty."""

    text: str
    points: tuple[str, ...] = ()


class _Lines(HTMLParser):
    """Collects text line by line. Tags are dropped: what staff or a supplier's file typed is never sent to the page as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in NOT_TEXT
        if tag in BLOCKS:
            self.lines.append(BULLET if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_TEXT and self.silent > 0
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def prose(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs and lists of a description; blank lines and block tags part them."""
    reader = _Lines()
    reader.feed(text.replace("\n\n", "<br>"))
    reader.close()
    paragraphs: list[Paragraph] = []
    for line in reader.lines:
        # What stands before the first bullet is a paragraph; suppliers' files have bullets in the middle of a line.
        text, *points = (" ".join(part.split()) for part in line.split(BULLET))
        if text:
            paragraphs.append(Paragraph(text))
        for point in filter(None, points):
            if paragraphs and paragraphs[-1].points:
                paragraphs[-1] = Paragraph("", (*paragraphs[-1].points, point))
            else:
                paragraphs.append(Paragraph("", (point,)))
    return tuple(paragraphs)
