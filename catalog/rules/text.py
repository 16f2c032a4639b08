"""Texts: what a column of the database can hold."""


class InvalidTextError(ValueError):
    """A text that cannot be stored; `field` names its column in words, `str()` says why."""

    def __init__(self, field: str, why: str) -> None:
        """Keep the name of the column."""
        super().__init__(f"{field}: {why}")
        self.field = field


def text_problem(text: str, *, longest: int | None) -> str:
    """Return why no column of `longest` characters (None: no limit) can hold `text`; empty when one can."""
    if "\0" in text:
        return "it holds a NUL character."
    # Half of a character: no encoding has it.
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "it holds half of a character."
    if longest is not None and len(text) > longest:
        return f"it is longer than {longest:,} characters."
    return ""
