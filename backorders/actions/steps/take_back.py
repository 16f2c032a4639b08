"""Book money that the provider or a bank gave back outside the shop, and money that came back from there."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from payments import PaymentStatus

from backorders.models import Payment, ProviderEvent, Refund, RefundStatus
from backorders.queries.locks import LockedOrder
from backorders.queries.order_money import money_not_invoiced, payment_money
from backorders.rules.payment import ProviderEventKind as Kind
from catalog.rules.money import NOTHING

CAME_BACK = frozenset({Kind.REFUND_FAILED.value, Kind.DISPUTE_WON.value})
LONGEST_MESSAGE = 255
# Prefix of the reference of a refund that the provider told only as a sum.
IN_ALL = "in_all:"
# The provider's sums include refunds that it was asked for, and no others.
ASKED = (RefundStatus.SENDING, RefundStatus.SENT, RefundStatus.AT_PROVIDER)


def took_back(
    order: LockedOrder, payment: Payment, kind: Kind, reference: str, amount: Decimal, *, now: datetime
) -> Refund | None:
    """Write that `amount` of `payment` is gone, once for each `reference`; None when it is known, or is back already.

    Never more than is left of it. What of it was sold stays `uncredited` until a memo, cancel or edit answers it. Call under the
    locks of the order and the payment.
    """
    key = f"provider:{reference or f'{payment.pk}:{kind.value}'}"
    known = Refund.objects.filter(key=key).first()
    if known is not None:
        if kind is Kind.DISPUTE_LOST and known.status == RefundStatus.DISPUTED:
            Refund.objects.filter(pk=known.pk).update(status=RefundStatus.AT_PROVIDER)
        return None
    if kind is Kind.REFUNDED and _is_named_now(payment, key, amount):
        return None
    if ProviderEvent.objects.filter(payment=payment, reference=reference, kind__in=CAME_BACK).exists():
        return None
    part = min(amount, payment_money(payment).kept)
    if part <= 0:
        return None
    refund = Refund.objects.create(
        payment=payment,
        key=key,
        amount=part,
        status=RefundStatus.DISPUTED if kind is Kind.DISPUTE_OPENED else RefundStatus.AT_PROVIDER,
        requested_at=now,
        sent_at=now,
    )
    refund.uncredited = min(part, max(-money_not_invoiced(order), NOTHING))
    refund.save(update_fields=("uncredited",))
    payment.note_given_back()
    return refund


def unknown(payment: Payment, in_all: Decimal) -> Decimal:
    """Return how much of what was refunded `in_all` the shop knows nothing of."""
    known: Decimal = payment.refunds.filter(status__in=ASKED).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return in_all - known


def _is_named_now(payment: Payment, key: str, amount: Decimal) -> bool:
    """Whether a refund that was told as a sum before has got its name by this message."""
    if key.startswith(f"provider:{IN_ALL}"):
        return False
    nameless = payment.refunds.filter(key__startswith=f"provider:{IN_ALL}", amount=amount).first()
    return nameless is not None and bool(Refund.objects.filter(pk=nameless.pk).update(key=key))


def came_back(payment: Payment, reference: str) -> Refund | None:
    """Take back what `took_back` wrote for `reference`; what was credited of it meanwhile is owed to the customer, by a refund."""
    refund = Refund.objects.filter(payment=payment, key=f"provider:{reference}").first()
    if refund is None:
        return None
    credited = refund.amount - refund.uncredited
    if credited:
        refund.amount, refund.uncredited, refund.status = credited, NOTHING, RefundStatus.FAILED
        refund.message, refund.sent_at = "The money came back after it had been credited.", None
        refund.save()
    else:
        refund.delete()
    _not_refunded_any_more(payment)
    return refund


def own_refund_went(payment: Payment, pk: int, *, now: datetime) -> bool:
    """Note that our own refund has gone, whatever its status was; False when the payment has no such refund."""
    refund = payment.refunds.filter(pk=pk).first()
    if refund is not None and refund.status not in {RefundStatus.SENT, RefundStatus.FAILED}:
        refund.status, refund.message, refund.sent_at = RefundStatus.SENT, "", now
        refund.save(update_fields=("status", "message", "sent_at"))
        payment.note_given_back()
    return refund is not None


def own_refund_failed(payment: Payment, pk: int, message: str) -> bool:
    """Note that our own refund failed after all; it may be sent again. False when that is known."""
    refund = payment.refunds.filter(pk=pk).exclude(status=RefundStatus.FAILED).first()
    if refund is None:
        return False
    refund.status, refund.message, refund.sent_at = RefundStatus.FAILED, message[:LONGEST_MESSAGE], None
    refund.save(update_fields=("status", "message", "sent_at"))
    _not_refunded_any_more(payment)
    return True


def _not_refunded_any_more(payment: Payment) -> None:
    if payment.status == PaymentStatus.REFUNDED:
        # Not change_status(): it lets nothing follow Refunded. The order is told in this transaction.
        payment.status = PaymentStatus.CONFIRMED
        payment.save(update_fields=("status",))
