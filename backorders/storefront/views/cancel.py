"""Cancel Order: the shopper gives an order up while nothing of it has left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorders.actions.cancel_order import CannotCancel
from backorders.actions.cancel_own_order import cancel_own_order
from backorders.models import Order
from backorders.queries.logged_order import about_order
from backorders.storefront.presenters.order_page import order_page
from backorders.storefront.signed_in_staff import signed_in_staff
from catalog.queries.history import staff_name
from catalog.storefront.once_in_shop import once_in_shop

TOO_LATE = "This order cannot be canceled here any more."


@once_in_shop()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Ask whether the order is to be canceled (a page for browsers without scripts), or cancel it and go back to it."""
    order = get_object_or_404(Order.objects.select_related("website", "stock"), checkout=checkout)
    about_order(order.pk)
    page = order_page(order)
    if request.method != "POST":
        if page.may_cancel:
            return render(
                request, "storefront/cancel_order.html", {"page": page, "staff": staff_name(signed_in_staff(request))}
            )
        messages.info(request, TOO_LATE)
        return redirect("storefront:confirmation", checkout=checkout)
    try:
        cancel_own_order(order=order, by=signed_in_staff(request))
    except CannotCancel as refusal:
        messages.error(request, str(refusal))
    else:
        where = " to your card" if page.refunds_card_only else ""
        refund = f"{page.refundable} will be refunded{where}." if page.refundable else "Nothing was charged."
        messages.success(request, f"Your order was canceled. {refund}")
    return redirect("storefront:confirmation", checkout=checkout)
