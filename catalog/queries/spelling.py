"""What a shopper meant whose words find nothing: the nearest words that the shop's products and departments are called by."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Of shorter words nearly every other one is near.
SHORTEST = 4
# From so many letters on two of them may be wrong.
LONG = 6


def most_wrong(word: str) -> int:
    """Return how many letters of `word` may be missing, too many, others, or swapped with their neighbour."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG else 1


def corrected(typed: Sequence[str], known: Sequence[str], *, though_known: bool = False) -> tuple[str, ...] | None:
    """Return `typed` with each word that begins no known one replaced by the nearest; None where nothing better is known.

    `though_known`: each that is none. Words and known words are in small letters. Of words that are equally near the first in the
    order of `known` is taken.
    """
    found = tuple(_nearest(word, known, though_known=though_known) for word in typed)
    return None if found == tuple(typed) else found


def _nearest(word: str, known: Sequence[str], *, though_known: bool) -> str:
    most = most_wrong(word)
    if not most or word in known or (not though_known and any(each.startswith(word) for each in known)):
        return word
    near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=most)
    return word if near is None else str(near[0])
