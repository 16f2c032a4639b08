"""A row that was typed, pasted, scanned or read from a file: its cells."""

import csv

# What separates the cells, in the order in which they are looked for; without any, the last blank does.
SEPARATORS = ("\t", ";", ",")


def typed_cells(line: str) -> list[str]:
    """Return the cells of `line`, without the blanks around them: at least one.

    A SKU may hold blanks: where nothing else separates, only a number behind the last one is a cell of its own, the quantity.
    """
    for separator in SEPARATORS:
        if separator in line:
            return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])] or [""]
    first, _, last = line.rpartition(" ")
    is_quantity = bool(first) and last.replace(".", "", 1).isdecimal() and last.isascii()
    return [first.strip(), last] if is_quantity else [line.strip()]
