"""Back in stock: leaving an address, confirming it by the link of a mail, and taking it away."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from backorders.actions.stock_alert import CannotSignUp, ask_for_alert, confirm_alert, end_alerts
from backorders.forms.stock_alert_form import StockAlertForm
from backorders.models import StockAlert
from backorders.storefront.shop_frame import shopper_network
from backorders.words.stock_alert import asked_words
from catalog.forms.hidden_fields import on_shared_pages
from catalog.forms.once import harmless
from catalog.models import Product, Website
from catalog.queries.salable import for_sale
from catalog.storefront.current_store import current_store
from catalog.storefront.offers import product_address
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import NO_SUCH_PRODUCT, refusals

PAGE = "storefront/stock_alert.html"


@once_in_shop()
@on_shared_pages
@require_POST
def stock_alert(request: HttpRequest) -> HttpResponse:
    """Take an address for a product, and lead back to its page, which says what comes next; a wrong address is asked for again."""
    store = current_store(request)
    form = StockAlertForm(request.POST)
    is_valid = form.is_valid()
    product = _product(store.website, form.cleaned_data.get("product"))
    if not is_valid:
        context = {"form": form, "product": product.name, "url": product_address(product)}
        return render(request, PAGE, {"state": "again", **context}, status=400)
    with refusals() as problems:
        ask_for_alert(
            product=product,
            website=store.website,
            email=form.cleaned_data["email"],
            network=shopper_network(request),
            now=timezone.now(),
        )
        messages.success(request, asked_words(product.name))
    if problems:
        messages.error(request, " ".join(problems))
    return redirect(product_address(product))


def _product(website: Website, pk: int | None) -> Product:
    """Return what the website sells; nothing is said of anything else, not even its name."""
    sold = Product.objects.filter(for_sale(website.pk)).select_related("variant_of")
    found = None if pk is None else sold.filter(pk=pk).first()
    if found is None:
        raise Http404(NO_SUCH_PRODUCT)
    return found


@harmless("Who is on the list is on the list, however often it is confirmed.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Ask with a button, since programs that read mails open every link; posted, put the address on the list."""
    if request.method == "POST":
        # The page says what became of it.
        with suppress(CannotSignUp):
            confirm_alert(token=token, now=timezone.now())
    alert = StockAlert.objects.select_related("product__variant_of").filter(token=token).first()
    if alert is None:
        return render(request, PAGE, {"state": "gone"}, status=404)
    state = "told" if alert.told_at else "waiting" if alert.confirmed_at else "confirm"
    context = {"state": state, "product": alert.product.name, "url": product_address(alert.product), "token": token}
    return render(request, PAGE, context)


@harmless("What is forgotten is forgotten, and an address that is not on the list gets the same answer.")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Ask with a button; posted, from there or by the mail program itself (RFC 8058), forget the address.

    The token alone is asked for: a mail program brings no cookie. It opens nothing else.
    """
    if request.method == "POST":
        end_alerts(token=token)
    return render(request, PAGE, {"state": "ended" if request.method == "POST" else "end", "token": token})
