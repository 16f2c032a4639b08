"""What code and pages refer to is in the repository: rules, decisions, scenarios, and what links lead to."""

import re
from pathlib import Path

from tests.architecture.written_files import ROOT, functions_of, name_of, written_files

HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Code names a page by its path, with or without the heading: `docs/rules.md#salable-3`, `docs/decisions/0028`.
NAMED_PAGE = re.compile(r"\bdocs/[\w/.-]*\w(?:#[\w-]+)?")
SCENARIO = re.compile(r"(?<![\w%#&-])[BCX]\d\d(?![\w-])")
ROW = re.compile(r"^\| ([BCX]\d\d) \|", re.MULTILINE)
TEST = re.compile(r"test_([bcx]\d\d)_")
# Docstrings name a room by its floor, with or without its app: `rules.money`, `catalog.rules.money.amount_between`.
FLOORS = "rules|words|models|queries|actions|emails|tasks|forms|admin|storefront"
NAMED_ROOM = re.compile(rf"`(?:(catalog|backorders)\.)?((?:{FLOORS})\.[a-z_]\w*)(?:\.\w+)*`")
# Numbers of documents that never were in the repository.
NOWHERE = re.compile(r"(?<!docs/)\b(?:rules|screens|scenarios|style)\.md\b|\bscreens \d|\bmagento-\w+|\brules\.md,")
# Django's own.
NO_ROOMS = {"admin/site"}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").glob("*.md")])
WRITTEN = [*written_files(".py", ".html", ".txt", ".js", ".css", ".sql", ".toml"), *PAGES]
THIS = Path(__file__)


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    words = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in HEADING.findall(page.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in words}


def _is_there(target: str, *, beside: Path, page: Path) -> bool:
    """Return whether `target`, a path with or without an anchor, is in the repository; a decision may be named by its number."""
    path, _, anchor = target.partition("#")
    found = (beside / path).resolve() if path else page
    if not found.exists():
        return bool(re.fullmatch(r"docs/decisions/\d{4}", path)) and len([*ROOT.glob(f"{path}-*.md")]) == 1
    return not anchor or anchor in _anchors(found)


def _text(path: Path) -> str:
    return "" if path == THIS else path.read_text()


def test_each_page_and_heading_that_is_named_exists() -> None:
    named = {(name_of(path), target) for path in WRITTEN for target in NAMED_PAGE.findall(_text(path))}
    assert [it for it in sorted(named) if not _is_there(it[1], beside=ROOT, page=ROOT)] == []


def test_each_room_that_is_named_exists() -> None:
    named = {
        (name_of(path), app, room.replace(".", "/"))
        for path in written_files(".py")
        if "migrations" not in path.parts
        for app, room in NAMED_ROOM.findall(_text(path))
    }
    assert len(named) > len(FLOORS.split("|"))
    rooms = {name_of(path).removesuffix(".py").removesuffix("/__init__") for path in written_files(".py")}
    folders = {room.rpartition("/")[0] for room in rooms}
    apps = ("catalog", "backorders")
    gone = [
        it for it in sorted(named) if not {f"{app}/{it[2]}" for app in apps if it[1] in {"", app}} & (rooms | folders)
    ]
    assert [it for it in gone if it[2] not in NO_ROOMS] == []


def test_each_link_between_the_pages_leads_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in LINK.findall(FENCE.sub("", page.read_text()))]
    inner = [(page, link) for page, link in links if "://" not in link]
    assert len(inner) > len(PAGES)
    assert [(name_of(page), link) for page, link in inner if not _is_there(link, beside=page.parent, page=page)] == []


def test_each_scenario_that_is_named_is_told_in_the_scenarios() -> None:
    told = ROW.findall((ROOT / "docs" / "scenarios.md").read_text())
    assert len(told) == len(set(told))
    named = {(name_of(path), number) for path in WRITTEN for number in SCENARIO.findall(_text(path))}
    assert sorted(it for it in named if it[1] not in told) == []


def test_each_scenario_has_a_test_named_after_it_and_no_test_names_another() -> None:
    tests = (path for path in written_files(".py") if path.name.startswith("test_"))
    names = (TEST.match(function.name) for path in tests for function in functions_of(path))
    told = ROW.findall((ROOT / "docs" / "scenarios.md").read_text())
    assert {name[1].upper() for name in names if name} == set(told)


def test_nothing_refers_to_a_document_that_is_not_here() -> None:
    assert [(name_of(path), found) for path in WRITTEN for found in NOWHERE.findall(LINK.sub("", _text(path)))] == []
