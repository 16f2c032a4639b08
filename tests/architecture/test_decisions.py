"""Each decision says when it was taken and whether it holds, and the list of them is whole."""

import re

from tests.architecture.written_files import ROOT

FOLDER = ROOT / "docs" / "decisions"
PAGES = {page.name: page.read_text() for page in sorted(FOLDER.glob("[0-9]*.md"))}
LIST = (FOLDER / "README.md").read_text()
HEAD = re.compile(r"# (\d{4}) .+\n\nDate: 20\d\d-\d\d-\d\d {2}\nStatus: (?:holds|replaced by \d{4})\n\n")
ROW = re.compile(r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \| \S", re.MULTILINE)
NEVER_USED = re.compile(r"\b\d{4}\b(?=[,.])")


def test_each_decision_begins_with_number_title_date_and_status() -> None:
    heads = {name: HEAD.match(text) for name, text in PAGES.items()}
    assert {name: head and head[1] for name, head in heads.items()} == {name: name[:4] for name in PAGES}


def test_the_list_names_each_decision_once_and_in_order() -> None:
    assert ROW.findall(LIST) == [(name[:4], name) for name in PAGES]


def test_each_number_is_a_decision_or_said_to_be_unused() -> None:
    used = {int(name[:4]) for name in PAGES}
    unused = {int(number) for number in NEVER_USED.findall(LIST.split("| | |")[0])}
    # A higher number may be in work still.
    assert (used & unused, set(range(1, 33)) - used - unused) == (set(), set())
