"""Every action judges what it is given, whoever calls it: it succeeds, or refuses as documented and leaves nothing behind."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import backorders.actions
import catalog.actions
from tests.backorders.actions.calls import CALLS
from tests.backorders.actions.nasty import nasty_shop
from tests.factories.rolled_back import rolled_back
from tests.soundness import unsound

pytestmark = pytest.mark.django_db

# What an action is made of: it relies on its caller's lock and on what its caller judged.
PARTS = {
    *("assign_slugs", "cancel_unpaid", "deliver_virtual", "import_batch", "import_categories", "is_being_paid"),
    *("locked_refund", "move_refunded", "notify", "notify_canceled", "notify_shipped", "plan_row", "record_change"),
    *("record_invoice", "record_payment", "refund_payments", "release_reservations", "reopen_order", "reserve_edit"),
    *(
        "ask_for",
        "collect_by_hand",
        "keep_errand",
        "withdraw",
        "keep_owed",
        "owed_of_each_line",
        "notify_edited",
        "notify_refunded",
        "use_key",
    ),
    *("settle_due", "settle_late_payment", "settle_status", "why_not_edit", "withdraw_payments", "save_row"),
    *("ask_for", "collect_by_hand", "withdraw", "forget_gone_lines", "held_units", "keep_message", "mine_only"),
    *("note_deleted_products", "notify_shipped_elsewhere", "refuse_more_owed"),
}
# Written on the same day as this test: they want a call of their own in `calls.py`.
NOT_CALLED_YET = {
    "came_back",
    "forget_kept_forms",
    "hold_for_money",
    "keep_form",
    "keep_theirs",
    "own_refund_failed",
    "own_refund_went",
    "record_provider_event",
    "take_form",
    "took_back",
    "unknown",
}
# They take nothing that anybody could get wrong.
WITHOUT_INPUT = {
    *("forget_used_keys", "read_low_stock", "send_low_stock_notices"),
    *("expire_payments", "install_defaults", "load_demo_catalog", "load_demo_eu_order", "load_demo_eu_website"),
    *("load_demo_shop", "repair_inventory", "repair_levels", "repair_promises"),
}


def actions(package: ModuleType) -> dict[str, Callable[..., Any]]:
    """Return every public function that a module of the package defines."""
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    ]
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_")
    }


EVERY = actions(catalog.actions) | actions(backorders.actions)


def test_every_action_is_called_with_what_no_form_would_send() -> None:
    assert EVERY.keys() == CALLS.keys() | PARTS | WITHOUT_INPUT | NOT_CALLED_YET


@pytest.mark.parametrize("name", sorted(CALLS))
def test_action_refuses_as_documented_or_succeeds(name: str) -> None:
    shop = nasty_shop()
    before = everything()

    @settings(max_examples=12, derandomize=True, database=None, phases=(Phase.generate,))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        with rolled_back():
            error = raised_by(lambda: CALLS[name](EVERY[name], data.draw, shop))
            assert error is None or (is_documented(error) and everything() == before), repr(error)
            # A count may say less than nothing.
            assert [wrong for wrong in unsound(limit=None) if not wrong.startswith("a shelf below zero")] == []

    holds()


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


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of our tables."""
    models = [model for app in ("catalog", "backorders") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: sorted(model._base_manager.values_list(), key=repr) for model in models}  # noqa: SLF001  Django's API
