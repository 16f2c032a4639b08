"""A SKU is the same SKU in any letter case: one fold, for Python and for the database (docs/rules.md#salable-8)."""

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


def sku_key(sku: str) -> str:
    """Return what all spellings of `sku` in capital and small letters have in common; `catalog_sku_key` in SQL says the same."""
    return sku.translate(_TABLE)
