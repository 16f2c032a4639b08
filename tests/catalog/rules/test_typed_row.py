"""A typed row is taken apart as people mean it."""

import pytest

from catalog.rules.typed_row import typed_cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("BAG", ["BAG"]),
        ("BAG 4", ["BAG", "4"]),
        ("BIG BAG 4.5", ["BIG BAG", "4.5"]),
        ("BIG BAG", ["BIG BAG"]),
        ("BAG;4;x", ["BAG", "4", "x"]),
        ("BAG\t4, 5", ["BAG", "4, 5"]),
        ('"A, B" ,4', ["A, B", "4"]),
        ("BAG ٤", ["BAG ٤"]),
        ("", [""]),
    ],
)
def test_cells(line: str, cells: list[str]) -> None:
    assert typed_cells(line) == cells
