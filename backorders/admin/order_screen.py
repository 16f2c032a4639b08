"""Sales > Orders: the order view, and the pages that it leads to."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from backorders.admin.cancel.page import CANCEL_PAGES
from backorders.admin.create_order.page import SUGGESTIONS_PAGE, create_order_page
from backorders.admin.credit_memo.page import CREDIT_MEMO_PAGE
from backorders.admin.desk.page import DESK_PAGES
from backorders.admin.edit_order.page import EDIT_PAGE
from backorders.admin.invoice_page import INVOICE_PAGE
from backorders.admin.move_to_front_page import FRONT_PAGE
from backorders.admin.order_frame import NO_ORDER
from backorders.admin.order_grid import OrderGrid
from backorders.admin.order_view.buttons import BUTTON_PAGES, order_buttons
from backorders.admin.order_view.documents import credit_memos_shown, invoices_shown, refunds_shown, shipments_shown
from backorders.admin.order_view.presenter import order_shown, order_totals
from backorders.admin.ready_to_ship.page import READY_PAGES
from backorders.admin.shipment.elsewhere import ELSEWHERE_PAGE
from backorders.admin.shipment.page import SHIPMENT_PAGE
from backorders.admin.source_selection.page import SOURCE_SELECTION_PAGES
from backorders.models import Order
from backorders.words.comment import LONGEST_COMMENT


@admin.register(Order)
class OrderScreen(OrderGrid):
    """Orders are made by shoppers and changed by actions: nothing here is edited as a form."""

    pages = (
        *CANCEL_PAGES,
        INVOICE_PAGE,
        CREDIT_MEMO_PAGE,
        *SOURCE_SELECTION_PAGES,
        SHIPMENT_PAGE,
        ELSEWHERE_PAGE,
        EDIT_PAGE,
        SUGGESTIONS_PAGE,
        FRONT_PAGE,
        *BUTTON_PAGES,
        *DESK_PAGES,
        *READY_PAGES,
    )

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:  # noqa: ARG002  Django's signature
        """Orders are canceled, not deleted."""
        return False

    def row_of_page(self, request: HttpRequest, pk: int) -> Order:
        """Return the order with what every page of it reads."""
        del request
        return get_object_or_404(Order.objects.select_related("website", "stock"), pk=pk)

    def around_row(self, row: Order) -> dict[str, Any]:
        """Add the revision that the page's form carries: it was read before all that the page shows, so that it is never newer."""
        return {**super().around_row(row), "revision": row.revision}

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
            "may_comment": request.user.has_perm("backorders.comment_order"),
            "longest_comment": LONGEST_COMMENT,
            "may_move": request.user.has_perm("backorders.prioritise_order"),
        }
        return TemplateResponse(request, "admin/order/view.html", context)

    def _order(self, request: HttpRequest, pk: str) -> Order:
        try:
            order = self.row_of_page(request, int(pk))
        except ValueError:
            raise Http404(NO_ORDER) from None
        if not self.has_view_or_change_permission(request, order):
            raise PermissionDenied
        return order
