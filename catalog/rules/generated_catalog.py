"""A made-up catalogue, plausible to whoever tries the product: the same for the same seed, plain numbers and words.

A tenth of the goods come in variants. Most products use the configuration; the others have one of some dozens of combinations
of own stock values, the first of which are the most common.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product as combinations
from pathlib import Path
from typing import Any

WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
BRANDS, QUALITIES, MATERIALS, SIZES, COLOURS, IN_VARIANTS = (
    tuple(WORDS[name].split()) for name in ("brands", "qualities", "materials", "sizes", "colours", "in_variants")
)
DEPARTMENTS: Mapping[str, Mapping[str, str]] = WORDS["departments"]
ENDINGS = (0, 50, 90, 95, 99)
# Own stock values by their columns. What is not named uses the configuration.
OWN_STOCK: tuple[Mapping[str, Any], ...] = tuple(
    dict(zip(lists, values, strict=True)) for lists in WORDS["own_stock"] for values in combinations(*lists.values())
)


@dataclass(frozen=True)
class GeneratedProduct:
    """One product; the others are named by their places: `own` in OWN_STOCK, `parent` counted from the first of all.

    `department` is its path. `price` is in cents, `days_old` before today, `shelves` units by source: {place: (units, In Stock)}.
    `websites` are places too; a configurable product has no shelf.
    """

    sku: str
    name: str
    department: str
    price: int
    weight: int
    summary: str
    description: str
    days_old: int
    is_enabled: bool
    websites: tuple[int, ...]
    is_configurable: bool = False
    parent: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    own: int | None = None
    shelves: Mapping[int, tuple[int, bool]] = field(default_factory=dict)


def department_paths() -> tuple[str, ...]:
    """Return the paths of all departments, the widest first."""
    return tuple(path for name, inner in DEPARTMENTS.items() for path in (name, *(f"{name}/{each}" for each in inner)))


# Sources that each website draws from, by their places.
SOURCES_OF_WEBSITE = ((0,), (1, 2), (3,))
# How many of a hundred products the second and the third website sell.
SOLD_ON = (100, 40, 15)
_OWN_WEIGHTS = tuple(100 // (1 + place) + 1 for place in range(len(OWN_STOCK)))


def generated_products(count: int, *, seed: int, first: int = 1) -> Iterator[GeneratedProduct]:
    """Yield `count` products, variants included, with SKUs numbered from `first` on. A variant follows its configurable one."""
    chance = random.Random(f"{seed} {first}")  # noqa: S311  chance of a catalogue is no secret
    goods = [
        (name, f"{name}/{inner}", noun)
        for name, inside in DEPARTMENTS.items()
        for inner, nouns in inside.items()
        for noun in nouns.split()
    ]
    made = 0
    while made < count:
        wide, path, noun = chance.choice(goods)
        one = _product(chance, path, noun, first + made)
        axes = [(size, colour) for colour in chance.sample(COLOURS, 2) for size in SIZES]
        if wide in IN_VARIANTS and made + 1 + len(axes) <= count and chance.random() < 1 / 3:
            yield from _in_variants(chance, one, axes, made)
            made += 1 + len(axes)
        else:
            yield _stocked(chance, one)
            made += 1


def _product(chance: random.Random, path: str, noun: str, number: int) -> GeneratedProduct:
    brand, quality, material = chance.choice(BRANDS), chance.choice(QUALITIES), chance.choice(MATERIALS)
    told = {"brand": brand, "quality": quality.lower(), "material": material.lower(), "Material": material}
    told |= {"noun": noun.lower(), "Noun": noun, "department": path.rpartition("/")[2].lower()}
    return GeneratedProduct(
        sku=f"{path[:3].upper()}-{brand[:2].upper()}{number:06}",
        name=f"{brand} {quality} {material} {noun}",
        department=path,
        price=100 * int(5 + chance.expovariate(1 / 60)) + chance.choice(ENDINGS),
        weight=chance.randrange(50, 9000),
        summary=WORDS["summary"].format(**told),
        description=WORDS["description"].format(**told),
        days_old=chance.randrange(1200),
        is_enabled=chance.random() < 0.98,  # noqa: PLR2004  two of a hundred are switched off
        websites=tuple(place for place, share in enumerate(SOLD_ON) if chance.randrange(100) < share),
    )


def _stocked(chance: random.Random, one: GeneratedProduct) -> GeneratedProduct:
    """Return it with its shelves and, for one of six, own stock values."""
    shelves = {}
    for website in one.websites:
        for source in SOURCES_OF_WEBSITE[website]:
            units = 0 if chance.random() < 1 / 8 else int(chance.expovariate(1 / 40))
            shelves[source] = (units, units > 0 or chance.random() < 1 / 2)
    own = chance.choices(range(len(OWN_STOCK)), _OWN_WEIGHTS)[0] if chance.random() < 1 / 6 else None
    return replace(one, shelves=shelves, own=own)


def _in_variants(
    chance: random.Random, one: GeneratedProduct, axes: list[tuple[str, str]], place: int
) -> Iterator[GeneratedProduct]:
    yield replace(one, is_configurable=True)
    for size, colour in axes:
        variant = replace(one, sku=f"{one.sku}-{size}-{colour}", name=f"{one.name} {size} {colour}", parent=place)
        yield _stocked(chance, replace(variant, options={"Size": size, "Color": colour}))
