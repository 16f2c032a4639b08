"""The URL keys that a product of a file may get."""

import hashlib
import re
import unicodedata

LONGEST_PART = 110
# They are not read aloud; decomposed, "™" would become "tm".
MARKS = str.maketrans("", "", "\N{TRADE MARK SIGN}®©'\N{RIGHT SINGLE QUOTATION MARK}")


def slug_of(text: str) -> str:
    """Return `text` as a part of an address: small ASCII letters, digits and single hyphens; "" when nothing is left."""
    ascii_text = unicodedata.normalize("NFKD", text.translate(MARKS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:LONGEST_PART].rstrip("-")


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
