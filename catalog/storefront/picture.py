"""The drawings that stand for photographs, and their colours.

A product's picture: drawn by the shop itself, for a product has no photographs here.

The shape is guessed from the name, the tone from the variant's colour or else from the SKU: the same product always looks the
same, on every page and in every process.
The colours that product pictures are drawn in, and the colour names that ask for them.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache

from django.urls import reverse

from catalog.models import Product

# Whole words: "Brass" is no bra. The first that is found decides; the order puts the special before the general.
SHAPES = (
    ("gift card|voucher|certificate", "gift-card"),
    ("backpack|rucksack|daypack", "backpack"),
    ("tag|label", "tag"),
    ("suitcase|carry-on|trolley|luggage", "suitcase"),
    ("sling|crossbody|messenger|hip pack|satchel", "sling"),
    ("tote|shopper", "tote"),
    ("pouch|wallet|case|cube|organi[sz]er", "pouch"),
    ("duffle|duffel|weekender|bag", "duffle"),
    ("bottle|flask", "bottle"),
    ("mug|cup", "mug"),
    ("hoodie|sweatshirt|pullover", "hoodie"),
    ("jack(et|shirt)|parka|anorak|coat|shell|windbreaker", "jacket"),
    ("tank|bra|camisole", "tank"),
    ("short", "shorts"),
    ("pant|tight|capri|legging|trouser", "trousers"),
    ("beanie|cap|hat", "beanie"),
    ("sock", "socks"),
    ("tee|shirt|jersey|top", "tee"),
    ("towel|blanket|throw", "blanket"),
    ("balm|polish|wax tin", "tin"),
    ("canvas|fabric|cloth(?!ing)|webbing", "fabric"),
    ("buckle|carabiner|hook|clip", "buckle"),
    ("notebook|journal|book", "notebook"),
    ("umbrella", "umbrella"),
    # Departments: what stands for many things comes last.
    ("travel|gear|trip", "suitcase"),
    ("apparel|clothing|wear|men|women|collection", "jacket"),
    ("workshop|repair|material", "buckle"),
    ("gift", "gift-card"),
    ("sale|promotion", "tag"),
)
_PATTERNS = tuple((re.compile(rf"\b({known})(e?s)?\b"), shape) for known, shape in SHAPES)
PLAIN_SHAPE = "parcel"
COLOUR_OPTIONS = frozenset({"color", "colour"})
KNOWN_SHAPES = frozenset(shape for _, shape in SHAPES) | {PLAIN_SHAPE}


def picture(product: Product, *, colour: str = "", like: Product | None = None) -> str:
    """Return the address of a product's picture, in `colour` (a colour's name), else in that of the variant `like`."""
    return drawing(product.name, seed=product.sku, colour=colour or _colour_of(like or product))


@lru_cache(maxsize=4096)
def drawing(words: str, *, seed: str, colour: str = "") -> str:
    """Return the address of a drawing of what `words` name; `seed` decides its tone unless a colour is named."""
    named_in = words.lower()
    shape = next((shape for known, shape in _PATTERNS if known.search(named_in)), PLAIN_SHAPE)
    tones = sorted(TONES)
    # "Deckhand Jacket M Navy" is drawn in navy, wherever only its name is known.
    named = (NAMED_TONES.get(word) for word in (colour.lower(), *re.findall(r"[a-z]+", words.lower())[::-1]))
    tone = next((tone for tone in named if tone), tones[zlib.crc32(seed.encode()) % len(tones)])
    return _address(shape, tone)


@cache
def _address(shape: str, tone: str) -> str:
    return reverse("storefront:picture", kwargs={"shape": shape, "tone": tone})


def _colour_of(product: Product) -> str:
    options: dict[str, object] = product.options or {}
    return next((str(value) for name, value in options.items() if name.lower() in COLOUR_OPTIONS), "")


@dataclass(frozen=True)
class Tone:
    """Four colours of one hue as CSS colours: the ground behind, the lit side, the thing itself, its shaded side."""

    ground: str
    light: str
    main: str
    dark: str


TONES = {
    "pine": Tone("#dde7e1", "#7fa893", "#33624f", "#1e4034"),
    "harbour": Tone("#dbe6ee", "#86acc8", "#33658a", "#1d435f"),
    "sand": Tone("#f2eadb", "#e6cfa6", "#c8a46e", "#8f6d3f"),
    "rust": Tone("#f4e3da", "#e0a082", "#bc5c34", "#823a1b"),
    "plum": Tone("#ece1e9", "#b88fac", "#7d4e70", "#53304a"),
    "marigold": Tone("#f9efd5", "#f7d688", "#e2aa30", "#a67412"),
    "slate": Tone("#e5e9eb", "#adb7be", "#6e7b84", "#474f56"),
    "moss": Tone("#e9ebda", "#adb475", "#747e3d", "#4b5225"),
}
# Only for products that name their colour: else a third of the shop front would be black or white.
NAMED_ONLY = {
    "ink": Tone("#e4e7e9", "#7a828a", "#343a40", "#1a1d21"),
    "chalk": Tone("#c9d4d0", "#ffffff", "#f3f2ec", "#b3b6ac"),
    "cherry": Tone("#f6e0de", "#e4938e", "#bf4140", "#862727"),
    "cocoa": Tone("#ede3db", "#b89377", "#80593e", "#543822"),
    "tangerine": Tone("#fbe7d6", "#f7b885", "#e37d34", "#a55214"),
    "violet": Tone("#e8e3f2", "#ac9bd3", "#6f58a9", "#493877"),
}
ALL_TONES = TONES | NAMED_ONLY
NAMED_TONES = {
    "black": "ink",
    "charcoal": "ink",
    "ink": "ink",
    "white": "chalk",
    "cream": "chalk",
    "chalk": "chalk",
    "gray": "slate",
    "grey": "slate",
    "silver": "slate",
    "slate": "slate",
    "red": "cherry",
    "pink": "cherry",
    "orange": "tangerine",
    "tangerine": "tangerine",
    "yellow": "marigold",
    "gold": "marigold",
    "marigold": "marigold",
    "green": "pine",
    "pine": "pine",
    "lime": "moss",
    "olive": "moss",
    "moss": "moss",
    "blue": "harbour",
    "navy": "harbour",
    "harbour": "harbour",
    "purple": "violet",
    "lavender": "violet",
    "plum": "plum",
    "brown": "cocoa",
    "cocoa": "cocoa",
    "beige": "sand",
    "tan": "sand",
    "sand": "sand",
    "rust": "rust",
}
