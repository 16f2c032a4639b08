"""Why a category cannot stand where it was put."""

from catalog.rules.category import NotAPath
from catalog.words.category import WHY_NOT


def test_every_reason_is_said() -> None:
    assert WHY_NOT.keys() == set(NotAPath)
