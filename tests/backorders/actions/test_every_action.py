"""Every action judges what it is given, whoever calls it: it succeeds, or refuses as documented and leaves nothing behind."""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import backorders.actions
import catalog.actions
from tests.architecture.written_files import ROOT, tree_of, written_files
from tests.backorders.actions.calls import CALLS
from tests.backorders.actions.calls_since import NOW
from tests.backorders.actions.nasty import Shop, nasty_shop
from tests.examples import of_stories
from tests.factories.all_rows import all_rows
from tests.factories.rolled_back import rolled_back
from tests.soundness import unsound

# Parts of actions: each relies on its caller's lock and on what its caller judged.
PARTS = {
    *(
        "ask_for",
        "assign_slugs",
        "attempt",
        "bare",
        "came_back",
        "cancel_unpaid",
        "collect_by_hand",
        "copy_to_staff",
        "dated",
        "deliver_virtual",
    ),
    *("hold_for_money", "import_batch", "import_categories", "keep_errand", "keep_message", "keep_owed", "keep_theirs"),
    *("move_refunded", "note_deleted_products", "notify", "notify_canceled"),
    "opened",
    *("notify_edited", "notify_refunded", "notify_shipped", "notify_shipped_elsewhere"),
    *("own_refund_failed", "own_refund_went", "record_change", "record_changes", "record_invoice", "record_payment"),
    *(
        "each_order",
        "receive_supplies",
        "refund_payments",
        "refuse_more_owed",
        "refuse_unagreed",
        "refuse_too_many_checks",
        "end_reservations",
        "keep_numbers",
        "promise_again",
        "reopen_order",
        "reserve_edit",
        "put_in_words",
        "save_row",
        "written_once",
    ),
    *(
        "mark_handed_over",
        "notify_numbers",
        "settle_due",
        "settle_late_payment",
        "settle_status",
        "took_back",
        "use_key",
    ),
    *("withdraw", "withdraw_payments", "withdraw_shipped", "write_order", "write_products"),
    *("deliver_units", "locked_shelf", "one_product", "receive_units"),
    *("withdraw", "withdraw_payments", "write_order", "write_products"),
    *("promise_as_one", "withdraw", "withdraw_payments", "write_order", "write_products"),
}
# They answer a question and write nothing, or take it back.
QUESTIONS = {
    "alert_key",
    "attributes_effect",
    "days_of_order",
    "delivery_effect",
    "holds_no_stock",
    "in_whole_units",
    "too_many_there",
    "front_effect",
    "held_units",
    "invoice_value",
    "is_being_paid",
    "mine_only",
    "ordered_line",
    "owed_of_each_line",
    "plan_row",
    "plan_rows",
    "sources_effect",
    "stock_effect",
    "supply_key",
    "unknown",
    "wanted_lines",
    "days_looked_at",
    "newly_told",
    "whose_day_moved",
    "why_not_edit",
    "why_unfit",
}
# (module, part): others that may call a part, because they run in its caller's transaction and under its lock.
USERS = {
    ("backorders.receivers.payment_status", "record_payment"),
    ("backorders.receivers.product_deletion", "note_deleted_products"),
    ("catalog.forms.once", "use_key"),
    ("inventory_site.tasks", "attempt"),
}
# They take no argument that could be wrong.
WITHOUT_INPUT = {
    *("expire_payments", "install_defaults", "load_demo_catalog", "load_demo_eu_order", "load_demo_eu_website"),
    # Their only number is judged by the command that calls them; no screen does.
    *("generate_catalog", "generate_orders", "check_inventory"),
    *("forget_policy_classes", "keep_bounds", "keep_bounds_in_force"),
    *(
        "load_demo_eu",
        "load_demo_history",
        "load_demo_shop",
        "repair_groups",
        "repair_inventory",
        "repair_levels",
        "repair_promises",
    ),
}


def actions(package: ModuleType) -> dict[str, Callable[..., Any]]:
    """Return every public function that a module of the package defines."""
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_")
    }


EVERY = actions(catalog.actions) | actions(backorders.actions)


def test_every_action_is_called_with_what_no_form_would_send() -> None:
    assert EVERY.keys() == CALLS.keys() | PARTS | QUESTIONS | WITHOUT_INPUT
    assert not CALLS.keys() & (PARTS | QUESTIONS | WITHOUT_INPUT)


def test_parts_are_used_by_actions_only() -> None:
    others = {
        (module, name)
        for path in written_files(".py")
        if (module := ".".join(path.relative_to(ROOT).with_suffix("").parts)).split(".")[:2][-1] != "actions"
        if not module.startswith("tests.")
        for name in imported_from_actions(path)
        if name in PARTS
    }
    assert others == USERS


def imported_from_actions(path: Path) -> set[str]:
    """Return what the file imports from actions, by its own name; of a module imported whole, all of its functions."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[1:2] == ["actions"]:
            found |= {alias.name for alias in node.names}
            whole = [name for alias in node.names if (name := f"{node.module}.{alias.name}") in sys.modules]
        else:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            whole = [name for name in names if name.split(".")[1:2] == ["actions"]]
        if whole:
            found |= {name for name, function in EVERY.items() if inspect.unwrap(function).__module__ in whole}
    return found


@pytest.mark.django_db
def test_every_action_refuses_as_documented_or_succeeds(subtests: pytest.Subtests) -> None:
    shop = (
        nasty_shop()
    )  # made once: what an example writes is rolled back, and each example gets its own copy of the objects
    assert mistakes() == []
    before = all_rows()
    for name in sorted(CALLS):
        with subtests.test(name):
            refuses_or_succeeds(name, shop, before)


def refuses_or_succeeds(name: str, shop: Shop, before: list[tuple[str, str]]) -> None:
    @settings(of_stories, derandomize=True, database=None, phases=(Phase.generate,))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        with rolled_back():
            error = raised_by(lambda: CALLS[name](at_any_moment(EVERY[name]), data.draw, deepcopy(shop)))
            if error is None:
                assert mistakes() == []
            else:  # nothing changed: all is as sound as before
                assert is_documented(error), repr(error)
                assert all_rows() == before, repr(error)

    holds()


def at_any_moment(action: Callable[..., Any]) -> Callable[..., Any]:
    """Give the action one fixed `now`, if it takes one: other moments would find nothing more."""
    return partial(action, now=NOW) if "now" in inspect.signature(action).parameters else action


def mistakes() -> list[str]:
    """Return what is unsound. A shelf below zero is no mistake: staff may count one so."""
    return [wrong for wrong in unsound(limit=None) if not wrong.startswith("a shelf below zero")]


def raised_by(call: Callable[[], object]) -> Exception | None:
    """Return what the call raises, and what the commit would have raised after it."""
    try:
        call()
        connection.check_constraints()
    except Exception as error:  # noqa: BLE001  which ones are documented is the question
        return error
    return None


def is_documented(error: Exception) -> bool:
    """Whether the error is a refusal of ours: a class of our own, a row that is not there, or a value that our own code refuses."""
    if isinstance(error, ObjectDoesNotExist) or type(error).__module__.startswith(("catalog.", "backorders.")):
        return True
    frames = inspect.getinnerframes(error.__traceback__) if error.__traceback__ else []
    return type(error) is ValueError and bool(frames) and "site-packages" not in frames[-1].filename
