"""What members of staff may do, in sentences: each stands here once, with the permissions that make it true.

A role is made by picking sentences (`role_screen.py`), and an account is told by them. A permission is `<app>.<codename>`. That
each sentence is what it says is proved door by door (`tests/inventory_site/people/test_duties.py`).
"""

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """Which part of the shop a sentence is about."""

    CATALOG = "Catalog"
    STOCK = "Stock"
    ORDERS = "Orders"
    MONEY = "Money"
    SETTINGS = "Settings"
    PEOPLE = "People"


@dataclass(frozen=True)
class Duty:
    """One sentence. `needs` are the codes of those without which it is no use: who ships parcels has to see orders."""

    code: str
    area: Area
    sentence: str
    permissions: tuple[str, ...]
    needs: tuple[str, ...] = ()


def _each(verbs: str, *models: str) -> tuple[str, ...]:
    """Return the permissions of Django's `verbs` for `models`, "<app>.<model>"."""
    return tuple(
        f"{app}.{verb}_{model}"
        for app, _, model in (named.partition(".") for named in models)
        for verb in verbs.split()
    )


DUTIES = (
    Duty(
        "see_catalog",
        Area.CATALOG,
        "Sees products with their inventory settings, and categories.",
        _each("view", "catalog.product", "catalog.stockitem", "catalog.category"),
    ),
    Duty(
        "edit_products",
        Area.CATALOG,
        "Adds and changes products: what they say, their inventory settings, their sources and quantities; also many at once.",
        (
            *_each("add change", "catalog.product"),
            # Written by the product's own form alone.
            *_each("add change delete", "catalog.stockitem"),
            *_each("add delete", "catalog.sourceitem"),
        ),
        needs=("see_catalog", "see_stock"),
    ),
    Duty(
        "delete_products",
        Area.CATALOG,
        "Deletes products of which no open order holds units.",
        ("catalog.delete_product",),
        needs=("see_catalog",),
    ),
    Duty(
        "delete_held_products",
        Area.CATALOG,
        "Deletes products even though open orders hold units of them: customers wait for those in vain.",
        ("catalog.delete_product_in_open_orders",),
        needs=("delete_products",),
    ),
    Duty(
        "edit_categories",
        Area.CATALOG,
        "Adds, changes and deletes categories.",
        _each("add change delete", "catalog.category"),
        needs=("see_catalog",),
    ),
    Duty(
        "see_stock",
        Area.STOCK,
        "Sees sources, stocks, quantities on shelves, reservations, deliveries and what is expected.",
        (
            *_each("view", "catalog.source", "catalog.sourceitem", "catalog.stock", "catalog.reservation"),
            *_each("view", "catalog.incomingsupply", "backorders.delivery"),
        ),
    ),
    Duty(
        "move_stock",
        Area.STOCK,
        "Receives deliveries, counts stock, and says what is expected when.",
        ("catalog.change_sourceitem",),
        needs=("see_catalog", "see_stock", "see_orders"),
    ),
    Duty(
        "edit_sources",
        Area.STOCK,
        "Adds and changes sources and stocks, and decides which sources serve which websites.",
        _each("add change delete", "catalog.source", "catalog.stock", "catalog.stocksourcelink"),
        needs=("see_stock", "see_settings"),
    ),
    Duty(
        "repair_stock",
        Area.STOCK,
        "Repairs what the inventory check finds wrong.",
        ("catalog.add_reservation",),
        needs=("see_stock",),
    ),
    Duty(
        "see_orders",
        Area.ORDERS,
        "Sees orders with their customers, payments and parcels, backorders and reports, alerts, and what was mailed.",
        (
            *_each("view", "backorders.order", "backorders.shipment", "backorders.stockalert"),
            # Each order shows its money.
            *_each("view", "backorders.payment", "backorders.invoice", "backorders.creditmemo"),
            *_each("view", "backorders.notification", "backorders.errand"),
        ),
    ),
    Duty("make_orders", Area.ORDERS, "Makes orders for customers.", ("backorders.add_order",), needs=("see_orders",)),
    Duty(
        "edit_orders",
        Area.ORDERS,
        "Edits orders, and mails a customer how an order stands.",
        ("backorders.change_order",),
        needs=("see_orders",),
    ),
    Duty(
        "cancel_orders",
        Area.ORDERS,
        "Cancels orders, whole or in part.",
        ("backorders.cancel_order",),
        needs=("see_orders",),
    ),
    Duty("hold_orders", Area.ORDERS, "Holds and releases orders.", ("backorders.hold_order",), needs=("see_orders",)),
    Duty(
        "comment_orders",
        Area.ORDERS,
        "Comments on orders, for colleagues or by mail to the customer.",
        ("backorders.comment_order",),
        needs=("see_orders",),
    ),
    Duty(
        "ship_orders",
        Area.ORDERS,
        "Ships orders: packing slips, parcels, tracking numbers, handing over, and undoing a shipment.",
        ("backorders.ship_order",),
        needs=("see_orders", "see_stock"),
    ),
    Duty(
        "move_to_front",
        Area.ORDERS,
        "Moves orders to the front of the queue.",
        ("backorders.prioritise_order",),
        needs=("see_orders",),
    ),
    Duty(
        "send_again",
        Area.ORDERS,
        "Sends mails and errands again that did not get through.",
        ("backorders.change_notification", "backorders.change_errand"),
        needs=("see_orders",),
    ),
    Duty(
        "see_order_links",
        Area.ORDERS,
        "Reads the links by which shoppers see, cancel and pay their orders.",
        ("backorders.see_order_link",),
        needs=("see_orders",),
    ),
    Duty(
        "invoice_orders",
        Area.MONEY,
        "Invoices orders, and captures what is paid by check.",
        ("backorders.invoice_order",),
        needs=("see_orders",),
    ),
    Duty(
        "refund_orders",
        Area.MONEY,
        "Refunds orders: makes credit memos, and sends refunds that were not confirmed.",
        ("backorders.refund_order",),
        needs=("see_orders",),
    ),
    Duty(
        "see_settings",
        Area.SETTINGS,
        "Sees the configuration, websites, store views and customer groups.",
        _each("view", "catalog.configurationvalue", "catalog.website", "catalog.storeview", "catalog.customergroup"),
    ),
    Duty(
        "configure",
        Area.SETTINGS,
        "Changes the configuration, for every website.",
        _each("add change delete", "catalog.configurationvalue"),
        needs=("see_settings",),
    ),
    Duty(
        "edit_websites",
        Area.SETTINGS,
        "Adds, changes and deletes websites and store views.",
        _each("add change delete", "catalog.website", "catalog.storeview"),
        needs=("see_settings",),
    ),
    Duty(
        "edit_customer_groups",
        Area.SETTINGS,
        "Adds, changes and deletes customer groups.",
        _each("add change delete", "catalog.customergroup"),
        needs=("see_settings",),
    ),
    Duty(
        "see_tasks",
        Area.SETTINGS,
        "Sees what runs in the background, and what of it failed.",
        ("django_tasks_database.view_dbtaskresult",),
    ),
    Duty(
        "set_customer_group",
        Area.PEOPLE,
        "Sets which group a customer shops in.",
        ("catalog.change_customer",),
        needs=("see_orders", "see_settings"),
    ),
    Duty("see_people", Area.PEOPLE, "Sees users and user roles.", _each("view", "auth.user", "auth.group")),
    Duty(
        "edit_users",
        Area.PEOPLE,
        "Adds and changes users, makes them inactive, and gives them roles that allow no more than the own ones.",
        _each("add change delete", "auth.user"),
        needs=("see_people",),
    ),
    Duty(
        "edit_roles",
        Area.PEOPLE,
        "Adds, changes and deletes user roles that allow no more than the own ones.",
        _each("add change delete", "auth.group"),
        needs=("see_people",),
    ),
)
