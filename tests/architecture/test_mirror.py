"""Each rule, each word for it, each query, each action and each step has its tests where its name says."""

from tests.architecture.written_files import ROOT, name_of, written_files
from tests.conftest import LONGEST

FLOORS = ("rules", "words", "queries", "actions")
# Tested only through what calls them. A room that gets its test leaves the list, and no room comes into it.
THROUGH_OTHERS = {
    "catalog/actions/demo_catalog.py",
    "catalog/actions/low_stock_notice.py",
    "backorders/queries/logged_order.py",
    "backorders/actions/record_provider_event.py",
    "backorders/actions/send_low_stock_notices.py",
}


def test_each_room_has_its_tests() -> None:
    rooms = [
        path
        for path in written_files(".py")
        if path.stem != "__init__" and path.relative_to(ROOT).parts[0] in {"catalog", "backorders"}
        if path.relative_to(ROOT).parts[1] in FLOORS
    ]
    alone = {
        name_of(path)
        for path in rooms
        if not any((ROOT / "tests" / path.relative_to(ROOT).parent).glob(f"test_{path.stem}*.py"))
    }
    assert alone == THROUGH_OTHERS


def test_the_tests_that_begin_a_run_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).exists()] == []
