"""The shopper chooses anew how his order ships, on its page, until a parcel has left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from backorders.actions.choose_shipping import choose_shipping
from backorders.forms.revision import shown_revision
from backorders.rules.shipping_choice import ShippingChoice
from backorders.storefront.shop_frame import signed_in_staff
from backorders.storefront.views.order import asked_order
from backorders.words.shipping_choice import CHANGED, CHOOSE
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import refusals


@once_in_shop()
@require_POST
def choose(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Let the order ship as was chosen, and go back to it, which says so, or why not."""
    order = asked_order(checkout)
    back = redirect("storefront:confirmation", checkout=checkout)
    wanted = request.POST.get("shipping", "")
    if wanted not in set(ShippingChoice):
        messages.error(request, CHOOSE)
        return back
    choice = ShippingChoice(wanted)
    with refusals() as problems:
        choose_shipping(
            order=order,
            choice=choice,
            revision=shown_revision(request),
            is_through_link=True,
            by=signed_in_staff(request),
            now=timezone.now(),
        )
        messages.success(request, CHANGED[choice])
    if problems:
        messages.error(request, " ".join(problems))
    return back
