"""What saving a product's page would do, in words, for the preview before Done."""

from decimal import Decimal

from catalog.admin.effect_panel import EffectInStock, EffectPanel
from catalog.admin.product_grid import NO_MANAGE_STOCK
from catalog.forms.product_form import ProductForm
from catalog.queries.product_effect import ProductEffect, ProposedStock, Standing, product_effect
from catalog.rules.quantity import plain


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
        proposed=ProposedStock(form.own_policy or form.own, form.instance.is_enabled, _units(form)),
        configured=form.configuration.configured_policy(),
    )
    told = ((effect.stock, tuple(_sentences(effect))) for effect in effects)
    return EffectPanel(tuple(EffectInStock(stock, said, (), 0) for stock, said in told if said), "")


def _errors(form: ProductForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _units(form: ProductForm) -> dict[int, tuple[Decimal, bool]]:
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


def _sentences(effect: ProductEffect) -> list[str]:
    before, after = _text(effect.before), _text(effect.after)
    sentences = [f"Salable quantity {before} → {after}"] if before != after else []
    if effect.before.can_be_bought != effect.after.can_be_bought:
        sentences.append(
            "The product becomes buyable." if effect.after.can_be_bought else "The product stops being buyable."
        )
    return sentences


def _text(standing: Standing) -> str:
    if not standing.is_managed:
        return f"“{NO_MANAGE_STOCK}”"
    return plain(standing.salable) + (" (unlimited)" if standing.is_unlimited else "")
