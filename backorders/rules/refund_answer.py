"""Whether a refund is being sent right now, or was sent and never answered."""

from datetime import datetime, timedelta

# Longer than any gateway takes to answer.
ANSWER_WITHIN = timedelta(minutes=5)


def is_unanswered(*, begun_at: datetime | None, message: str, now: datetime) -> bool:
    """Return whether nobody knows what became of a refund that was begun: the money may have gone.

    `message` is what went wrong, empty while the provider is asked; `begun_at` None: begun before that was noted.
    """
    return bool(message) or begun_at is None or now - begun_at > ANSWER_WITHIN
