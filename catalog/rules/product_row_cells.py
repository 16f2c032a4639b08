"""The cells of a row of a product file, read as what their columns hold.

HTML becomes plain text, so that no markup of a file ever reaches a page.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from catalog.rules.quantity import LARGEST, PLACES, InvalidQuantityError, plain, quantity

EMPTIED = "__EMPTY__VALUE__"
# What the shop counts with; tables hold four places behind it.
LARGEST_PRICE = Decimal("9999999999.99")
FLAGS = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
LONGEST_SHOWN = 40


class RefusedRowError(ValueError):
    """A row that cannot be imported; `str()` is the reason and names the column."""


def shown(text: str) -> str:
    """Return `text` as a message may show it: short, and without anything that a terminal would obey."""
    safe = "".join(character if character.isprintable() else "?" for character in text)
    return safe if len(safe) <= LONGEST_SHOWN else f"{safe[:LONGEST_SHOWN]}..."


class Cells:
    """One row by column name. Every reader returns None for a missing column and for an empty cell: change nothing (C35).

    Every reader raises `RefusedRowError` for a cell that its column cannot hold. `EMPTIED` asks for an empty value.
    """

    def __init__(self, values: Mapping[str, str], *, decimal: str | None = None) -> None:
        """Refuse what no text of the database can hold. `decimal` is the file's decimal sign; None: plain numbers only."""
        self._values = values
        self._decimal = decimal
        self._remarks: list[str] = []
        for column, value in values.items():
            if "\0" in value:
                raise RefusedRowError(f"{column}: it holds a NUL character")

    def text(self, column: str) -> str | None:
        """Return the text without the space around it."""
        text = self.emptiable_text(column)
        if text == "":
            raise RefusedRowError(f"{column}: it cannot be emptied")
        return text

    def emptiable_text(self, column: str) -> str | None:
        """Return the text without the space around it; "" when the file asks to empty it."""
        text = self._values.get(column, "").strip()
        return "" if text == EMPTIED else text or None

    def names(self, column: str) -> tuple[str, ...] | None:
        """Return the names of a list separated by commas, each once, in their order; () when the file asks to empty it."""
        text = self.emptiable_text(column)
        if text is None:
            return None
        return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))

    def choice(self, column: str, choices: Mapping[str, str]) -> str | None:
        """Return the value that `choices` gives for the text, whatever its case."""
        text = self.text(column)
        if text is None:
            return None
        if text.casefold() not in choices:
            raise RefusedRowError(f"{column}: “{shown(text)}” is none of {', '.join(f'“{name}”' for name in choices)}")
        return choices[text.casefold()]

    def flag(self, column: str) -> bool | None:
        """Return a yes or no."""
        text = self.text(column)
        if text is None:
            return None
        if text.casefold() not in FLAGS:
            raise RefusedRowError(f"{column}: “{shown(text)}” is neither 1 nor 0")
        return FLAGS[text.casefold()]

    def quantity(self, column: str) -> Decimal | None:
        """Return a quantity in units, of any sign; what stands behind its fourth place is cut off, and remarked."""
        exact = self._finite(column, LARGEST)
        if exact is None:
            return None
        typed = shown(self._values[column].strip())
        try:
            units = quantity(exact)
        except InvalidQuantityError as error:
            raise RefusedRowError(f"{column}: “{typed}”: {error}") from error
        if units != exact:
            self._remarks.append(f"{column}: “{typed}” was cut to {plain(units)}, four decimal places are kept")
        return units

    def quantity_of_at_least_zero(self, column: str) -> Decimal | None:
        """Return a quantity that is not negative."""
        return self._not_negative(column, self.quantity(column))

    def price(self, column: str) -> Decimal | None:
        """Return a price: not negative; what stands behind its fourth place is rounded half up, and remarked."""
        exact = self._not_negative(column, self._finite(column, LARGEST_PRICE))
        if exact is None:
            return None
        price = exact.quantize(PLACES, rounding=ROUND_HALF_UP)
        if price != exact:
            typed = shown(self._values[column].strip())
            self._remarks.append(f"{column}: “{typed}” was rounded to {plain(price)}, four decimal places are kept")
        return price.copy_abs()  # never -0

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was read otherwise than it stands in the file."""
        return tuple(self._remarks)

    def _not_negative(self, column: str, number: Decimal | None) -> Decimal | None:
        if number is not None and number < 0:
            raise RefusedRowError(f"{column}: it cannot be negative")
        return number

    def _finite(self, column: str, largest: Decimal) -> Decimal | None:
        """Return the number in the cell, read in the file's own way of writing numbers."""
        text = self.text(column)
        if text is None:
            return None
        written = text if self._decimal is None else with_point(text, self._decimal) or ""
        try:
            # Decimal reads digits of every script, and underscores between them: no file of a merchant means those.
            number = Decimal(written) if written.isascii() and "_" not in written else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise RefusedRowError(f"{column}: “{shown(text)}” is no number{self._hint(text)}")
        if number.copy_abs() > largest:  # abs() would round, and give up on the very largest
            raise RefusedRowError(f"{column}: “{shown(text)}” is too large, {largest:,} is the most")
        return number

    def _hint(self, text: str) -> str:
        if self._decimal is not None:
            return f" with the decimal sign “{self._decimal}”"
        return ": say what the file's decimal sign is (--decimal comma or --decimal point)" if is_grouped(text) else ""


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
    if source.isprintable() and "<" not in source and "&" not in source:
        return plain_line(source)  # one line, and nothing to be read otherwise than it stands
    if LOOKS_LIKE_HTML.search(source):
        reader = _TextOfHtml()
        reader.feed(source)
        reader.close()
        text = "".join(reader.parts)
    else:
        text = unescape(source).replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    if BULLET in lines:
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


GROUPS = {".": r"[, \xa0\u202f'\u2019]", ",": r"[. \xa0\u202f'\u2019]"}


def with_point(text: str, decimal: str) -> str | None:
    """Return the number `text`, written with the decimal sign `decimal`, as Python writes it; None when it is not written so.

    Thousands may be grouped by a space, an apostrophe or the other sign: 1.234,5 with a comma, 1,234.5 with a point.
    """
    group = GROUPS[decimal]
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+|\d+"
    if not re.fullmatch(rf"[+-]?(?:(?:{whole})(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+)", text, re.ASCII):
        return None
    return re.sub(group, "", text).replace(decimal, ".")


def is_grouped(text: str) -> bool:
    """Whether `text` is a number for those who say what its decimal sign is."""
    return any(with_point(text, decimal) is not None for decimal in GROUPS)
