"""When what did not get through is tried again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.outbox import (
    CLAIM_FOR,
    KEY_HOLDS,
    MAX_TRIES,
    PAUSES,
    claim_ends,
    key_still_holds,
    next_digest,
    next_try,
)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@given(st.integers(0, 1000))
def test_a_try_is_followed_by_a_later_one_or_by_none(tries: int) -> None:
    again = next_try(tries=tries, now=NOON)
    assert (again is None) == (tries >= MAX_TRIES)
    assert again is None or again > NOON


def test_pauses_grow() -> None:
    assert list(PAUSES) == sorted(PAUSES)


def test_every_try_of_a_request_comes_while_its_provider_knows_the_key() -> None:
    assert sum(PAUSES, timedelta()) < KEY_HOLDS < timedelta(hours=24) - CLAIM_FOR
    assert key_still_holds(requested_at=NOON, now=NOON + sum(PAUSES, timedelta()))
    assert not key_still_holds(requested_at=NOON, now=NOON + timedelta(hours=24))


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 7, 1, 5, 59, tzinfo=UTC), datetime(2026, 7, 1, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), datetime(2026, 7, 2, 6, 0, tzinfo=UTC)),
        # The night in which summer time ends has 25 hours.
        (datetime(2026, 10, 24, 7, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_digest_is_due_when_the_clock_on_the_wall_shows_the_hour(now: datetime, expected: datetime) -> None:
    assert next_digest(now=now, hour=8, zone=BERLIN) == expected


def test_each_failure_waits_for_its_own_pause_and_the_last_one_is_for_people() -> None:
    waits = [next_try(tries=tries, now=NOON) for tries in range(MAX_TRIES + 1)]
    assert waits == [*(NOON + pause for pause in (PAUSES[0], *PAUSES)), None]
    assert claim_ends(now=NOON) == NOON + timedelta(minutes=5)


def test_a_key_is_forgotten_in_time() -> None:
    assert not key_still_holds(requested_at=NOON, now=NOON + KEY_HOLDS)
    assert key_still_holds(requested_at=NOON, now=NOON + KEY_HOLDS - timedelta(microseconds=1))
