"""The backorders app."""

from django.apps import AppConfig
from payments.signals import status_changed


class BackordersConfig(AppConfig):
    """What was promised to whom, what of it is owed, what may ship now?"""

    name = "backorders"
    verbose_name = "Sales"

    def ready(self) -> None:
        """Connect the receivers."""
        from backorders.receivers.payment_status import carry_over

        status_changed.connect(carry_over, dispatch_uid="carry a payment's status over to its order")
