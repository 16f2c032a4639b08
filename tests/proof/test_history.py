"""What a client keeps of what it asked and was told."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.proof.history import History, Outcome, Request, requests_in


def test_what_was_asked_stands_there_before_the_answer_and_outlives_a_torn_line(tmp_path: Path) -> None:
    history = History(tmp_path / "ada.jsonl")
    first = history.ask("place", {"email": "ada@example.org"})
    assert [request.answers for request in requests_in(tmp_path)] == [[]]
    history.tell(first, Outcome.DONE, {"order": "000000001"})
    with (tmp_path / "ada.jsonl").open("ab") as file:
        file.write(b'{"n": 2, "kind": "pl')
    (request,) = requests_in(tmp_path)
    assert (request.client, request.kind, request.told) == ("ada", "place", {"order": "000000001"})


def test_a_second_life_gives_no_number_twice(tmp_path: Path) -> None:
    numbers = [History(tmp_path / "ada.jsonl").ask("place", {}) for _ in range(3)]
    assert len(set(numbers)) == 3


def test_threads_of_one_client_never_share_a_number(tmp_path: Path) -> None:
    history = History(tmp_path / "ada.jsonl")
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: history.ask("place", {}), range(400)))
    assert len(set(numbers)) == len(requests_in(tmp_path)) == 400


@pytest.mark.parametrize(
    ("answers", "is_done", "is_in_doubt"),
    [
        ([], False, True),
        ([Outcome.UNKNOWN], False, True),
        ([Outcome.UNKNOWN, Outcome.REFUSED], False, True),
        ([Outcome.REFUSED], False, False),
        ([Outcome.BUSY], False, False),
        ([Outcome.FAULT], False, True),
        ([Outcome.UNKNOWN, Outcome.DONE], True, False),
        ([Outcome.DONE, Outcome.UNKNOWN], True, False),
    ],
)
def test_who_was_told_yes_is_not_in_doubt_and_who_was_not_answered_is(
    answers: list[Outcome], is_done: bool, is_in_doubt: bool
) -> None:
    request = Request("ada", 1, "place", {}, [(outcome, {}) for outcome in answers])
    assert (request.is_done, request.is_in_doubt) == (is_done, is_in_doubt)
