"""One case: read from a file, run in a transaction of its own, compared with what must happen."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.cases import ops_days, ops_flow, ops_orders, ops_policy, ops_salable
from tests.cases.given import Row, UnknownKeyError, build, known
from tests.cases.matching import differences
from tests.factories.rolled_back import rolled_back

OPERATIONS: dict[str, Callable[..., dict[str, Any]]] = {
    "salable_qty": ops_salable.salable_qty,
    "is_salable": ops_salable.is_salable,
    "is_salable_for_requested_qty": ops_salable.is_salable_for_requested_qty,
    "only_x_left_block": ops_salable.only_x_left_block,
    "evaluate": ops_salable.evaluate,
    "effective_min_qty": ops_policy.effective_min_qty,
    "min_sale_qty_for_group": ops_policy.min_sale_qty_for_group,
    "check_quote_item_qty": ops_orders.check_quote_item_qty,
    "add_to_cart": ops_orders.add_to_cart,
    "place_order": ops_orders.place_order,
    "concurrent_orders": ops_orders.concurrent_orders,
    "flow": ops_flow.flow,
    "source_selection": ops_flow.source_selection,
    "promised_days": ops_days.promised_days,
}


@dataclass(frozen=True)
class Case:
    """A case as its file has it."""

    id: str
    given: Row
    op: str
    args: Row
    then: Row

    def run(self) -> list[str]:
        """Return what differs from what must happen: nothing when the case holds. Its writes are rolled back.

        Raises `UnknownKeyError` for an operation or a key that this runner does not know, `TypeError` for arguments.
        """
        if self.op not in OPERATIONS:
            raise UnknownKeyError(f"op {self.op}")
        with rolled_back():
            answer = OPERATIONS[self.op](build(self.given), **self.args)
            return differences(self.then, answer)


def cases_in(path: Path) -> list[Case]:
    """Return the cases of one file, numbers exact."""
    return [_case(row) for row in json.loads(path.read_text(), parse_float=Decimal)]


def _case(row: Row) -> Case:
    known(row, keys=("id", "source", "given", "when", "then", "notes"))
    when = known(row["when"], keys=("op", "args"))
    return Case(row["id"], row["given"], when["op"], when["args"], row["then"])
