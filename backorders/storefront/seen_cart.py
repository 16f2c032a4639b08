"""What a checkout told the shopper, carried by its form: he pays for what he saw, and for no backorder that he did not see.

It is signed: what was told is kept with the order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core import signing

from backorders.queries.cart_lines import JudgedLine
from backorders.rules.placing import may_owe
from catalog.models import Product
from catalog.rules.availability import quantity_status
from catalog.rules.money import price_text
from catalog.rules.promised_day import is_later, latest_day
from catalog.rules.quantity import plain
from catalog.words.moment import DAY
from catalog.words.promised_day import promised_day_in_words

SALT = "backorders.storefront.seen_cart"


@dataclass(frozen=True)
class SeenLine:
    """One product as it was shown, in units; `may_owe` is the owed part up to which what was told stays true.

    `day` is when what is not there was told to come, None where no day was told.
    """

    quantity: Decimal
    price: Decimal
    owed: Decimal
    may_owe: Decimal
    notifies: bool
    day: date | None = None


type SeenCart = Mapping[int, SeenLine]


def seen_cart(lines: Sequence[JudgedLine], *, is_displayed: bool, today: date) -> SeenCart:
    """Return what the page of these lines tells, by product id. `is_displayed`: the shop displays availability."""
    return {line.product.pk: _seen(line, is_displayed=is_displayed, today=today) for line in lines}


def sealed(seen: SeenCart) -> str:
    """Return `seen` as the text of a form field."""
    rows = [
        [
            pk,
            *map(str, (line.quantity, line.price, line.owed, line.may_owe)),
            line.notifies,
            line.day and line.day.isoformat(),
        ]
        for pk, line in seen.items()
    ]
    return signing.dumps(rows, salt=SALT, compress=True)


def unsealed(text: str) -> SeenCart | None:
    """Return what a form field holds, None for what no page of the shop wrote."""
    try:
        rows = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    # A page that was shown before days were told has none.
    return {row[0]: _line(*row[1:5], notifies=row[5], day=row[6] if row[6:] else None) for row in rows}


def _line(quantity: str, price: str, owed: str, most: str, *, notifies: bool, day: str | None) -> SeenLine:
    comes = None if day is None else date.fromisoformat(day)
    return SeenLine(Decimal(quantity), Decimal(price), Decimal(owed), Decimal(most), notifies, comes)


def what_changed(seen: SeenCart, now: SeenCart, names: Mapping[int, str], currency: str) -> list[str]:
    """Return a sentence for every product of which something else, or more on backorder, is to be told than was seen.

    `names` are those of the products that are there now, by id. Less on backorder than was told changes nothing.
    """
    return [
        sentence
        for pk in dict.fromkeys((*now, *seen))
        for sentence in _changes(names.get(pk, "An item"), seen.get(pk), now.get(pk), currency)
    ]


def grown(name: str, owed: Decimal, seen: SeenLine, *, notifies: bool) -> str:
    """Say that more of a product is on backorder than was told: the number where the shop tells it, else the word."""
    if notifies:
        before = f"{plain(seen.owed)} {'was' if seen.owed == 1 else 'were'}" if seen.owed else "none was"
        return f"{name}: {plain(owed)} {'is' if owed == 1 else 'are'} on backorder now, {before} when this page was opened."
    words = [quantity_status(seen.quantity, units).value.lower() for units in (owed, seen.owed)]
    return f"{name} is {words[0]} now, it was {words[1]} when this page was opened."


def later(name: str, day: date | None, seen: SeenLine) -> str:
    """Say that what is not there of a product comes later than was told."""
    was = "" if seen.day is None else f" It was expected by {seen.day:{DAY}} when this page was opened."
    return f"{name}: {promised_day_in_words(day)}{was}"


def told_days(seen: Mapping[Product, SeenLine], *, together: bool) -> dict[Product, date | None]:
    """Return until when what is not there was told to come; `together`: goods come with the last of them, not what is virtual."""
    days = {product: line.day for product, line in seen.items()}
    owing = [product for product, line in seen.items() if line.owed and not product.is_virtual]
    return days | dict.fromkeys(owing, latest_day(days[product] for product in owing)) if together else days


def _changes(name: str, seen: SeenLine | None, now: SeenLine | None, currency: str) -> Iterator[str]:
    if seen is None or now is None:
        yield f"{name} was {'added' if now else 'removed'}."
        return
    if seen.quantity != now.quantity:
        yield f"{name}: the quantity is {plain(now.quantity)} now, it was {plain(seen.quantity)}."
    if seen.price != now.price:
        yield f"{name}: the price is {price_text(now.price, currency)} now, it was {price_text(seen.price, currency)}."
    if seen.quantity == now.quantity and (now.owed > seen.may_owe or (now.owed and now.notifies > seen.notifies)):
        yield grown(name, now.owed, seen, notifies=now.notifies)
    elif seen.quantity == now.quantity and now.owed and is_later(now.day, seen.day):
        yield later(name, now.day, seen)


def _seen(line: JudgedLine, *, is_displayed: bool, today: date) -> SeenLine:
    told = line.availability
    owed = told.owed_if(line.quantity)
    most = may_owe(line.quantity, owed, notifies=told.notifies, is_displayed=is_displayed)
    day = told.told_for(line.quantity, is_displayed=is_displayed, today=today).day
    return SeenLine(line.quantity, line.product.price, owed, most, told.notifies, day)
