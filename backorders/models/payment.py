"""Payments, and what their providers told of them."""

from collections.abc import Iterable
from contextlib import nullcontext
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q, Sum
from django.urls import reverse
from payments import PaymentStatus, PurchasedItem
from payments.models import BasePayment

from backorders.models.order import Order, shop_address
from backorders.models.order_revision import on_payment
from backorders.rules.payment import PaymentMethod, ProviderEventKind, may_follow
from catalog.models.fields import MoneyField, fits_currency


class Payments(models.Manager["Payment"]):
    """All payments."""

    def under_lock(self, pk: int) -> "Payment":
        """Return the payment with its order, both locked."""
        return self.with_order_locked().get(pk=pk)

    def with_order_locked(self) -> models.QuerySet["Payment"]:
        """Return payments with their orders, both locked as they are named: the order first (`queries.locks`)."""
        return self.select_for_update(of=("order", "self")).select_related("order")


class Payment(BasePayment):
    """One payment of one order. django-payments keeps its status; amounts are in `currency`.

    A provider holds its instance while it talks to the gateway, and saves all of it afterwards. Here a save writes only what
    that instance changed, captured money never falls, and a status that may not follow the one in the database is ignored
    together with everything that came with it.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    total = MoneyField(default=0)
    captured_amount = MoneyField(default=0)
    # The provider's own number of the captured money, in its messages about refunds and disputes; empty until captured.
    reference = models.CharField(max_length=100, blank=True, default="", db_default="", db_index=True)
    # The refund that is being asked for, by our number: the provider may repeat it in its messages.
    asked_refund: int | None = None
    # What of it was given back, and what of that nobody has credited yet: of one that was read with its refunds.
    gone: Decimal
    uncredited: Decimal
    # Idempotency key of the request: a provider that keeps such keys does it once, however often it is asked.
    request_key = ""

    objects = Payments()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(total__gte=0), name="payment_total_not_negative"),
            models.CheckConstraint(
                condition=Q(captured_amount__gte=0, captured_amount__lte=models.F("total")),
                name="payment_captured_within_total",
            ),
            fits_currency("total", "captured_amount", name="payment_fits_currency"),
        )
        triggers = on_payment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored: dict[str, Any] = {}
        self._is_outdated = False
        # While `change_status` holds the locks: `order` is as it is under them, and this much is captured.
        self._captured: Decimal | None = None

    def __str__(self) -> str:
        return f"{self.currency} {self.total} by {self.variant}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember what was loaded."""
        payment: Self = super().from_db(*args, **kwargs)
        payment._note_stored()
        return payment

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Remember what was loaded."""
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self._is_outdated = self._is_outdated and fields is not None
        self._note_stored(fields)

    def save(self, **kwargs: Any) -> None:
        """Save what this instance changed since it was loaded, and never less captured money than there is."""
        if self._state.adding:
            super().save(**kwargs)
            self._note_stored()
            return
        asked = kwargs.pop("update_fields", None)
        if asked is None and self._is_outdated:
            return
        changed = self._changed() if asked is None else set(asked)
        if self.holds_order:
            changed |= self._changed() & {"captured_amount"}
        needs_locks = "captured_amount" in changed and self._captured is None
        with transaction.atomic() if needs_locks else nullcontext():
            if "captured_amount" in changed:
                # Its trigger raises the order's revision, and everybody locks the order before its payments.
                kept = Payment.objects.under_lock(self.pk).captured_amount if self._captured is None else self._captured
                self.captured_amount = max(self.captured_amount, kept)
            if changed:
                super().save(update_fields=sorted(changed | {"modified"}), **kwargs)
        self._note_stored(changed | {"modified"})

    def change_status(self, status: str, message: str = "") -> None:
        """Take `status` when it may follow the one in the database, and tell the order, in one transaction; else ignore it."""
        with transaction.atomic():
            # The order, too: two answers about one order wait for each other.
            locked: Any = Payment.objects.under_lock(self.pk)
            if not may_follow(locked.status, status):
                self.status, self.message, self.captured_amount = locked.status, locked.message, locked.captured_amount
                self._is_outdated = True
                return
            self.order, self._captured = locked.order, locked.captured_amount
            try:
                super().change_status(status, message)
            finally:
                self._captured = None

    @property
    def holds_order(self) -> bool:
        """Whether `order` is locked, and was read under its lock: while those hear of a new status who asked to."""
        return self._captured is not None

    def get_status_display(self) -> str:
        """Return the status in the merchant's words, in the shop's spelling."""
        return "Canceled" if self.status == PaymentStatus.CANCELLED else str(dict(PaymentStatus.CHOICES)[self.status])

    def note_given_back(self) -> None:
        """Become Refunded when all that was captured has gone back. Call with the order's lock, refunds written."""
        gone = self.refunds.filter(status__in=("sent", "by_hand", "at_provider")).aggregate(sum=Sum("amount"))["sum"]
        if self.status == PaymentStatus.CONFIRMED and gone and gone >= self.captured_amount:
            self.change_status(PaymentStatus.REFUNDED, self.message)

    def get_success_url(self) -> str:
        """Return where a provider sends the shopper after paying, host included: the order's page, which is told so."""
        return f"{self.get_failure_url()}?returned=1"

    def get_failure_url(self) -> str:
        """Return where a provider sends the shopper who did not pay, host included: the order's page, which says so."""
        return shop_address(self.order, self.order_address)

    @property
    def is_offline(self) -> bool:
        """Whether the money comes outside the shop."""
        return bool(self.variant == PaymentMethod.CHECK_MONEY_ORDER)

    @property
    def order_address(self) -> str:
        """The address of the order's page on the host that the shopper is at."""
        return reverse("storefront:confirmation", kwargs={"checkout": self.order.checkout})

    def get_purchased_items(self) -> Iterable[PurchasedItem]:
        """Return the order's lines as the payment provider lists them."""
        for line in self.order.lines.all():
            yield PurchasedItem(
                name=line.name, quantity=line.ordered, price=line.unit_price, currency=self.currency, sku=line.sku
            )

    def _changed(self) -> set[str]:
        return {name for name, value in self._stored.items() if getattr(self, name) != value}

    def _note_stored(self, names: Iterable[str] | None = None) -> None:
        deferred = self.get_deferred_fields()
        every = [field.attname for field in self._meta.concrete_fields if not field.primary_key]
        for name in every if names is None else names:
            if name not in deferred:
                self._stored[name] = getattr(self, name)


class ProviderEvent(models.Model):
    """One message, kept for good. `key` is the provider's own name of it, so that a message that is sent again counts once.

    `reference` names the refund or dispute that it is about; `amount` is in `currency`, which may be another than was asked for.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="provider_events")
    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ProviderEventKind])
    reference = models.CharField(max_length=100, blank=True, default="")
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ProviderEventKind]), name="provider_event_kind_known"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="provider_event_amount_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} of {self.payment}"
