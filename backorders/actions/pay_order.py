"""Pay an order: what the payment provider is told, and what its answer does to the order."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.forms import Form
from payments import PaymentError, PaymentStatus, RedirectNeeded

from backorders.models import EventKind, OrderEvent, Payment
from backorders.queries.locks import PaymentBusy, locked_with_order, payment_claim
from backorders.rules.order_status import OPEN
from backorders.rules.payment import UNANSWERED
from backorders.words.cancellation import beyond_rights, through_link
from catalog.queries.history import staff_name
from catalog.words.refusal import Refused

# A gateway usually answers within two seconds; who clicked twice is told after three that the answer is not there yet.
PATIENCE = timedelta(seconds=3)


class PaymentDetailsNeeded(Exception):
    """The provider needs (other) details; `form` holds its fields and errors. Nothing was charged."""

    def __init__(self, form: Form) -> None:
        """Keep the form."""
        super().__init__("The payment details are not complete.")
        self.form = form


class PaymentFailed(Exception):
    """The provider could not be asked, or gave an error: no answer. The order stands, and paying can be tried again."""


class PaymentNotYours(Refused):
    """A member of staff is signed in who may not take payments. Nothing was charged."""


def pay_order(
    *,
    payment: Payment,
    details: Mapping[str, Any],
    by: User | None = None,
    is_through_link: bool = False,
    now: datetime,
) -> str:
    """Hand `details` to the payment's provider once and return the address to send the shopper to.

    A payment that has its answer already, that is made offline, or whose order is done with, is not charged: one that was shipped
    unpaid, or that is on hold, still is. A second call waits for the first one's answer. The provider is called with no
    transaction open and no row locked. Whether the payment was taken or refused stands on the order afterwards
    (`record_payment`). `is_through_link` says that it is asked for on the order's own page and not in its checkout, which its
    history then tells; `by` is a member of staff who is signed in there. Raises `PaymentDetailsNeeded` with the
    provider's form, `PaymentFailed` and `PaymentNotYours`.
    """
    if by is not None and not by.has_perm("backorders.invoice_order"):
        raise PaymentNotYours(beyond_rights(staff_name(by), "take payments"))
    if payment.pk is None:
        raise Payment.DoesNotExist
    try:
        with payment_claim(payment.pk, wait=PATIENCE):
            asked = _to_ask(payment)
            if asked is None:
                return payment.order_address
            if is_through_link:
                _note_link(asked, by, now)
            form = asked.get_form(data=details)
    except RedirectNeeded as done:
        # A gateway whose session was used up names no address.
        return str(done.args[0]) if done.args and done.args[0] else payment.order_address
    except PaymentBusy:
        return payment.order_address
    except (PaymentError, OSError) as error:
        raise PaymentFailed(str(error)) from error
    raise PaymentDetailsNeeded(form)


@transaction.atomic
def _to_ask(payment: Payment) -> Payment | None:
    """Return the payment as it is now, when its provider is to be asked; None when there is nothing to ask for."""
    order, locked = locked_with_order(payment)
    if order.status not in OPEN or locked.status not in UNANSWERED or locked.is_offline:
        return None
    if not locked.total:
        locked.change_status(PaymentStatus.CONFIRMED)
        return None
    if locked.status == PaymentStatus.ERROR:
        # Tried again: what went wrong before is not true any more.
        locked.change_status(PaymentStatus.WAITING)
    return locked


def _note_link(payment: Payment, by: User | None, at: datetime) -> None:
    """Write from where the provider is asked now; once, however often its page is left and asked for again."""
    noted = {"kind": EventKind.AT_PROVIDER, "is_through_link": True, "by": by}
    last = OrderEvent.objects.filter(order=payment.order).order_by("-at", "-pk").first()
    if last is None or noted != {name: getattr(last, name) for name in noted}:
        text = through_link("Payment started", staff_name(by))
        OrderEvent.objects.create(order=payment.order, text=text, at=at, **noted)
