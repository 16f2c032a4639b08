"""What happens to money at a payment provider without the shop having asked for it."""

from enum import StrEnum


class ProviderEventKind(StrEnum):
    """Refunds, disputes, captures and failures that a provider tells of. Amounts are those of the event.

    Captures and refunds are told as the sum so far.
    """

    CAPTURED = "captured"
    FAILED = "failed"
    REFUNDED = "refunded"
    REFUNDED_IN_ALL = "refunded_in_all"
    REFUND_FAILED = "refund_failed"
    DISPUTE_ASKED = "dispute_asked"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
