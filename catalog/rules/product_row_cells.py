"""The cells of one row of a product file, read as what their columns hold."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from catalog.rules.quantity import LARGEST, PLACES, InvalidQuantityError, plain, quantity
from catalog.rules.written_number import is_grouped, with_point

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
