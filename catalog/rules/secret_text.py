"""What staff may not read in a text that was written to somebody else: addresses and tokens that open his pages."""

import re

LINK_HIDDEN = "(link hidden)"
TOKEN_HIDDEN = "(hidden)"  # noqa: S105  what stands there instead of one
# Every secret address of the shop names its page by a UUID, with or without hyphens, in any letter case.
_TOKEN = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # noqa: S105  a pattern
_IN_ADDRESS = r"[^\s\"'<>()]*"
_LINK = re.compile(rf"https?://{_IN_ADDRESS}{_TOKEN}{_IN_ADDRESS}|/{_IN_ADDRESS}{_TOKEN}{_IN_ADDRESS}", re.IGNORECASE)
_BARE = re.compile(_TOKEN, re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return `text`, plain or HTML, with "(link hidden)" for each address that holds a token, and "(hidden)" for a token alone."""
    return _BARE.sub(TOKEN_HIDDEN, _LINK.sub(LINK_HIDDEN, text))
