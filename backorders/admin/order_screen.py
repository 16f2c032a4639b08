"""Sales > Orders: the order view, and the pages that it leads to."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern

from backorders.admin.cancel.page import cancel_urls
from backorders.admin.create_order.page import create_order_page, suggestion_urls
from backorders.admin.credit_memo.page import credit_memo_urls
from backorders.admin.desk.page import desk_urls
from backorders.admin.desk.queue import queue_urls
from backorders.admin.edit_order.page import edit_urls
from backorders.admin.invoice_page import invoice_urls
from backorders.admin.order_grid import OrderGrid
from backorders.admin.order_view.buttons import (
    deliver_urls,
    email_urls,
    hold_urls,
    order_buttons,
    refund_urls,
    tracking_urls,
)
from backorders.admin.order_view.documents import credit_memos_shown, invoices_shown, refunds_shown, shipments_shown
from backorders.admin.order_view.presenter import order_shown, order_totals
from backorders.admin.shipment.elsewhere import elsewhere_urls
from backorders.admin.shipment.page import shipment_urls
from backorders.admin.source_selection.page import source_selection_urls
from backorders.models import Order


@admin.register(Order)
class OrderScreen(OrderGrid):
    """Orders are made by shoppers and changed by actions: nothing here is edited as a form."""

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Orders are canceled, not deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one order, and the backorder desk."""
        site = self.admin_site
        shipping = (source_selection_urls, shipment_urls, elsewhere_urls, tracking_urls, deliver_urls)
        money = (invoice_urls, credit_memo_urls, refund_urls)
        editing = (edit_urls, suggestion_urls, email_urls)
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
            "revision": order.revision,
            "title": f"#{order.number}",
            "order": order_shown(order, sees_link=request.user.has_perm("backorders.see_order_link")),
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
