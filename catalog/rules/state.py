"""States of a country: where addresses name one, and which of them somebody means."""

import unicodedata
from collections.abc import Iterable

# Whose postal addresses name a state or province, and whose first division is that one: of Italy and Spain it is a region, which no
# address names.
WITH_STATES = frozenset({"AR", "AU", "BR", "CA", "CN", "IN", "JP", "MX", "MY", "US"})


def state_meant(typed: str, states: Iterable[tuple[str, str]]) -> str | None:
    """Return the name of the state that is `typed`, by name or code, in any letter case, with or without accents; else None.

    `states` are (code, name), the code without its country.
    """
    said = _plain(typed)
    return next((name for code, name in states if said in {_plain(code), _plain(name)}), None)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
