"""Which letters a PDF of ours draws: those of the fonts that come with Typst, as far as we looked at them."""

from collections.abc import Iterable

# (first, last): Latin with its extensions and marks, Greek, Cyrillic, Hebrew, punctuation, currencies and a few signs. A test draws
# each. What is none of them, such as Chinese or Thai, stands as a box.
DRAWN = (
    (0x20, 0x7E),
    (0xA0, 0x4FF),
    (0x510, 0x513),
    (0x51A, 0x51D),
    (0x5D0, 0x5EA),
    (0x1E00, 0x1FFE),
    (0x2010, 0x2027),
    (0x202F, 0x2040),
    (0x2044, 0x2052),
    (0x2054, 0x205E),
    (0x20A0, 0x20C0),
    (0x2100, 0x211E),
    (0x2122, 0x2122),
    (0x2126, 0x214F),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)


def undrawn(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the letters of `texts` that are not drawn, each once, in their order."""
    letters = dict.fromkeys(letter for text in texts for letter in text)
    return tuple(letter for letter in letters if not any(first <= ord(letter) <= last for first, last in DRAWN))
