"""Payments: what the shopper's money did, through django-payments."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.urls import reverse
from payments import PurchasedItem
from payments.models import BasePayment

from backorders.models.order import Order
from catalog.models.fields import MoneyField


class Payment(BasePayment):
    """One payment of one order. django-payments keeps its status; amounts are in `currency`."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    total = MoneyField(default=0)
    captured_amount = MoneyField(default=0)

    objects = models.Manager["Payment"]()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(total__gte=0), name="payment_total_not_negative"),
            models.CheckConstraint(
                condition=Q(captured_amount__gte=0, captured_amount__lte=models.F("total")),
                name="payment_captured_within_total",
            ),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.total} by {self.variant}"

    def get_success_url(self) -> str:
        """Return where the shopper goes after paying: the order's confirmation."""
        return reverse("storefront:confirmation", kwargs={"checkout": self.order.checkout})

    def get_failure_url(self) -> str:
        """Return where the shopper goes when the payment was refused: the same page, which then says so."""
        return self.get_success_url()

    def get_purchased_items(self) -> Iterable[PurchasedItem]:
        """Return the order's lines as the payment provider lists them."""
        for line in self.order.lines.all():
            yield PurchasedItem(
                name=line.name, quantity=line.ordered, price=line.unit_price, currency=self.currency, sku=line.sku
            )
