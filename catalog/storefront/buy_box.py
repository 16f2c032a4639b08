"""What a shopper can choose and buy on the page of a product.

The quantity box with its button, and what the shop says to the typed quantity.
Choosing a variant: the options of a configurable product, and which variant the chosen values name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.forms.fields import QuantityForm
from catalog.rules import configuration as declared
from catalog.rules.availability import QuantityStatus, QuantityTold, first_quantity
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import PLACES, ZERO, plain
from catalog.rules.salable import check_quantity
from catalog.storefront.offers import OPTION_PREFIX, Offer, options_of
from catalog.storefront.picture import COLOUR_OPTIONS, NAMED_TONES
from catalog.words.refusal import shopper_refusal

# Longer texts are no quantity.
LONGEST = 20


@dataclass(frozen=True)
class BuyBox:
    """In which quantities a product is added to the cart.

    `least`, `most` (empty: no limit) and `step` are what the server accepts; `hints` say so in words. `refusal` tells why the
    typed quantity cannot be bought; `told` what the shop says to it when it can, None while that is no quantity. Before anything is
    typed it is what the cart says of the units in it; `counted` names the units that it is said of, when some are in the cart.
    """

    quantity: str
    least: str
    most: str
    step: str
    hints: tuple[str, ...]
    refusal: str
    told: QuantityTold | None
    counted: str


def buy_box(offer: Offer, configuration: Configuration, *, typed: str | None, in_cart: Decimal = ZERO) -> BuyBox | None:
    """Return the box for a product, with what was `typed` into it (None: the smallest quantity); None when it cannot be bought.

    `in_cart` units lie in the visitor's cart already: what he may buy, and what will be owed, is judged with them.
    """
    told, policy = offer.availability, offer.position.policy
    if not told.can_be_bought:
        return None
    quantity = plain(first_quantity(told)) if typed is None else typed.strip()[:LONGEST]
    form = QuantityForm({"quantity": quantity})
    refusal, answer = form.message, None
    if form.is_valid():
        wanted = form.cleaned_data["quantity"] + in_cart
        refused = check_quantity(wanted, offer.position.level, policy)
        refusal = shopper_refusal(refused, told, configuration, in_cart=in_cart) if refused else ""
        is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
        # The box's own quantity is not asked for yet: until something is typed, the page says what cart and checkout say.
        asked = in_cart if in_cart and typed is None else wanted
        answer = None if refused else told.told_for(asked, is_displayed=is_displayed)
    # Beside what lies in the cart, one more step is enough, and so much less is left.
    least = min(told.least, told.step or PLACES) if in_cart else told.least
    return BuyBox(
        quantity=quantity,
        least=plain(least),
        most="" if told.most is None else plain(max(told.most - in_cart, least)),
        step=plain(told.step) if told.step else "any",
        # Said once beside the box: as its refusal, else as its hint.
        hints=tuple(hint for hint in _hints(offer, in_cart) if hint != refusal),
        refusal=refusal,
        told=answer,
        counted=_counted(answer, in_cart, is_typed=typed is not None),
    )


def _counted(told: QuantityTold | None, in_cart: Decimal, *, is_typed: bool) -> str:
    if not in_cart or told is None or told.status is QuantityStatus.IN_STOCK:
        return ""
    return f"With the {plain(in_cart)} in your cart:" if is_typed else f"For the {plain(in_cart)} in your cart:"


def _hints(offer: Offer, in_cart: Decimal) -> Iterator[str]:
    policy, least = offer.position.policy, offer.availability.least
    if policy.increment:
        yield f"{offer.product.name} is available to buy in increments of {plain(policy.increment)}"
    if least > (policy.increment or 1) or (offer.availability.step == 0 and least > PLACES):
        yield f"The fewest you may purchase is {plain(least)}."
    if in_cart:
        yield f"{plain(in_cart)} {'is' if in_cart == 1 else 'are'} in your cart already."


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
