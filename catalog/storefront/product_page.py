"""What the page of a product shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from django.urls import reverse

from catalog.forms.fields import QuantityForm
from catalog.rules import configuration as declared
from catalog.rules.availability import QuantityStatus, QuantityTold, first_quantity
from catalog.rules.in_force import Configuration
from catalog.rules.money import exact_price_text, unit_price_text
from catalog.rules.quantity import PLACES, ZERO, plain
from catalog.rules.salable import check_quantity
from catalog.storefront.current_store import CurrentStore, Holdings
from catalog.storefront.offers import Offer, OptionChoice, StockStatus, product_address, stock_status, variant_choice
from catalog.storefront.picture import picture
from catalog.words.refusal import NOT_MADE, shopper_refusal

BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr"})
NOT_TEXT = frozenset({"script", "style"})
BULLET = "•"


@dataclass(frozen=True)
class Paragraph:
    """Some text; `points` are the entries of a list, and then `text` is empty."""

    text: str
    points: tuple[str, ...] = ()


class _Lines(HTMLParser):
    """Collects text line by line. Tags are dropped: what staff or a supplier's file typed is never sent to the page as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in NOT_TEXT
        if tag in BLOCKS:
            self.lines.append(BULLET if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_TEXT and self.silent > 0
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def prose(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs and lists of a description; blank lines and block tags part them."""
    reader = _Lines()
    reader.feed(text.replace("\n\n", "<br>"))
    reader.close()
    paragraphs: list[Paragraph] = []
    for line in reader.lines:
        # What stands before the first bullet is a paragraph; suppliers' files have bullets in the middle of a line.
        text, *points = (" ".join(part.split()) for part in line.split(BULLET))
        if text:
            paragraphs.append(Paragraph(text))
        for point in filter(None, points):
            if paragraphs and paragraphs[-1].points:
                paragraphs[-1] = Paragraph("", (*paragraphs[-1].points, point))
            else:
                paragraphs.append(Paragraph("", (point,)))
    return tuple(paragraphs)


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


def buy_box(
    offer: Offer, configuration: Configuration, *, typed: str | None, in_cart: Decimal = ZERO, today: date
) -> BuyBox | None:
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
        answer = None if refused else told.told_for(asked, is_displayed=is_displayed, today=today)
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


NOTHING_HELD = Holdings()


@dataclass(frozen=True)
class ProductPage:
    """A product as its page shows it; `exact_price` is empty when the currency can express the price.

    `buy` is None when there is nothing to put into the cart: `missing` then names the options still to be chosen, or the
    product (or the chosen variant) cannot be bought. `not_made` says so of a combination that does not exist.
    `alert_for` is the id of what a visitor may wait for who cannot buy it, 0 for none.
    `order_url` leads to the visitor's own order of it that waits for its payment, and is empty when there is none.
    """

    product_id: int
    name: str
    sku: str
    url: str
    choose_url: str
    price: str
    exact_price: str
    picture: str
    status: StockStatus
    summary: tuple[Paragraph, ...]
    description: tuple[Paragraph, ...]
    options: tuple[OptionChoice, ...]
    missing: str
    not_made: str
    buy: BuyBox | None
    alert_for: int
    order_url: str


def product_page(
    offer: Offer, store: CurrentStore, typed: Mapping[str, str], holdings: Holdings = NOTHING_HELD, *, today: date
) -> ProductPage:
    """Return the page of an offer; `typed` holds the chosen options and the quantity, as the address has them.

    `holdings` are what the visitor has in cart and order already.
    """
    choice = variant_choice(offer, typed)
    is_single = offer.product.holds_stock
    shown = offer if is_single else choice.variant or offer
    lowest, highest = shown.prices
    price = unit_price_text(lowest, store.website.currency)
    held = holdings.units(shown.product.pk)
    buyable = shown if is_single or choice.variant else None
    buy = (
        buy_box(buyable, store.configuration, typed=typed.get("quantity"), in_cart=held, today=today)
        if buyable
        else None
    )
    order_url = holdings.order_of(shown.product.pk)
    is_gone = buyable is not None and buy is None and not order_url
    return ProductPage(
        product_id=offer.product.pk,
        name=offer.product.name,
        sku=shown.product.sku,
        url=product_address(offer.product),
        choose_url=reverse("storefront:choose_variant", kwargs={"slug": offer.product.slug}),
        price=price if lowest == highest else f"From {price}",
        exact_price=exact_price_text(lowest, store.website.currency) if lowest == highest else "",
        picture=picture(
            offer.product, colour=choice.colour, like=offer.variants[0].product if offer.variants else None
        ),
        status=stock_status(shown.availability, store.configuration),
        summary=prose(offer.product.short_description),
        description=prose(offer.product.description),
        options=choice.options,
        missing=" and ".join(choice.missing),
        not_made="" if is_single or choice.variant or choice.missing else NOT_MADE,
        buy=buy,
        alert_for=shown.product.pk if is_gone and store.configuration.flag(declared.STOCK_ALERTS) else 0,
        order_url=order_url,
    )
