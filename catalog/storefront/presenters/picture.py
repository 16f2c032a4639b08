"""A product's picture: drawn by the shop itself, for a product has no photographs here.

The shape is guessed from the name, the tone from the variant's colour or else from the SKU: the same product always looks the
same, on every page and in every process.
"""

import re
import zlib

from django.urls import reverse

from catalog.models import Product
from catalog.storefront.presenters.picture_tones import NAMED_TONES, TONES

# The first word that is found decides; the order puts the special before the general.
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
PLAIN_SHAPE = "parcel"
COLOUR_OPTIONS = frozenset({"color", "colour"})
KNOWN_SHAPES = frozenset(shape for _, shape in SHAPES) | {PLAIN_SHAPE}


def picture(product: Product, *, colour: str = "", like: Product | None = None) -> str:
    """Return the address of a product's picture, in `colour` (a colour's name), else in that of the variant `like`."""
    return drawing(product.name, seed=product.sku, colour=colour or _colour_of(like or product))


def drawing(words: str, *, seed: str, colour: str = "") -> str:
    """Return the address of a drawing of what `words` name; `seed` decides its tone unless a colour is named."""
    shape = next((shape for known, shape in SHAPES if re.search(rf"\b({known})", words.lower())), PLAIN_SHAPE)
    tones = sorted(TONES)
    # "Deckhand Jacket M Navy" is drawn in navy, wherever only its name is known.
    named = (NAMED_TONES.get(word) for word in (colour.lower(), *re.findall(r"[a-z]+", words.lower())[::-1]))
    tone = next((tone for tone in named if tone), tones[zlib.crc32(seed.encode()) % len(tones)])
    return reverse("storefront:picture", kwargs={"shape": shape, "tone": tone})


def _colour_of(product: Product) -> str:
    options: dict[str, object] = product.options or {}
    return next((str(value) for name, value in options.items() if name.lower() in COLOUR_OPTIONS), "")
