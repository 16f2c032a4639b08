"""After `migrate` (and after a test has emptied the tables) the default rows exist."""

from typing import Any

from catalog.actions.website import install_defaults


def ensure_defaults(**_: Any) -> None:
    """Make the default rows that are missing."""
    install_defaults()
