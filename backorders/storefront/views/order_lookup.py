"""Find an order again without the link of its mails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorders.actions.find_order import find_order
from backorders.forms.order_lookup_form import OrderLookupForm
from backorders.models import Order
from backorders.storefront.shop_frame import shopper_network
from backorders.words.refusal import ORDER_NOT_FOUND
from catalog.forms.once import harmless
from catalog.words.refusal import refusals


@harmless("It changes nothing but the count of failures: it leads to the order's page.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and e-mail address, and lead to the page of the order."""
    posted = request.POST if request.method == "POST" else None
    form = OrderLookupForm(posted)
    if posted is None or not form.is_valid():
        return render(request, "storefront/find_order.html", {"form": form}, status=400 if posted is not None else 200)
    found: Order | None = None
    with refusals() as problems:
        found = find_order(**form.cleaned_data, network=shopper_network(request), now=timezone.now())
    if found is None:
        form.add_error(None, problems or [ORDER_NOT_FOUND])
        return render(request, "storefront/find_order.html", {"form": form}, status=400)
    return redirect("storefront:confirmation", checkout=found.checkout)
