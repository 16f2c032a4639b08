"""The quantity box with its button, and what the shop says to the typed quantity."""

from dataclasses import dataclass

from catalog.forms.quantity_form import QuantityForm
from catalog.forms.refusal_message import refusal_message
from catalog.rules import configuration as declared
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.first_quantity import first_quantity
from catalog.rules.quantity import plain
from catalog.rules.quantity_limits import check_quantity
from catalog.rules.quantity_told import QuantityTold
from catalog.storefront.offers import Offer


@dataclass(frozen=True)
class BuyBox:
    """What is added to the cart and in which quantities.

    `least`, `most` (empty: no limit) and `step` are what the server accepts; `hints` say so in words. `refusal` tells why the
    typed quantity cannot be bought; `told` what the shop says to it when it can, None while that is no quantity.
    """

    product_id: int
    quantity: str
    least: str
    most: str
    step: str
    hints: tuple[str, ...]
    refusal: str
    told: QuantityTold | None


def buy_box(offer: Offer, configuration: Configuration, *, typed: str) -> BuyBox | None:
    """Return the box for a product, with what was `typed` into it (empty: the smallest quantity); None when it cannot be bought."""
    told, policy = offer.availability, offer.position.policy
    if not told.can_be_bought:
        return None
    quantity = typed.strip()[:20] or plain(first_quantity(told))
    form = QuantityForm({"quantity": quantity})
    refusal, answer = form.message, None
    if form.is_valid():
        wanted = form.cleaned_data["quantity"]
        refused = check_quantity(wanted, offer.position.level, policy, is_enabled=offer.product.is_enabled)
        refusal = refusal_message(refused, configuration, most=told.most) if refused else ""
        is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
        answer = None if refused else told.told_for(wanted, is_displayed=is_displayed)
    hints = []
    if policy.increment:
        hints.append(f"{offer.product.name} is available to buy in increments of {plain(policy.increment)}")
    elif told.least > 1:
        hints.append(f"The fewest you may purchase is {plain(told.least)}.")
    return BuyBox(
        product_id=offer.product.pk,
        quantity=quantity,
        least=plain(told.least),
        most="" if told.most is None else plain(told.most),
        step=plain(told.step) if told.step else "any",
        hints=tuple(hints),
        refusal=refusal,
        told=answer,
    )
