"""The bank of `make prove`: each payment is charged once, each key pays out once, whatever its mood."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.proof.bank import Bank, Mood

TOKEN = "payment"


@pytest.fixture
def bank() -> Iterator[Bank]:
    # Nobody listens to its messages.
    bank = Bank("http://127.0.0.1:9", seed=1)
    yield bank
    bank.stop()


def ask(bank: Bank, what: str, **about: Any) -> dict[str, Any]:
    sent = json.dumps({"token": TOKEN, "currency": "USD", **about}).encode()
    with urllib.request.urlopen(f"{bank.address}/{what}", sent, timeout=20) as answer:  # noqa: S310  our own bank
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.mark.parametrize("mood", [Mood.QUICK, Mood.DOUBLE, Mood.LATE])
def test_a_payment_is_charged_once(bank: Bank, mood: Mood) -> None:
    bank.mood = mood
    answers = [ask(bank, "charge", amount="10") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert bank.books == {TOKEN: {"in": "10", "out": {}}}
    assert bank.messages_left() == (2 if mood is Mood.DOUBLE else 1)


def test_a_key_pays_out_once_and_two_keys_twice_but_never_more_than_came(bank: Bank) -> None:
    ask(bank, "charge", amount="10")
    kinds = [ask(bank, "refund", amount="4", key=key, refund=1)["kind"] for key in ("a", "a", "b", "c")]
    assert kinds == ["refunded", "refunded", "refunded", "refused"]
    assert bank.books[TOKEN]["out"] == {"a": "4", "b": "4"}
