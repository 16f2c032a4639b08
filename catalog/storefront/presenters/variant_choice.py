"""Choosing a variant: the options of a configurable product, and which variant the chosen values name."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.storefront.offers import Offer
from catalog.storefront.presenters.picture import COLOUR_OPTIONS
from catalog.storefront.presenters.picture_tones import NAMED_TONES
from catalog.storefront.presenters.product_address import OPTION_PREFIX, options_of


@dataclass(frozen=True)
class OptionValue:
    """One value to choose. `tone` is the swatch's colour, empty for what is no colour.

    `can_be_bought`: with the other values that are chosen there is a variant to buy.
    """

    label: str
    is_chosen: bool
    can_be_bought: bool
    tone: str


@dataclass(frozen=True)
class OptionChoice:
    """One option with its values; `field` is the form field's name, `chosen` the chosen value or empty."""

    name: str
    field: str
    chosen: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True)
class VariantChoice:
    """The options, the variant they name (None: not yet, or there is none such), and the names still to be chosen."""

    options: tuple[OptionChoice, ...]
    variant: Offer | None
    missing: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """What is chosen so far, as {form field: value}."""
        return {option.field: option.chosen for option in self.options if option.chosen}

    @property
    def colour(self) -> str:
        """The chosen colour's name, or empty."""
        return next((option.chosen for option in self.options if option.name.lower() in COLOUR_OPTIONS), "")


def variant_choice(offer: Offer, typed: Mapping[str, str]) -> VariantChoice:
    """Return the choice as far as it was made; values that do not exist are not chosen, an only value chooses itself."""
    made = [(variant, options_of(variant.product)) for variant in offer.variants]
    names = list(dict.fromkeys(name for _, options in made for name in options))
    values = {name: list(dict.fromkeys(o[name] for _, o in made if name in o)) for name in names}
    chosen = {}
    for name in names:
        wanted = typed.get(OPTION_PREFIX + name)
        if wanted in values[name]:
            chosen[name] = wanted
        elif len(values[name]) == 1:
            chosen[name] = values[name][0]
    options = tuple(_option(name, values[name], chosen, made) for name in names)
    missing = tuple(name for name in names if name not in chosen)
    variant = None if missing else next((variant for variant, options in made if options == chosen), None)
    return VariantChoice(options, variant, missing)


def _option(
    name: str, values: list[str], chosen: Mapping[str, str], made: list[tuple[Offer, dict[str, str]]]
) -> OptionChoice:
    def can_be_bought(value: str) -> bool:
        wanted = dict(chosen) | {name: value}
        return any(
            variant.availability.can_be_bought and wanted.items() <= options.items() for variant, options in made
        )

    is_colour = name.lower() in COLOUR_OPTIONS
    return OptionChoice(
        name=name,
        field=OPTION_PREFIX + name,
        chosen=chosen.get(name, ""),
        values=tuple(
            OptionValue(
                label=value,
                is_chosen=chosen.get(name) == value,
                can_be_bought=can_be_bought(value),
                tone=NAMED_TONES.get(value.lower(), "") if is_colour else "",
            )
            for value in values
        ),
    )
