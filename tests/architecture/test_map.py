"""The map of docs/architecture.md names every floor and every room that there is, and no others."""

import re
from pathlib import Path

from tests.architecture.written_files import ROOT

APPS = ("catalog", "backorders", "inventory_site")
ROOMS = {".py", ".sql"}
NO_ROOMS = {"__init__", "migrations", "__pycache__"}


def _named() -> dict[str, set[str]]:
    """Return {app: what the map names}: rooms, floors, and folders of rooms."""
    _, _, drawn = (ROOT / "docs" / "architecture.md").read_text().partition("## The map")
    drawn, _, _ = drawn.partition("\n## ")
    parts = re.split(r"^### (\w+)$", drawn, flags=re.MULTILINE)
    return {app: set(re.findall(r"\w+", text)) for app, text in zip(parts[1::2], parts[2::2], strict=True)}


def _standing(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if not NO_ROOMS & {*path.relative_to(ROOT).parts, path.stem})
    return {path.stem for path in paths if path.suffix in ROOMS or (path.is_dir() and any(_rooms_of(path)))}


def _rooms_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.suffix in ROOMS and path.stem != "__init__"}


def test_the_map_names_what_stands_and_nothing_else() -> None:
    assert _named() == {app: _standing(ROOT / app) for app in APPS}
