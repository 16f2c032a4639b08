"""The variants that a configurable row lists: `sku=MH01-XS-Black,size=XS,color=Black|sku=...`."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_text import plain_line
from catalog.rules.sku import sku_key

COLUMN = "configurable_variations"
LABELS_COLUMN = "configurable_variation_labels"


@dataclass(frozen=True)
class Variation:
    """One variant, by its SKU, and how it differs: {"Size": "XS", "Color": "Black"}."""

    sku: str
    options: Mapping[str, str]


def variations(listed: str, labels: str = "") -> tuple[Variation, ...]:
    """Return the listed variants in their order. `labels` names options: `size=Size,color=Colour`.

    Raises `RefusedRowError` when a shopper could not tell the variants apart: one of them twice, the same options twice,
    other options than the rest, or none.
    """
    named = {code: label for code, label in _pairs(labels, LABELS_COLUMN) if label}
    found = tuple(_variation(part, named) for part in listed.split("|") if part.strip())
    if not found:
        raise RefusedRowError(f"{COLUMN}: it lists no variant")
    first = found[0]
    by_sku: set[str] = set()
    by_options: dict[frozenset[tuple[str, str]], str] = {}
    for variation in found:
        if sku_key(variation.sku) in by_sku:
            raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} is listed twice")
        if variation.options.keys() != first.options.keys():
            raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} and {shown(first.sku)} differ by other options")
        twin = by_options.setdefault(frozenset(variation.options.items()), variation.sku)
        if twin != variation.sku:
            raise RefusedRowError(f"{COLUMN}: {shown(twin)} and {shown(variation.sku)} have the same options")
        by_sku.add(sku_key(variation.sku))
    return found


def _variation(part: str, named: Mapping[str, str]) -> Variation:
    sku = ""
    options: dict[str, str] = {}
    for code, value in _pairs(part, COLUMN):
        if code == "sku":
            sku = value
        elif value:
            options[named.get(code) or code.replace("_", " ").title()] = plain_line(value)
    if not sku:
        raise RefusedRowError(f"{COLUMN}: “{shown(part)}” names no sku")
    if not options:
        raise RefusedRowError(f"{COLUMN}: {shown(sku)} has no options")
    return Variation(sku, options)


def _pairs(text: str, column: str) -> list[tuple[str, str]]:
    pairs = []
    for part in text.split(","):
        if not part.strip():
            continue
        code, equals, value = part.partition("=")
        if not equals:
            raise RefusedRowError(f"{column}: “{shown(part)}” is no name=value")
        pairs.append((code.strip().casefold(), value.strip()))
    return pairs
