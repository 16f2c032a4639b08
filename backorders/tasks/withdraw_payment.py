"""Tell a provider that the shop does not wait for a payment any more."""

import logging

from payments import PaymentError, PaymentStatus
from payments.core import provider_factory

from backorders.models import Payment

log = logging.getLogger(__name__)


def withdraw_payment(payment_id: int, *, was_authorised: bool) -> None:
    """Close the provider's payment page, or release what it authorised. Best effort: money that comes all the same is settled.

    (`settle_late_payment`.) A provider that keeps nothing open has nothing to withdraw. Raises what goes wrong but a refusal.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.status != PaymentStatus.CANCELLED:
        return
    provider = provider_factory(payment.variant, payment)
    try:
        if was_authorised:
            provider.release(payment)
        else:
            provider.cancel(payment)
    except (PaymentError, NotImplementedError) as refusal:
        log.info("Payment %s was not withdrawn: %s", payment_id, refusal)
