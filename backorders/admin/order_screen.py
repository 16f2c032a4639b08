"""Sales > Orders: the grid and the order view."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from unfold.decorators import display

from backorders.admin.backorder_desk import desk_urls
from backorders.admin.cancel_page import cancel_urls
from backorders.admin.create_order_page import create_order_page
from backorders.admin.credit_memo_page import credit_memo_urls
from backorders.admin.credit_memos_presenter import credit_memos_shown
from backorders.admin.deliver_page import deliver_urls
from backorders.admin.edit_order_page import edit_urls
from backorders.admin.hold_page import hold_urls
from backorders.admin.invoice_page import invoice_urls
from backorders.admin.invoices_presenter import invoices_shown
from backorders.admin.order_buttons import order_buttons
from backorders.admin.order_presenter import STATUS_COLOURS, order_shown
from backorders.admin.order_totals import order_totals
from backorders.admin.queue_page import queue_urls
from backorders.admin.refund_page import refund_urls
from backorders.admin.refunds_presenter import refunds_shown
from backorders.admin.shipment_page import shipment_urls
from backorders.admin.shipments_presenter import shipments_shown
from backorders.admin.source_selection_page import source_selection_urls
from backorders.admin.suggested_products import suggestion_urls
from backorders.admin.tracking_page import tracking_urls
from backorders.models import Order
from backorders.queries.order_grid import with_units
from backorders.rules.order_status import OrderStatus
from catalog.admin.screen import Screen
from catalog.rules.quantity import plain


@admin.register(Order)
class OrderScreen(Screen):
    """Orders are made by shoppers and changed by actions: nothing here is edited as a form."""

    list_display = (
        "id_shown",
        "website",
        "placed_at",
        "bill_to",
        "email",
        "units_shown",
        "owed",
        "grand_total",
        "state",
    )
    list_display_links = ("id_shown",)
    add_label = "Create New Order"
    list_filter = ("status", "website")
    list_select_related = ("website",)
    search_fields = ("number", "email", "customer_name", "lines__sku")
    search_help_text = "Search by order number, e-mail, name or SKU"
    date_hierarchy = None
    ordering = ("-placed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the orders with their units."""
        return with_units(super().get_queryset(request))

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Orders are cancelled, not deleted."""
        return False

    @display(description="ID", ordering="pk")
    def id_shown(self, order: Order) -> str:
        """Return the order number."""
        return f"#{order.number}"

    @display(description="Bill-to Name", ordering="customer_name")
    def bill_to(self, order: Order) -> str:
        """Return who bought."""
        return order.customer_name or "Guest"

    @display(description="Qty")
    def units_shown(self, order: Any) -> str:
        """Return the units ordered."""
        return plain(order.units)

    @display(description="Backordered")
    def owed(self, order: Any) -> str:
        """Return the units that were owed when the order was placed."""
        return plain(order.backordered) if order.backordered else "-"

    @display(description="Grand Total", ordering="total")
    def grand_total(self, order: Order) -> str:
        """Return the total with its currency."""
        return f"{order.currency} {order.total:,.2f}"

    @display(description="Status", ordering="status", label={s.label: c for s, c in STATUS_COLOURS.items() if c})
    def state(self, order: Order) -> str:
        """Return the status in the merchant's words."""
        return OrderStatus(order.status).label

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one order, and the backorder desk."""
        site = self.admin_site
        shipping = (source_selection_urls, shipment_urls, tracking_urls, deliver_urls)
        money = (invoice_urls, credit_memo_urls, refund_urls)
        editing = (edit_urls, suggestion_urls)
        pages = (cancel_urls, hold_urls, *money, *shipping, queue_urls, desk_urls, *editing)
        return [address for urls in pages for address in urls(site)] + list(super().get_urls())

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",  # noqa: ARG002  Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002  Django's signature
    ) -> HttpResponse:
        """Create New Order."""
        return create_order_page(request, self.admin_site)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002  Django's signature
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one order."""
        order = self._order(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            **(extra_context or {}),
            "opts": self.opts,
            "title": f"#{order.number}",
            "order": order_shown(order),
            "buttons": order_buttons(order, request.user),
            "invoices": invoices_shown(order),
            "shipments": shipments_shown(order),
            "credit_memos": credit_memos_shown(order),
            "refunds": refunds_shown(order, may_refund=request.user.has_perm("backorders.refund_order")),
            "totals": order_totals(order),
            "may_ship": request.user.has_perm("backorders.ship_order"),
            "may_move": request.user.has_perm("backorders.prioritise_order"),
        }
        return TemplateResponse(request, "admin/order/view.html", context)

    def _order(self, request: HttpRequest, pk: str | int) -> Order:
        order = self.get_object(request, str(pk))
        if order is None:
            message = "There is no such order."
            raise Http404(message)
        if not self.has_view_or_change_permission(request, order):
            raise PermissionDenied
        found: Order = order
        return found
