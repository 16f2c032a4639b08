"""What a product is found by: its SKU, the same in any letter case (docs/rules.md#salable-8), and its part of an address."""

import hashlib
import re
import unicodedata

LONGEST_PART = 110
# They are not read aloud; decomposed, "™" would become "tm".
MARKS = str.maketrans("", "", "\N{TRADE MARK SIGN}®©'\N{RIGHT SINGLE QUOTATION MARK}")


def slug_of(text: str) -> str:
    """Return `text` as a part of an address: small ASCII letters, digits and single hyphens; "" when nothing is left."""
    plain = text.translate(MARKS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_PART].rstrip("-")


def slug_candidates(wanted: str, sku: str) -> tuple[str, ...]:
    """Return the URL keys to try for a product, best first: the wanted one, with its SKU, with a mark of its own.

    The last depends on the exact SKU alone, so that a second import finds the same keys again.
    """
    base, own, mark = slug_of(wanted), slug_of(sku), _mark(sku)
    parts = ((base,), (base, own), (base, own, mark))
    candidates = ("-".join(filter(None, part)) for part in parts)
    return tuple(dict.fromkeys(filter(None, candidates)))


def category_slug_candidates(path: str) -> tuple[str, ...]:
    """Return the slugs to try for a category, best first; two paths that read alike get different ones."""
    base = slug_of(path)
    return (base, f"{base}-{_mark(path)}") if base else (_mark(path),)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


# Letters whose capital and small form are one character each, in the scripts that have both: Latin, Greek, Cyrillic, full-width
# Latin. Pairs like these never change in Unicode, so that the function in the database, made from this table, stays the same.
_SCRIPTS = (range(0x0530), range(0x1E00, 0x1F00), range(0xFF21, 0xFF3B))
CAPITALS = "".join(
    chr(code)
    for script in _SCRIPTS
    for code in script
    if len(chr(code).lower()) == 1 and chr(code).lower() != chr(code)
)
# Letter by letter: in a word, a capital sigma at its end becomes another letter than elsewhere.
SMALL = "".join(letter.lower() for letter in CAPITALS)
_TABLE = str.maketrans(CAPITALS, SMALL)


def sku_problem(sku: str) -> str:
    """Return why `sku` cannot be one, empty when it can: two that look alike must not be two products."""
    return "" if sku.isprintable() else "it holds a line break or an invisible character"


def sku_key(sku: str) -> str:
    """Return what all spellings of `sku` in capital and small letters have in common; `catalog_sku_key` in SQL says the same."""
    return sku.lower() if sku.isascii() else sku.translate(_TABLE)
