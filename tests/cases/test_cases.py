"""The project's copy of the cases holds."""

from pathlib import Path

import pytest

from tests.cases.case import OPERATIONS, Case, cases_in
from tests.cases.given import UnknownKeyError

FOLDER = Path(__file__).parent
CASES = [case for path in sorted(FOLDER.glob("*.json")) for case in cases_in(path)]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_holds(case: Case) -> None:
    assert case.run() == []


def test_every_operation_has_a_case() -> None:
    assert {case.op for case in CASES} == OPERATIONS.keys()


@pytest.mark.parametrize(
    ("given", "args", "then"),
    [
        ({"weather": "fine"}, {}, {}),
        ({"config": {"strategy": "sync"}}, {}, {}),
        ({"stock_item": {"backorders": 1, "colour": "red"}}, {}, {}),
        ({"stock_item": {"backorders": 1}}, {}, {"value": 0, "why": "because"}),
    ],
)
def test_unknown_key_is_an_error_never_a_silent_pass(
    given: dict[str, object], args: dict[str, object], then: dict[str, object]
) -> None:
    with pytest.raises(UnknownKeyError):
        Case("x", given, "effective_min_qty", args, then).run()


def test_unknown_argument_is_an_error() -> None:
    with pytest.raises(TypeError):
        Case("x", {"stock_item": {}}, "effective_min_qty", {"sku": "A"}, {"value": 0}).run()


@pytest.mark.parametrize("wrong", [1, False, None, "0"])
def test_wrong_expectation_fails(wrong: object) -> None:
    case = Case("x", {"stock_item": {}}, "effective_min_qty", {}, {"value": wrong})
    assert case.run() == [f"then.value: expected {wrong!r}, got Decimal('0')"]
