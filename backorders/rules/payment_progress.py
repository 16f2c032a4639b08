"""Which status a payment may take after which: what a provider says twice, late or in the wrong order changes nothing."""

# django-payments' statuses. No answer yet; an error of the gateway is none either, and may be tried again.
UNANSWERED = frozenset({"waiting", "input", "error"})
# No money came. Only money that arrives all the same can follow.
NOT_PAID = frozenset({"rejected", "cancelled"})

_MONEY = frozenset({"preauth", "confirmed"})
FOLLOWS: dict[str, frozenset[str]] = {
    "waiting": _MONEY | NOT_PAID | {"input", "error"},
    "input": _MONEY | NOT_PAID | {"waiting", "error"},
    "error": _MONEY | NOT_PAID | {"waiting", "input", "error"},
    "preauth": NOT_PAID | {"confirmed", "refunded"},
    "rejected": _MONEY,
    "cancelled": _MONEY,
    # Captured can only become Refunded, and that is final.
    "confirmed": frozenset({"refunded"}),
    "refunded": frozenset(),
}


def may_follow(now: str, then: str) -> bool:
    """Return whether a payment that is `now` may become `then`. Nothing follows itself but an error with another message."""
    return then in FOLLOWS[now]
