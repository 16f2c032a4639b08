"""Text that people type: what a column can hold, e-mail addresses, and what is not to be shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


class InvalidTextError(ValueError):
    """A text that cannot be stored; `field` names its column in words, `str()` says why."""

    def __init__(self, field: str, why: str) -> None:
        """Keep the name of the column."""
        super().__init__(f"{field}: {why}")
        self.field = field


_HALF = re.compile("[\ud800-\udfff]")


def text_problem(text: str, *, longest: int | None) -> str:
    """Return why no column of `longest` characters (None: no limit) can hold `text`; empty when one can."""
    if "\0" in text:
        return "it holds a NUL character."
    # A lone surrogate, half of a character: no encoding can write it.
    if _HALF.search(text):
        return "it holds half of a character."
    if longest is not None and len(text) > longest:
        return f"it is longer than {longest:,} characters."
    return ""


# They turn the direction of what follows, or take no room: what is read is not what is stored. The two joiners (U+200C, U+200D)
# are not among them: Persian, the scripts of India and emoji are written with them.
_UNSEEN = re.compile(r"[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def typed_problem(text: str, *, longest: int | None, is_line: bool) -> str:
    """Return why nobody may type `text` (`is_line`: in one line); empty when he may. It is as for `text_problem`, or misleads."""
    if longest is None and text.isascii() and text.isprintable():
        return ""  # nothing of what is looked for below is among these, and most texts are
    if problem := text_problem(text, longest=longest):
        return problem
    if unseen := _UNSEEN.search(text):
        return f"it holds the invisible character U+{ord(unseen[0]):04X}."
    if _CONTROL.search(text):
        return "it holds a control character."
    if is_line and _LINE_END.search(text):
        return "it holds a line break."
    return ""


@dataclass(frozen=True)
class TextColumn:
    """A column of texts: its name in words, how many characters it holds (None: no limit), and whether it is one line."""

    label: str
    longest: int | None
    is_line: bool


def text_problems(columns: Mapping[str, TextColumn], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return why `texts` {column: text} cannot be stored, one sentence for each that cannot."""
    return tuple(f"{columns[name].label}: {problem}" for name, problem in _problems(columns, texts))


def refuse_texts(columns: Mapping[str, TextColumn], texts: Mapping[str, str]) -> None:
    """Raise `InvalidTextError` for the first of `texts` {column: text} that cannot be stored."""
    for name, problem in _problems(columns, texts):
        raise InvalidTextError(columns[name].label, problem)


def _problems(columns: Mapping[str, TextColumn], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    found = (
        (name, typed_problem(text, longest=columns[name].longest, is_line=columns[name].is_line))
        for name, text in texts.items()
    )
    return [(name, problem) for name, problem in found if problem]


def one_line(text: str) -> str:
    """Return `text` with one space for each run of space, line breaks and control characters, none around it. A NUL stays.

    A name or an address becomes a part of a line of a mail: what stranger typed it must not write lines of his own.
    """
    return " ".join(_LINE_END.sub(" ", _CONTROL.sub(" ", text)).split())


LINK_HIDDEN = "(link hidden)"
TOKEN_HIDDEN = "(hidden)"  # noqa: S105  what stands there instead of one
# Every secret address of the shop names its page by a UUID, with or without hyphens, in any letter case.
_TOKEN = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # noqa: S105  a pattern
_BARE = re.compile(_TOKEN, re.IGNORECASE)
# Looked for one after the other: a single pattern of both would begin again at each slash of a long text.
_WORD = re.compile(r"[^\s\"'<>()]+")
_WEB_ADDRESS = re.compile(r"https?://|/", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return `text`, plain or HTML, with "(link hidden)" for each address that holds a token, and "(hidden)" for a token alone."""
    return _BARE.sub(TOKEN_HIDDEN, _WORD.sub(_without_link, text))


def _without_link(word: re.Match[str]) -> str:
    address = _WEB_ADDRESS.search(word[0])
    if address is None or not _BARE.search(word[0], address.end()):
        return word[0]
    return word[0][: address.start()] + LINK_HIDDEN


LONGEST = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])"
)


class NotAnAddressError(ValueError):
    """`str()` is the part that is no e-mail address."""


def email_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in `text`, each once, in their order. Raises `NotAnAddressError` with the first that is none.

    The same address in other letters (ANN@example.org) is the same mailbox: the first spelling stays.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text.replace("\r", "\n"))]
    found: dict[str, str] = {}
    for part in filter(None, parts):
        if len(part) > LONGEST or not _ADDRESS.fullmatch(part):
            raise NotAnAddressError(part)
        found.setdefault(part.lower(), part)
    return tuple(found.values())
