"""What the shop knows of a card that the bank was asked about, and has not told of yet."""

from decimal import Decimal

import pytest
from django.utils import timezone
from payments import RedirectNeeded

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from tests.factories.catalog import product_with_stock
from tests.proof.bank import Bank, Mood
from tests.proof.order_acts import CARD
from tests.proof.provider import BankProvider

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Order:
    """An order of two for twenty, of which the bank will tell later."""
    bag = product_with_stock(quantity=9, price=Decimal(10))
    order = place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now())
    bank = Bank("http://127.0.0.1:9", 1)
    bank.mood = Mood.LATE
    try:
        with pytest.raises(RedirectNeeded):
            BankProvider(bank=bank.address).get_form(order.payments.get(), CARD)
    finally:
        bank.stop()
    return order


def test_what_the_bank_may_have_charged_stays_what_the_payment_asks_for(asked: Order) -> None:
    line = asked.lines.get()
    with pytest.raises(CannotEdit, match="The shopper is paying"):
        edit_order(order=asked, units={line: Decimal(1)}, by=None, now=timezone.now())
    cancel_order(order=asked, units={line: Decimal(1)}, by=None, now=timezone.now())
    assert asked.payments.get().total == 20
