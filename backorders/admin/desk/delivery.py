"""Sales > Backorders > one product: who waits, what a delivery would release, Receive stock."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from backorders.actions.receive_delivery import Served, receive_delivery
from backorders.admin.desk.presenter import counted, day
from backorders.forms.delivery_form import DeliveryForm
from backorders.queries.backorder_desk import open_and_owed, waiting_lines
from backorders.queries.shared_shelves import SharedDelivery, shared_delivery
from backorders.rules.queue import served_in_all
from backorders.words.order import expected_in_words
from catalog.admin.pages import AdminPage, Shown
from catalog.admin.promised_messages import tell_promised_at_sources
from catalog.admin.screen import tell_problems
from catalog.forms.fields import QuantityForm
from catalog.models import Product, Source, Stock, StockLevel
from catalog.rules.quantity import ZERO, plain
from catalog.words.names import first_named
from catalog.words.refusal import Refused

MAY_RECEIVE = "catalog.change_sourceitem"
SHOWN = 200
NAMED = 10


def delivery_page(request: HttpRequest, stock: int, product: int) -> HttpResponse | Shown:
    """Show the queue of a product in a stock; POST books a delivery. A constant number of queries."""
    return _page(request, get_object_or_404(Stock, pk=stock), get_object_or_404(Product, pk=product))


DELIVERY_PAGE = AdminPage(
    "backorders/<int:stock>/<int:product>/",
    "backorders_backorder_product",
    delivery_page,
    permission="view",
    posts=MAY_RECEIVE,
    template="admin/backorders/product.html",
)


def _page(request: HttpRequest, stock: Stock, product: Product) -> HttpResponse | Shown:
    form = DeliveryForm(request.POST or None, stock_id=stock.pk)
    if request.method == "POST" and form.is_valid() and _received(request, product, form.cleaned_data):
        return HttpResponseRedirect(request.path)
    asked = QuantityForm({"quantity": request.GET["units"]}) if request.GET.get("units") else None
    units = asked.cleaned_data["quantity"] if asked and asked.is_valid() else ZERO
    level = StockLevel.objects.filter(stock=stock, product=product).first() or StockLevel(on_hand=ZERO, reserved=ZERO)
    sources = form.choices
    shared = _shared(level, sources, units)
    waiting = waiting_lines(stock_id=stock.pk, product_id=product.pk, delivered=units, first=SHOWN, shared=shared)
    total_open, owed = open_and_owed(stock_id=stock.pk, product_id=product.pk)
    served = served_in_all(units, on_hand=level.on_hand, total_open=total_open)
    return Shown(
        {
            "title": f"Backorders of {product.name}",
            "product": product.name,
            "sku": product.sku,
            "stock": stock.name,
            "product_link": reverse("admin:catalog_product_change", args=(product.pk,)),
            "on_hand": plain(level.on_hand),
            "promised": plain(level.reserved),
            "owed": plain(owed),
            "lines": [_shown(line) for line in waiting],
            "is_cut": len(waiting) == SHOWN,
            "shown": SHOWN,
            "units": request.GET.get("units", "")[:20],
            "preview_error": asked.message if asked else "",
            "preview": (
                _preview(units, served)
                if shared is None
                else _preview(units, shared.in_all, to=sources[0][1], for_others=shared.in_all - shared.here)
            ),
            "sources": sources,
            "typed": form.typed if form.is_bound else request.GET.get("units", "")[:20],
            "form_error": form.message if request.method == "POST" else "",
            "may_receive": request.user.has_perm(MAY_RECEIVE),
        },
        status=400 if request.method == "POST" else 200,
    )


def _received(request: HttpRequest, product: Product, cleaned: dict[str, Any]) -> bool:
    source: Source = cleaned["source"]
    quantity: Decimal = cleaned["quantity"]
    try:
        served = receive_delivery(
            product,
            source=source,
            quantity=quantity,
            by=request.user if isinstance(request.user, User) else None,
            now=timezone.now(),
        )
    except Refused as refusal:
        tell_problems(request, refusal.problems)
        return False
    except ValueError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, f"{counted(quantity, 'unit')} received at {source.name}. {_who(served)}")
    tell_promised_at_sources(request, [source.pk], product_id=product.pk)
    return True


def _who(served: tuple[Served, ...]) -> str:
    if not served:
        return "Nobody was waiting for them, or the source item is Out of Stock and does not count."
    covered = [f"#{each.number} ({plain(each.units)})" for each in served]
    return f"Covered now: {first_named(covered, first=NAMED)}."


def _shared(level: StockLevel, sources: Sequence[tuple[int, str, bool]], units: Decimal) -> SharedDelivery | None:
    """Return whom `units` at the first of the `sources` would serve, where other stocks draw on them as well."""
    if not (units and level.shares and sources):
        return None
    return shared_delivery(
        stock_id=level.stock_id, product_id=level.product_id, source_id=sources[0][0], delivered=units
    )


def _preview(units: Decimal, served: Decimal, *, to: str = "", for_others: Decimal = ZERO) -> str:
    """Say whom a delivery would serve; `for_others` of the units are those of other stocks that draw on the source `to`."""
    if not units:
        return ""
    left = units - served
    others = f" {plain(for_others)} of them are for orders of other stocks." if for_others else ""
    rest = f" {plain(left)} would be left." if left else ""
    return f"A delivery of {plain(units)}{to and f' to {to}'} would cover {counted(served, 'owed unit')}.{others}{rest}"


def _shown(line: Any) -> dict[str, Any]:
    return {
        "number": line.number,
        "order_link": reverse("admin:backorders_order_change", args=(line.order_id,)),
        "customer": line.customer,
        "status": line.status,
        "placed": day(line.placed_at),
        "position": line.position,
        "expected": expected_in_words(line.expected),
        "open": plain(line.open),
        "covered": plain(line.covered),
        "owed": plain(line.owed),
        "served": plain(line.served) if line.served else "",
    }
