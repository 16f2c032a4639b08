"""The shop's style sheets, joined to the one that its pages load.

A finder of static files: `collectstatic`, tests and `make dev` find the whole under one name, and whatever hashes, compresses or
serves static files does so with it. Each part stays a small file of its own.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER = "storefront/css"
# In the folder of its parts: what they name by `url(...)` stays where it is.
SHEET = f"{FOLDER}/shop.css"
# What comes later wins: elements, what stands on every page, then the pages.
PARTS = (
    *("tokens", "base", "frame", "buttons", "fields", "notices", "crumbs"),
    *("home", "shelf", "product", "swatches", "cart", "checkout", "order", "account"),
)


def joined() -> str:
    """Return the text of the whole sheet."""
    folder = settings.BASE_DIR / "static" / FOLDER
    return "\n".join((folder / f"{part}.css").read_text() for part in PARTS)


class ShopSheetFinder(BaseFinder):
    """Finds the joined sheet, written anew when a part has changed."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        """Name the folder that it is written to."""
        self.storage = FileSystemStorage(location=settings.BASE_DIR / ".data" / "joined")

    def check(self, **_kwargs: Any) -> list[Any]:
        """Return no problems: there is nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Return the path of the joined sheet, a list of it for `find_all`; an empty list for any other file."""
        if path != SHEET:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the one file that there is to collect."""
        del ignore_patterns
        self._written()
        yield SHEET, self.storage

    def _written(self) -> Path:
        place, text = Path(self.storage.path(SHEET)), joined()
        if not place.exists() or place.read_text() != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            # Renamed when it is whole: another process may be reading it.
            with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as half:
                half.write(text)
            os.replace(half.name, place)  # noqa: PTH105  Path.replace is the same
        return place
