"""When a payment's status changes, by a form or by a provider's callback, its order learns of it."""

from typing import Any

from django.utils import timezone

from backorders.actions.record_payment import record_payment
from backorders.models import Payment


def carry_over(*, instance: Payment, **_: Any) -> None:
    """Record the payment's new status on its order."""
    record_payment(payment=instance, now=timezone.now())
