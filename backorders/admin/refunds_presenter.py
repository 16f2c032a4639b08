"""The refunds of an order, in words."""

from dataclasses import dataclass

from django.utils import timezone

from backorders.models import Order, Refund, RefundStatus
from catalog.admin.history import moment_words
from catalog.rules.money import amount_text

COLOURS = {RefundStatus.FAILED: "danger", RefundStatus.SENT: "success", RefundStatus.DISPUTED: "warning"}
# What people have to find out before they send money once more.
FAILED = "No money went back. Send it again, or give it back at the provider and mark it as sent."
UNANSWERED = "The provider did not answer: the money may have gone. Look there before you send it again."
ASKED_AGAIN = (
    "The provider did not answer. It is asked again at {}, under the same key: the money cannot go back twice."
)


@dataclass(frozen=True)
class RefundShown:
    """One refund. `advice` is there while it is not confirmed: then `may_act` says whether this person may do something."""

    pk: int
    amount: str
    when: str
    status: str
    colour: str
    message: str
    advice: str
    may_act: bool


def refunds_shown(order: Order, *, may_refund: bool) -> tuple[RefundShown, ...]:
    """Return the refunds of `order`, the oldest first. One query."""
    found = Refund.objects.filter(payment__order=order).select_related("payment").order_by("pk")
    return tuple(_shown(refund, may_refund=may_refund) for refund in found)


def _shown(refund: Refund, *, may_refund: bool) -> RefundShown:
    status = RefundStatus(refund.status)
    now = timezone.now()
    is_unanswered = refund.is_unanswered(now=now)
    unanswered = ASKED_AGAIN.format(moment_words(refund.next_try_at)) if refund.next_try_at else UNANSWERED
    advice = unanswered if is_unanswered else FAILED if status is RefundStatus.FAILED else ""
    moment = refund.sent_at or refund.requested_at
    return RefundShown(
        pk=refund.pk,
        amount=amount_text(refund.amount, refund.payment.currency),
        when=moment_words(moment),
        status=refund.standing(now=now),
        colour="warning" if is_unanswered else COLOURS.get(status, ""),
        message=refund.message,
        advice=advice,
        may_act=may_refund and bool(advice),
    )
