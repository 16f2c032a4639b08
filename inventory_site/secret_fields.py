"""Fields that no list may ask by, and the check of the screens.

Refuse to start with a screen that asks a secret: by a filter, the search, an order or its columns.
Which columns are secrets: what opens something for whoever knows it, or holds such a thing in its text.

Staff are shown them with a right of its own or not at all, and no address, search or order of a grid asks them: who can compare
a column finds out what stands in it. `tests/inventory_site/test_secret_fields.py` asks for a class of every new column whose
name or kind sounds like one.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.checks import CheckMessage, Error

from catalog.admin.lookups import DeclaredLookups, columns_of


def refuse_screens_that_ask_secrets(**_: Any) -> list[CheckMessage]:
    """Return an error for each screen that can ask a secret."""
    return [
        Error(problem, hint="Take it out, or class it in inventory_site/secret_fields.py.", id="inventory_site.E010")
        for screen in admin.site._registry.values()  # noqa: SLF001  the only list there is
        for problem in _problems(screen)
    ]


def _problems(screen: Any) -> Iterator[str]:
    name = type(screen).__name__
    if not isinstance(screen, DeclaredLookups):
        yield f"{name} lets an address compare any column: mix in DeclaredLookups."
    for declared in _asked(screen):
        if any(f"{field.model._meta.label}.{field.name}" in SECRET for field in columns_of(screen.model, declared)):  # noqa: SLF001  Django's API
            yield f"{name} asks the secret {declared}."


def _asked(screen: Any) -> Iterator[str]:
    """Yield each column that the screen asks in some way."""
    yield from (each.lstrip("^=@") for each in screen.search_fields)
    yield from (each if isinstance(each, str) else each[0] for each in screen.list_filter if not isinstance(each, type))
    yield from (each.lstrip("-") for each in (*(screen.ordering or ()), screen.date_hierarchy or ""))
    for column in screen.list_display:
        yield str(column)
        told = getattr(screen, str(column), None) if isinstance(column, str) else column
        yield str(getattr(told, "admin_order_field", "") or "").lstrip("-")


SECRET = frozenset(
    {
        "account.EmailConfirmation.key",
        "auth.User.password",
        "axes.AccessAttempt.get_data",
        "axes.AccessAttempt.post_data",
        "axes.AccessLog.session_hash",
        "backorders.Cart.token",
        "backorders.CreditMemo.key",
        "backorders.Delivery.key",
        "backorders.Errand.request_key",
        "backorders.Invoice.key",
        "backorders.Notification.body_html",
        "backorders.Notification.body_text",
        "backorders.Notification.facts",
        "backorders.Notification.key",
        "backorders.Notification.request_key",
        "backorders.Notification.unsubscribe_url",
        "backorders.Order.checkout",
        "backorders.OrderEvent.key",
        "backorders.Payment.extra_data",
        "backorders.Payment.token",
        "backorders.Payment.transaction_id",
        "backorders.ProviderEvent.key",
        "backorders.Refund.key",
        "backorders.Refund.request_key",
        "backorders.Shipment.key",
        "backorders.SourceMovement.key",
        "backorders.StockAlert.token",
        "catalog.KeptForm.fields",
        "catalog.KeptForm.files",
        "catalog.KeptForm.page",
        "catalog.KeptForm.path",
        "catalog.KeptForm.token",
        "catalog.UsedKey.body",
        "catalog.UsedKey.key",
        "catalog.UsedKey.location",
        "catalog.UsedKey.path",
        "catalog.UsedKey.remembered",
        "catalog.UsedKey.said",
        "django_tasks_database.DBTaskResult.args_kwargs",
        "django_tasks_database.DBTaskResult.return_value",
        "django_tasks_database.DBTaskResult.traceback",
        "inventory_site.AccountMail.request_key",
        "inventory_site.PasswordMail.request_key",
        "inventory_site.Session.session_data",
        "inventory_site.Session.session_key",
        "otp_static.StaticToken.token",
        "otp_totp.TOTPDevice.key",
    }
)
# What only sounds like one, and why.
OPEN = {
    "admin.LogEntry.change_message": "names fields, never values",
    "catalog.Product.options": "colour and size, as the shop shows them",
    "catalog.Reservation.event_key": "numbers of orders, parcels and memos",
    "django_tasks_database.DBTaskResult.id": "the row's address in the admin; opens nothing",
    "django_tasks_database.DBTaskResult.worker_ids": "names of processes",
    "inventory_site.Session.login": "names a login to who may end it; opens nothing",
    "pghistory.Context.id": "joins changes of one request; opens nothing",
    "pghistory.Context.metadata": "who and which screen of the admin",
}
