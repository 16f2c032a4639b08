"""What a change would do, shown before it is saved: of settings, and of one product."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalog.actions.source import SourcesEffect
from catalog.admin.product.cells import NO_MANAGE_STOCK
from catalog.forms.product_form import ProductForm
from catalog.queries.effect import NAMED, ProposedEffect, StockEffect, StockTotals
from catalog.queries.product_effect import ProductEffect, ProductStanding, ProposedStock, product_effect
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class NamedProduct:
    """A product of which something changes; `becomes` says what in two words, `is_gained` whether it is sold more freely."""

    name: str
    sku: str
    becomes: str
    is_gained: bool


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
    return panel_of(effect.stocks, note=GROUPS_NOTE if effect.changes_group_minimums else "")


def panel_of(effects: Iterable[StockEffect], *, note: str = "", errors: Iterable[str] = ()) -> EffectPanel:
    """Return the panel of effects that are each of one place."""
    return EffectPanel(tuple(_in_stock(found) for found in effects if not found.changes_nothing), note, tuple(errors))


def switch_panel(effect: SourcesEffect | None) -> EffectPanel:
    """Return the panel of a source that is switched on or off; None: it stays as it is."""
    if effect is None:
        return EffectPanel((), "")
    told = (
        EffectInStock(name, tuple(_of_totals(was, effect.after.stocks[name])), (), 0)
        for name, was in effect.before.stocks.items()
    )
    counted = (
        ("Units owed to customers", effect.before.owed, effect.after.owed),
        ("Orders that wait for them", Decimal(effect.orders_before), Decimal(effect.orders_after)),
    )
    note = " ".join(f"{what}: {plain(was)} → {plain(then)}." for what, was, then in counted if was != then)
    return EffectPanel(tuple(each for each in told if each.sentences), note)


def _of_totals(before: StockTotals, after: StockTotals) -> Iterator[str]:
    if before.units != after.units:
        yield f"Salable units {plain(before.units)} → {plain(after.units)}"
    if before.buyable != after.buyable:
        yield f"Products on sale {before.buyable:,} → {after.buyable:,}"


def _in_stock(found: StockEffect) -> EffectInStock:
    turning = found.become_buyable + found.stop_being_buyable
    turned = found.become_unlimited + found.stop_being_unlimited
    return EffectInStock(
        stock=found.stock,
        sentences=tuple(_sentences(found)),
        names=(*_named(found.names, "buyable"), *_named(found.turned, "unlimited")),
        unnamed=sum(count - NAMED for count in (turning, turned) if count > NAMED),
    )


def _named(found: Iterable[tuple[str, str, bool]], what: str) -> Iterator[NamedProduct]:
    for name, sku, becomes in found:
        yield NamedProduct(name, sku, f"{'becomes' if becomes else 'stops being'} {what}", becomes)


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


def product_preview(form: ProductForm) -> EffectPanel:
    """Return the panel for a bound form of a stored product: the effect, or what must be corrected before there is one."""
    if not form.is_valid():
        return EffectPanel((), "", errors=(*form.stock_errors, *_errors(form)))
    if form.sources is None:
        return EffectPanel((), "")
    effects = product_effect(
        form.instance,
        own=form.own,
        is_enabled=bool(form.initial["is_enabled"]),
        proposed=ProposedStock(form.own_policy or form.own, form.instance.is_enabled, _typed_units(form)),
        configured=form.configuration.configured_policy(),
    )
    told = ((effect.stock, tuple(_of_product(effect))) for effect in effects)
    return EffectPanel(tuple(EffectInStock(stock, said, (), 0) for stock, said in told if said), "")


def _errors(form: ProductForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _typed_units(form: ProductForm) -> dict[int, tuple[Decimal, bool]]:
    stored = form.sources.stored if form.sources else {}
    units = {source: (values.quantity, values.is_in_stock) for source, values in stored.items()}
    for row in form.source_rows:
        if row.after is None:
            units.pop(row.source_id, None)
        else:
            # As saving does: what somebody else changed since the page was opened stays.
            since = (
                stored[row.source_id].quantity - row.before.quantity if row.before and row.source_id in stored else 0
            )
            units[row.source_id] = (row.after.quantity + since, row.after.is_in_stock)
    return units


def _of_product(effect: ProductEffect) -> list[str]:
    before, after = _text(effect.before), _text(effect.after)
    sentences = [f"Salable quantity {before} → {after}"] if before != after else []
    if effect.before.can_be_bought != effect.after.can_be_bought:
        sentences.append(
            "The product becomes buyable." if effect.after.can_be_bought else "The product stops being buyable."
        )
    return sentences


def _text(standing: ProductStanding) -> str:
    if not standing.is_managed:
        return f"“{NO_MANAGE_STOCK}”"
    return plain(standing.salable) + (" (unlimited)" if standing.is_unlimited else "")
