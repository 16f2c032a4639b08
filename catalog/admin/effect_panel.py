"""What a change of the stock options would do, in words, for the preview."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.queries.configuration_effect import NAMED, StockEffect
from catalog.queries.proposed_effect import ProposedEffect
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class NamedProduct:
    """A product that becomes buyable, or stops being buyable."""

    name: str
    sku: str
    becomes: bool


@dataclass(frozen=True)
class EffectInStock:
    """The sentences about one stock, the first products by name, and how many more there are (0: all are named)."""

    stock: str
    sentences: tuple[str, ...]
    names: tuple[NamedProduct, ...]
    unnamed: int


@dataclass(frozen=True)
class EffectPanel:
    """The preview. `stocks` holds those where something changes; `note` is what the numbers leave out.

    With `errors` there is no answer: they must be corrected first.
    """

    stocks: tuple[EffectInStock, ...]
    note: str
    errors: tuple[str, ...] = ()


GROUPS_NOTE = (
    "Minimums of single customer groups change, too. The numbers here are for shoppers to whom ALL GROUPS applies."
)


def effect_panel(effect: ProposedEffect) -> EffectPanel:
    """Return the panel of an effect."""
    return EffectPanel(
        tuple(_in_stock(found) for found in effect.stocks if not found.changes_nothing),
        GROUPS_NOTE if effect.changes_group_minimums else "",
    )


def _in_stock(found: StockEffect) -> EffectInStock:
    turning = found.become_buyable + found.stop_being_buyable
    return EffectInStock(
        stock=found.stock,
        sentences=tuple(_sentences(found)),
        names=tuple(NamedProduct(name, sku, becomes) for name, sku, becomes in found.names),
        unnamed=turning - len(found.names) if turning > NAMED else 0,
    )


def _sentences(found: StockEffect) -> list[str]:
    counted = (
        (found.become_buyable, "becomes buyable", "become buyable"),
        (found.stop_being_buyable, "stops being buyable", "stop being buyable"),
        (found.become_unlimited, "becomes unlimited", "become unlimited"),
        (found.stop_being_unlimited, "stops being unlimited", "stop being unlimited"),
    )
    sentences = [
        f"{number:,} product{'' if number == 1 else 's'} {one if number == 1 else many}."
        for number, one, many in counted
        if number
    ]
    return sentences + ([_units(found.more_units)] if found.more_units else [])


def _units(more: Decimal) -> str:
    number = plain(abs(more))
    whole, dot, places = number.partition(".")
    noun = "unit" if number == "1" else "units"
    return f"{int(whole):,}{dot}{places} {'more' if more > 0 else 'fewer'} {noun} may be sold."
