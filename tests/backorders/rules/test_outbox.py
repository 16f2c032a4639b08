"""When what did not get through is tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.outbox import CLAIM_FOR, KEY_HOLDS, MAX_TRIES, PAUSES, key_still_holds, next_try

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
