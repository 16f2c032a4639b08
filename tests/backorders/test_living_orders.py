"""Chance lives of orders: after every step nothing is oversold, no number drifts, and money is where it should be."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.hold_order import CannotHold, hold_order, unhold_order
from backorders.actions.invoice_order import CannotInvoice, invoice_order
from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_elsewhere import CannotShipElsewhere, ship_elsewhere
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order
from backorders.rules.line_quantities import status_after
from catalog.actions.product import delete_products, save_advanced_inventory
from catalog.models import ConfigurationValue, Product, SourceItem, StockItem, StockLevel
from catalog.rules import configuration as declared
from tests.backorders.living_shop import LIMIT, LivingShop
from tests.examples import of_lives
from tests.factories.catalog import product_with_stock
from tests.factories.counted import counted_at
from tests.soundness import unsound

CARDS = {"taken": "4242 4242 4242 4242", "refused": "4000 0000 0000 0002"}
some = st.integers(0, 7)
units = st.integers(1, 6)
yes_or_no = st.booleans()


class Shop(LivingShop):
    """What may happen to orders, in a transaction that is rolled back."""

    @initialize(currency=st.sampled_from(["USD", "JPY", "KWD"]))
    def open_shop(self, currency: str) -> None:
        self.open_doors(currency)
        # Something to act on from the first step: paid by card, to be paid by check, not paid yet.
        for first, is_offline, card in ((3, False, "taken"), (2, True, ""), (1, False, "")):
            self.place(first, 1, is_offline=is_offline)
            if card:
                self.pay(0, card)

    @rule(first=units, second=st.integers(0, 3), is_offline=yes_or_no)
    def place(self, first: int, second: int, *, is_offline: bool) -> None:
        lines = {self.products[0]: first} | ({self.products[1]: second} if second else {})

        def act() -> None:
            method = "checkmo" if is_offline else "card"
            place_order(lines=lines, email="ada@example.org", payment_method=method, by=None, now=self.now())
            reserves = ConfigurationValue.objects.in_force().flag(declared.CAN_SUBTRACT)
            for product, limit in zip(self.products, (LIMIT, 0), strict=True):
                level = StockLevel.objects.get(product=product)
                is_managed = not StockItem.objects.filter(product=product, manage_stock=False).exists()
                free = level.on_hand - level.reserved
                assert product not in lines or not (is_managed and reserves) or free >= limit

        self.tried(act, NotSalable)

    @precondition(LivingShop.some_order)
    @rule(order=some, card=st.sampled_from(["taken", "taken", "refused"]))
    def pay(self, order: int, card: str) -> None:
        found = self.order(order)
        payment = found.payments.filter(variant="card").last() or found.payments.earliest("pk")
        if payment.variant == "card":
            details = {"card_number": CARDS[card], "card_expiry": "12/99", "card_cvc": "123"}
            pay_order(payment=payment, details=details, now=timezone.now())

    @precondition(LivingShop.some_order)
    @rule(order=some, answer=st.sampled_from(["confirmed", "rejected"]))
    def hear_from_the_bank(self, order: int, answer: str) -> None:
        for payment in self.order(order).payments.filter(variant="card"):
            payment.change_status(answer)

    @rule(hours=st.integers(0, 9))
    def expire(self, hours: int) -> None:
        expire_payments(now=self.now() + timedelta(hours=hours))

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=units)
    def invoice(self, line: int, quantity: int) -> None:
        found = self.line(line)
        asked = {found: Decimal(quantity)}
        self.tried(lambda: invoice_order(order=found.order, units=asked, by=None, now=timezone.now()), CannotInvoice)

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=units, source=some, confirms=st.sampled_from([True, True, False]))
    def ship(self, line: int, quantity: int, source: int, *, confirms: bool) -> None:
        found, chosen, asked = self.line(line), self.sources[source % 2], Decimal(quantity)
        order, key = found.order, self.key()
        act = partial(
            ship_order, order=order, source=chosen, units={found: asked}, key=key, by=None, now=timezone.now()
        )
        act = partial(act, unpaid_confirmed=confirms)
        self.tried(act, CannotShip, repeats=True)

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=units, is_returned=yes_or_no)
    def refund(self, line: int, quantity: int, *, is_returned: bool) -> None:
        found, key = self.line(line), self.key()
        asked = {found: Refunded(Decimal(quantity), return_to_stock=is_returned)}
        act = partial(refund_order, order=found.order, units=asked, key=key, by=None, now=timezone.now())
        self.tried(act, CannotRefund, repeats=True)

    @precondition(LivingShop.some_order)
    @rule(order=some)
    def cancel(self, order: int) -> None:
        self.tried(lambda: cancel_order(order=self.order(order), by=None, now=timezone.now()), CannotCancel)

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=units)
    def cancel_units(self, line: int, quantity: int) -> None:
        found = self.line(line)
        asked = {found: Decimal(quantity)}
        self.tried(lambda: cancel_order(order=found.order, units=asked, by=None, now=timezone.now()), CannotCancel)

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=st.integers(0, 6), added=st.integers(0, 2))
    def edit(self, line: int, quantity: int, added: int) -> None:
        found = self.line(line)
        wanted, new = {found: Decimal(quantity)}, {self.products[1]: Decimal(added)} if added else {}
        self.tried(
            lambda: edit_order(order=found.order, units=wanted, added=new, by=None, now=timezone.now()), CannotEdit
        )

    @precondition(LivingShop.some_order)
    @rule(order=some, is_held=yes_or_no)
    def hold(self, order: int, *, is_held: bool) -> None:
        act = hold_order if is_held else unhold_order
        self.tried(lambda: act(order=self.order(order), by=None, now=timezone.now()), CannotHold)

    @precondition(LivingShop.some_order)
    @rule(line=some)
    def move_to_front(self, line: int) -> None:
        self.tried(lambda: move_to_front(line=self.line(line), reason="hurry", by=None, now=timezone.now()), CannotMove)

    @rule(product=some, source=some, quantity=units)
    def receive(self, product: int, source: int, quantity: int) -> None:
        chosen = self.sources[source % 2]
        receive_delivery(self.product(product), source=chosen, quantity=Decimal(quantity), by=None, now=timezone.now())

    @rule(product=some, source=some, quantity=st.integers(0, 4))
    def count(self, product: int, source: int, quantity: int) -> None:
        counted_at(self.product(product), self.sources[source % 2], quantity)

    @rule(product=some, is_managed=yes_or_no)
    def manage_stock(self, product: int, *, is_managed: bool) -> None:
        save_advanced_inventory(
            self.product(product), values=replace(self.own[product % 2], manage_stock=is_managed), by=None
        )

    @rule(product=some, by_hand=yes_or_no)
    def delete(self, product: int, *, by_hand: bool) -> None:
        """Delete a product, and make another one under its SKU."""
        gone = self.product(product)
        if by_hand:
            Product.objects.get(pk=gone.pk).delete()
        else:
            delete_products(product_ids=[gone.pk], by=None, may_delete_held=True, now=self.now())
        limited = product % 2 == 0
        self.products[product % 2] = product_with_stock(
            quantity=3,
            sku=gone.sku,
            price=gone.price,
            backorders=2 if limited else None,
            min_qty=LIMIT if limited else None,
        )

    @precondition(LivingShop.some_order)
    @rule(line=some, quantity=units)
    def ship_from_elsewhere(self, line: int, quantity: int) -> None:
        found, key = self.line(line), self.key()
        asked = {found: Decimal(quantity)}
        act = partial(
            ship_elsewhere, order=found.order, units=asked, reason="supplier", key=key, by=None, now=self.now()
        )
        self.tried(act, CannotShipElsewhere, repeats=True)

    @rule(product=some, source=some, is_in_stock=yes_or_no)
    def stop(self, product: int, source: int, *, is_in_stock: bool) -> None:
        items = SourceItem.objects.filter(product=self.product(product), source=self.sources[source % 2])
        items.update(is_in_stock=is_in_stock)

    @rule(value=st.sampled_from(["0", "1"]))
    def decrease_stock_when_order_is_placed(self, value: str) -> None:
        ConfigurationValue.objects.update_or_create(path=declared.CAN_SUBTRACT.path, defaults={"value": value})

    @invariant()
    def everything_is_sound(self) -> None:
        assert unsound(limit=None) == []

    @invariant()
    def every_status_is_what_its_lines_call_for(self) -> None:
        for order in Order.objects.prefetch_related("lines"):
            assert status_after(order.standing, [line.progress() for line in order.lines.all()]) == order.standing


@pytest.mark.django_db
def test_orders_live_any_life_and_everything_stays_sound() -> None:
    run_state_machine_as_test(Shop, settings=of_lives(steps=16))
