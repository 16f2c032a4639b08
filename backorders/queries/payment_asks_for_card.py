"""Whether the shop itself asks for the card, or the payment provider does on a page of its own."""

from payments.core import provider_factory

from backorders.rules.payment_method import PaymentMethod


def payment_asks_for_card(variant: str = PaymentMethod.CARD) -> bool:
    """Return whether the provider of `variant` takes card fields from our pages. No query.

    False: the shopper is sent to the provider's page when the order is placed, and no card form is shown. A provider of ours
    says so by its attribute `asks_for_card`; no provider of django-payments that we offer takes a card from us.
    """
    return bool(getattr(provider_factory(variant), "asks_for_card", False))
