"""When is the next daily digest?"""

from datetime import datetime, timedelta, tzinfo


def next_digest(*, now: datetime, hour: int, zone: tzinfo) -> datetime:
    """Return the first moment after `now` at which the clocks of `zone` show `hour` o'clock."""
    local = now.astimezone(zone)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    # On the clock of the wall: a day may have 23 or 25 hours.
    return today if today > local else today + timedelta(days=1)
