"""How an order is paid."""

from enum import StrEnum


class PaymentMethod(StrEnum):
    """The methods of the checkout; the value is the name of the django-payments variant."""

    CARD = "card"
    CHECK_MONEY_ORDER = "checkmo"

    @property
    def label(self) -> str:
        """The method in the reference's words."""
        return "Check / Money order" if self is PaymentMethod.CHECK_MONEY_ORDER else "Credit Card"

    @property
    def is_offline(self) -> bool:
        """Whether the money comes outside the shop: captured when staff invoice, given back by hand."""
        return self is PaymentMethod.CHECK_MONEY_ORDER
