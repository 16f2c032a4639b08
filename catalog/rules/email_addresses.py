"""A list of e-mail addresses as staff type it: one a line, or separated by commas."""

import re

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
