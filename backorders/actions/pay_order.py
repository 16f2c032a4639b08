"""Pay an order: what the payment provider is told, and what its answer does to the order."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.forms import Form
from payments import PaymentStatus, RedirectNeeded

from backorders.models import Payment
from backorders.queries.locks import locked_order

OPEN = frozenset({PaymentStatus.WAITING, PaymentStatus.INPUT})


class PaymentDetailsNeeded(Exception):
    """The provider needs (other) details; `form` holds its fields and errors. Nothing was charged."""

    def __init__(self, form: Form) -> None:
        """Keep the form."""
        super().__init__("The payment details are not complete.")
        self.form = form


def pay_order(*, payment: Payment, details: Mapping[str, Any]) -> str:
    """Hand `details` to the payment's provider once and return the address to send the shopper to.

    A payment that has its answer already is not charged again. Whether it was taken or refused stands on the order afterwards
    (`record_payment`). Raises `PaymentDetailsNeeded` with the provider's form.
    """
    with transaction.atomic():
        locked_order(payment.order_id)
        locked = Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=payment.pk)
        if locked.status not in OPEN:
            return str(locked.get_success_url())
        try:
            form = locked.get_form(data=details)
        except RedirectNeeded as done:
            return str(done)
    raise PaymentDetailsNeeded(form)
