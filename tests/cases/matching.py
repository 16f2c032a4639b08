"""Does an answer hold what a case says? Everything the case says must be answered; what it leaves out is not asked."""

from typing import Any

from tests.cases.given import UnknownKeyError

# The known fault of the reference stands in the case beside what must happen; it is not what we do.
NOT_COMPARED = object()


def differences(expected: Any, actual: Any, where: str = "then") -> list[str]:
    """Return what differs, one line each; raise `UnknownKeyError` when the case names something that was not answered."""
    if actual is NOT_COMPARED:
        return []
    match expected, actual:
        case dict(), dict():
            return [
                line for key in expected for line in differences(expected[key], _answer(actual, key), f"{where}.{key}")
            ]
        case list(), dict():
            return [line for row in expected for line in _differences_of_row(row, actual, where)]
        case list(), list() if len(expected) == len(actual):
            pairs = enumerate(zip(expected, actual, strict=True))
            return [line for number, pair in pairs for line in differences(*pair, f"{where}[{number}]")]
        case str(), frozenset() if expected in actual:
            return []
        case _:
            return [] if _is_same(expected, actual) else [f"{where}: expected {expected!r}, got {_shown(actual)}"]


def _answer(actual: dict[Any, Any], key: object) -> Any:
    if key not in actual:
        raise UnknownKeyError(f"then.{key}")
    return actual[key]


def _differences_of_row(row: dict[str, Any], actual: dict[Any, Any], where: str) -> list[str]:
    """Compare a row that names its (stock, sku) or (source, sku) with the answer for that pair."""
    pair = row["stock"] if "stock" in row else row["source"], row["sku"]
    numbers = {key: value for key, value in row.items() if key not in {"stock", "source", "sku"}}
    return differences(numbers, _answer(actual, pair), f"{where}{pair}")


def _is_same(expected: object, actual: object) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool) or expected is None or actual is None:
        return expected is actual
    return expected == actual


def _shown(actual: object) -> str:
    return " or ".join(map(repr, sorted(actual))) if isinstance(actual, frozenset) else repr(actual)
