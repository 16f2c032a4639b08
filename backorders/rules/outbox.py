"""When something is tried again that has to leave the system, and when the next digest is due."""

from datetime import datetime, timedelta, tzinfo

# So much of what went wrong is kept, in letters.
LONGEST_ERROR = 255
# How long a try may take: when its worker has ended, the next one takes the row up after this.
CLAIM_FOR = timedelta(minutes=5)
# Between one try and the next. Together less than a day: so long providers keep the key of a request.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
MAX_TRIES = len(PAUSES) + 1
# Providers promise a day (Stripe: at least 24 hours); a request that is older might be taken for a new one.
KEY_HOLDS = timedelta(hours=23)


def next_try(*, tries: int, now: datetime) -> datetime | None:
    """Return when to try again after `tries` failures, the last of them at `now`; None: no more, people decide (parked)."""
    return now + PAUSES[max(tries, 1) - 1] if tries < MAX_TRIES else None


def claim_ends(*, now: datetime) -> datetime:
    """Return until when a try that begins at `now` keeps the others from the row."""
    return now + CLAIM_FOR


def key_still_holds(*, requested_at: datetime, now: datetime) -> bool:
    """Return whether the provider still knows the key of a request that was first sent at `requested_at` or later."""
    return now - requested_at < KEY_HOLDS


def next_digest(*, now: datetime, hour: int, zone: tzinfo) -> datetime:
    """Return the first moment after `now` at which the clocks of `zone` show `hour` o'clock."""
    local = now.astimezone(zone)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    # On the clock of the wall: a day may have 23 or 25 hours.
    return today if today > local else today + timedelta(days=1)
