"""Whether a text that is sent on to an address somebody typed, a name in a mail say, leads elsewhere."""

import re

# "St.John" is a name; "shop.example" and "SHOP.EXAMPLE" are made into links by the programs that show mails.
LINK = re.compile(r"://|www\.|@|[\w-]{2}\.(?:[a-z]{2,}|[A-Z]{2,})(?![a-zA-Z])", re.ASCII)


def names_web_address(text: str) -> bool:
    """Say whether `text` holds what a mail program would make a link of."""
    return LINK.search(text) is not None
