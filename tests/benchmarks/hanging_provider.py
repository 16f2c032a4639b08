"""A payment provider that answers after 25 seconds, whatever the limits: the worst that a shop can meet."""

import time
from collections.abc import Mapping
from typing import Any, NoReturn

from inventory_site.demo_card_provider import DemoCardProvider

SECONDS = 25


class HangingProvider(DemoCardProvider):
    """Takes its time."""

    def get_form(self, payment: Any, data: Mapping[str, Any] | None = None) -> NoReturn:
        """Answer as the demo does, late."""
        time.sleep(SECONDS)
        super().get_form(payment, data)
        raise AssertionError(payment)
