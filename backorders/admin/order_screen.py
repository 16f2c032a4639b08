"""Sales > Orders: the grid and the order view."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from unfold.decorators import display

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.admin.backorder_desk import desk_urls
from backorders.admin.order_presenter import STATUS_COLOURS, order_shown
from backorders.models import Order, OrderLine
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
    list_filter = ("status", "website")
    list_select_related = ("website",)
    search_fields = ("number", "email", "customer_name", "lines__sku")
    search_help_text = "Search by order number, e-mail, name or SKU"
    date_hierarchy = None
    ordering = ("-placed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the orders with their units."""
        return with_units(super().get_queryset(request))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  Django's signature
        """Orders are placed, not added."""
        return False

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
        """Add the addresses that cancel and move a line to the front, and the backorder desk."""
        cancel = path("<int:pk>/cancel/", self.admin_site.admin_view(self.cancel_view), name="backorders_order_cancel")
        move = path(
            "<int:pk>/line/<int:line>/front/", self.admin_site.admin_view(self.move_view), name="backorders_order_front"
        )
        return [cancel, move, *desk_urls(self.admin_site), *super().get_urls()]

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
            "cancel_url": reverse("admin:backorders_order_cancel", args=(order.pk,)),
            "may_change": self.has_change_permission(request, order),
        }
        return TemplateResponse(request, "admin/order/view.html", context)

    @method_decorator(require_POST)
    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel the order and go back to it."""
        order = self._order(request, pk)
        if not self.has_change_permission(request, order):
            raise PermissionDenied
        try:
            cancel_order(order=order, by=request.user if isinstance(request.user, User) else None)
        except CannotCancel as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, "You canceled the order.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:backorders_order_change", args=(order.pk,)))

    @method_decorator(require_POST)
    def move_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        """Move a line to the front of its queue and go back to the order."""
        order = self._order(request, pk)
        if not self.has_change_permission(request, order):
            raise PermissionDenied
        moved = get_object_or_404(OrderLine, pk=line, order=order)
        by = request.user if isinstance(request.user, User) else None
        try:
            move_to_front(line=moved, reason=request.POST.get("reason", ""), by=by)
        except CannotMove as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, f"{moved.sku} is the first in the queue now.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:backorders_order_change", args=(order.pk,)))

    def _order(self, request: HttpRequest, pk: str | int) -> Order:
        order = self.get_object(request, str(pk))
        if order is None:
            message = "There is no such order."
            raise Http404(message)
        if not self.has_view_or_change_permission(request, order):
            raise PermissionDenied
        found: Order = order
        return found
