"""What staff may not read in a text that was written to somebody else: addresses and tokens that open his pages."""

import re

LINK_HIDDEN = "(link hidden)"
TOKEN_HIDDEN = "(hidden)"  # noqa: S105  what stands there instead of one
# Every secret address of the shop names its page by a UUID, with or without hyphens, in any letter case.
_TOKEN = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # noqa: S105  a pattern
_BARE = re.compile(_TOKEN, re.IGNORECASE)
# Looked for one after the other: a single pattern of both would begin again at each slash of a long text.
_WORD = re.compile(r"[^\s\"'<>()]+")
_ADDRESS = re.compile(r"https?://|/", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return `text`, plain or HTML, with "(link hidden)" for each address that holds a token, and "(hidden)" for a token alone."""
    return _BARE.sub(TOKEN_HIDDEN, _WORD.sub(_without_link, text))


def _without_link(word: re.Match[str]) -> str:
    address = _ADDRESS.search(word[0])
    if address is None or not _BARE.search(word[0], address.end()):
        return word[0]
    return word[0][: address.start()] + LINK_HIDDEN
