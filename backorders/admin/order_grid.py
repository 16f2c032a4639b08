"""Sales > Orders: the grid, and what can be done with many orders at once."""

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action, display

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.admin.order_filters import FILTERS
from backorders.admin.order_frame import each_in_turn, staff
from backorders.admin.order_view.presenter import STATUS_COLOURS
from backorders.models import Order
from backorders.queries.order_grid import owed_now, with_units
from backorders.queries.order_search import is_order
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipping_choice import CHOICES
from backorders.words.shipping_choice import KEPT
from catalog.admin.grid import Grid
from catalog.admin.grid_table import label_cell
from catalog.admin.history import moment_words
from catalog.admin.screen import Screen
from catalog.forms.once import in_steps
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain


class OrderPage(Grid):
    """Orders, each with what it owes now: asked of the queues for the page's orders, not for all."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Return the orders that are asked for, with their units."""
        return with_units(super().get_queryset(request, exclude_parameters))

    def filled(self, rows: list[Any]) -> list[Any]:
        """Add what they owe."""
        owed = owed_now(rows)
        for order in rows:
            order.owed_now = owed.get(order.pk, ZERO)
        return rows


class OrderGrid(Screen):
    """The grid's columns, filters and mass actions. An order that refuses an action keeps none of the others from it."""

    list_display = (
        "id_shown",
        "purchase_point",
        "purchase_date",
        "bill_to",
        "units_shown",
        "owed",
        "grand_total",
        "state",
        "email_shown",
        "ship_to",
        "group_shown",
        "made_by",
        "shipping",
    )
    hidden_columns = ("email_shown", "ship_to", "group_shown", "made_by", "shipping")
    number_columns = ("units_shown", "owed", "grand_total")
    date_columns = ("purchase_date", "id_shown")
    exported = {"grand_total": (("Currency", attrgetter("currency")), ("Grand Total", attrgetter("total")))}
    filters = FILTERS
    list_display_links = ("id_shown",)
    add_label = "Create New Order"
    list_select_related = ("website", "placed_by")
    search_fields = ("number", "email", "customer_name", "lines__sku")  # for the search box
    search_help_text = "Search by order number, e-mail, name or SKU"
    date_hierarchy = None
    actions = ("cancel_orders", "hold_orders", "unhold_orders")
    confirmations = {"cancel_orders": "Are you sure you want to cancel the selected orders?"}
    ordering = ("-placed_at", "-pk")

    class Media:
        css = {"all": ("admin/salable/product-dialogs.css", "admin/salable/product-choices.css")}
        js = (Script("admin/salable/confirm-action.js", defer=True),)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Grid]:  # noqa: ARG002  Django's
        """Return the page that asks the queues."""
        return OrderPage

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Find by words, from an index, and a number as every page and mail writes it: #000000039."""
        del request
        return (queryset.filter(is_order(search_term)) if search_term.strip() else queryset), False

    @in_steps
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid; a mass action takes its orders one by one, so that it never holds the locks of two."""
        return super().changelist_view(request, extra_context)

    @display(description="ID", ordering="pk")
    def id_shown(self, order: Order) -> str:
        """Return the order number."""
        return f"#{order.number}"

    @display(description="Purchase Point", ordering="website__name")
    def purchase_point(self, order: Order) -> str:
        """Return the website."""
        return order.website.name

    @display(description="Purchase Date", ordering="placed_at")
    def purchase_date(self, order: Order) -> str:
        """Return when the order was placed."""
        return moment_words(order.placed_at)

    @display(description="Bill-to Name", ordering="customer_name")
    def bill_to(self, order: Order) -> str:
        """Return who bought."""
        return order.customer_name or "Guest"

    @display(description="Email", ordering="email")
    def email_shown(self, order: Order) -> str:
        """Return where its mails go."""
        return order.email

    @display(description="Ship-to", ordering="city")
    def ship_to(self, order: Order) -> str:
        """Return city and country; empty when nothing is sent."""
        return ", ".join(filter(None, (order.city, order.country)))

    @display(description="Customer Group")
    def group_shown(self, order: Order) -> str:
        """Return the code of the group."""
        return order.customer_group

    @display(description="Placed By")
    def made_by(self, order: Order) -> str:
        """Return who of the staff made it; empty when the shopper did."""
        return "" if order.placed_by is None else str(order.placed_by)

    @display(description="Shipping", ordering="ships_complete")
    def shipping(self, order: Order) -> str:
        """Return how it ships."""
        return KEPT[CHOICES[order.ships_complete]]

    @display(description="Qty")
    def units_shown(self, order: Any) -> str:
        """Return the units ordered."""
        return plain(order.units)

    @display(description="Owed Now")
    def owed(self, order: Any) -> str:
        """Return the units that the queue has nothing for now."""
        return plain(order.owed_now) if order.owed_now else "-"

    @display(description="Grand Total", ordering="total")
    def grand_total(self, order: Order) -> str:
        """Return the total with its currency."""
        return amount_text(order.total, order.currency)

    @display(description="Status", ordering="status")
    def state(self, order: Order) -> str:
        """Return the status in the merchant's words."""
        status = OrderStatus(order.status)
        return label_cell(status.label, STATUS_COLOURS.get(status))

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to cancel."""
        return request.user.has_perm("backorders.cancel_order")

    def has_comment_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to comment."""
        return request.user.has_perm("backorders.comment_order")

    def has_hold_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to hold and release."""
        return request.user.has_perm("backorders.hold_order")

    def has_ship_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to ship and deliver."""
        return request.user.has_perm("backorders.ship_order")

    def has_invoice_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to invoice."""
        return request.user.has_perm("backorders.invoice_order")

    def has_refund_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to refund."""
        return request.user.has_perm("backorders.refund_order")

    def has_prioritise_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to move a line to the front of its queue."""
        return request.user.has_perm("backorders.prioritise_order")

    def has_suggest_products_permission(self, request: HttpRequest) -> bool:
        """Suggest products to who makes orders and to who edits them."""
        return bool(self.has_add_permission(request) or self.has_change_permission(request))

    @action(description="Cancel", permissions=["cancel"])
    def cancel_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Cancel what can be canceled of the selected orders."""
        each_in_turn(
            request,
            queryset,
            lambda order: cancel_order(order=order, by=staff(request), now=timezone.now()),
            noun="order",
            done="canceled",
        )

    @action(description="Hold", permissions=["hold"])
    def hold_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Put the selected orders on hold."""
        each_in_turn(
            request,
            queryset,
            lambda order: hold_order(order=order, by=staff(request), now=timezone.now()),
            noun="order",
            done="put on hold",
        )

    @action(description="Unhold", permissions=["hold"])
    def unhold_orders(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Release the selected orders from hold."""
        each_in_turn(
            request,
            queryset,
            lambda order: unhold_order(order=order, by=staff(request), now=timezone.now()),
            noun="order",
            done="released from hold",
        )
