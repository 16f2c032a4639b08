"""What a credit memo does to shelf, salable quantity and money, in plain words, from what it acts on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.credit_memo import LineMoves, RefundPlan, Shelf
from catalog.rules.explanation import NotCounted
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class RefundWords:
    """`losses` say which units are written off, `sentences` what else happens, `warnings` what the merchant may not expect."""

    losses: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def refund_words(
    plan: RefundPlan,
    moves: LineMoves | None,
    shelves: Mapping[int, Shelf],
    *,
    is_virtual: bool,
    is_reserved: bool,
    is_deleted: bool,
    set_in_stock: bool,
) -> RefundWords:
    """Return the words for one line. `moves` None: its stock is not managed now. `shelves` are {source id: the product there}.

    `is_reserved`: units were set aside for the line when it was placed. `set_in_stock`: a return may put a source item In Stock.
    """
    if moves is None:
        what = "The product was deleted" if is_deleted else "The stock of this product is not managed"
        return RefundWords(sentences=(f"{what}: only the money goes back.",))
    left = "delivered" if is_virtual else "shipped"
    sentences = [*_never_left(plan, is_reserved=is_reserved)]
    warnings = []
    for move in moves.returned:
        shelf = shelves[move.source_id]
        back = plain(move.units)
        sentences.append(f"{back} {_were(move.units)} {left}: {_they(move.units)} to {shelf.source} (shelf +{back}).")
        if hindrance := _hindrance(shelf, move.units, set_in_stock=set_in_stock):
            warnings.append(f"{shelf.source}: {hindrance}, so that the units that return do not count as salable.")
    if moves.nowhere:
        sentences.append(
            f"{plain(moves.nowhere)} {_were(moves.nowhere)} {left} from no counted shelf, and no shelf takes them back."
        )
    if plan.stays_away:
        away = plan.stays_away
        sentences.append(f"{plain(away)} {_were(away)} {left}: nothing comes back to a shelf.")
    return RefundWords(tuple(_written_off(moves, shelves)), tuple(sentences), tuple(warnings))


def _never_left(plan: RefundPlan, *, is_reserved: bool) -> Iterable[str]:
    units = plan.released - plan.written_off
    if not units:
        return
    one = units == 1
    if is_reserved:
        what = f"{'is' if one else 'are'} owed, and on no shelf" if plan.written_off else "never left"
        yield f"{plain(units)} {what}: {'it goes' if one else 'they go'} back to the salable quantity (+{plain(units)})."
    else:
        yield f"{plain(units)} never left, and nothing was set aside for {'it' if one else 'them'}: stock stays as it is."


def _written_off(moves: LineMoves, shelves: Mapping[int, Shelf]) -> Iterable[str]:
    for move in moves.written_off:
        units = plain(move.units)
        yield (
            f"{units} never left: {'it is' if move.units == 1 else 'they are'} written off "
            f"(shelf -{units} at {shelves[move.source_id].source}, salable unchanged)."
        )


def _hindrance(shelf: Shelf, units: Decimal, *, set_in_stock: bool) -> str:
    """Return why units on this shelf will not count; empty when they will."""
    if not shelf.is_linked:
        return "the order's stock does not draw from it any more"
    if not shelf.is_enabled:
        return NotCounted.SOURCE_DISABLED.value
    becomes_in_stock = not shelf.is_assigned or shelf.is_in_stock or (set_in_stock and shelf.quantity + units > 0)
    return "" if becomes_in_stock else "the product is Out of Stock there"


def _were(units: Decimal) -> str:
    return "was" if units == 1 else "were"


def _they(units: Decimal) -> str:
    return "it returns" if units == 1 else "they return"


CREDITED = "The card is credited once the credit memo is created."
BY_HAND = "The shop sends no money: give it back by hand."


def went_back_words(amount: Decimal, before: Decimal, currency: str) -> str:
    """Return which part of `amount` is not given back again, as `before` of it went back outside the shop; empty for none."""
    if not before:
        return ""
    said = amount_text(before, currency)
    if before == amount:
        return f"{said} went back at the payment provider before: nothing is given back now."
    return f"{said} of {amount_text(amount, currency)} went back at the payment provider before, and is not given back again."


def money_words(amount: Decimal, before: Decimal, currency: str, *, is_offline: bool) -> tuple[str, ...]:
    """Return how the `amount` of a memo goes back, `before` of it having gone already: nothing is said to follow what is done."""
    how = BY_HAND if is_offline else CREDITED
    return tuple(filter(None, (went_back_words(amount, before, currency), how if amount > before else "")))
