"""How a CSV file is written: what its cells are separated by, its encoding, its decimal sign. Told by the user, or recognised."""

import codecs
import csv
from dataclasses import dataclass

# By the names that people know them by, in the order in which they are tried.
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252"}
DECIMALS = {"point": ".", "comma": ","}
SAMPLE = 4096


@dataclass(frozen=True)
class CsvDialect:
    """What was told of a file; None is recognised (`decimal` None: only plain numbers are read). Names as in the tables above."""

    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        """Refuse unknown names."""
        for told, known in ((self.delimiter, DELIMITERS), (self.encoding, ENCODINGS), (self.decimal, DECIMALS)):
            if told is not None and told not in known:
                raise ValueError(f"“{told}” is none of {', '.join(known)}.")


def encoding_by_mark(beginning: bytes) -> str | None:
    """Return the codec that the first bytes of a file name, None when only the whole file can tell."""
    if beginning.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Every letter of a header is ASCII: in UTF-16 half of its bytes are zero.
    even, odd = beginning[0:SAMPLE:2], beginning[1:SAMPLE:2]
    if odd and odd.count(0) > len(odd) // 2:
        return "utf-16-le"
    if even and even.count(0) > len(even) // 2:
        return "utf-16-be"
    return None


def delimiter_of(header: str) -> str:
    """Return what separates the cells of the first line: what gives the most columns, a column `sku` among them."""

    def columns(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return "sku" in {name.strip(" \t\ufeff\xa0").casefold() for name in names}, len(names)

    return max(DELIMITERS.values(), key=columns)
