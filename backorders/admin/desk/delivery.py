"""Sales > Backorders > one product: who waits, what a delivery would release, Receive stock."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.steps.delivered_units import Received
from backorders.admin.desk.presenter import counted, day
from backorders.forms.delivery_form import DeliveryForm
from backorders.queries.backorder_desk import QueueTotals, Waiting, queue_totals, stocks_in_queue, waiting_lines
from backorders.queries.shared_shelves import SharedDelivery, shared_delivery
from backorders.rules.queue import served_in_all
from backorders.words.delivery import serves
from backorders.words.order import expected_in_words
from catalog.admin.incoming_supply.page import MAY_RECEIVE
from catalog.admin.pages import AdminPage, Shown
from catalog.admin.promised_messages import tell_promised_at_sources
from catalog.admin.screen import tell_problems
from catalog.forms.fields import QuantityForm
from catalog.models import Product, Source, Stock, StockLevel
from catalog.queries.promised_day import outlooks
from catalog.rules.promised_day import Outlook
from catalog.rules.quantity import ZERO, plain
from catalog.words.incoming_supply import receipts_in_words
from catalog.words.promised_day import promised_day_in_words
from catalog.words.refusal import Refused

MOST_LINES = 200


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
    stocks = stocks_in_queue(level)
    in_queue = list(stocks) or [stock.pk]
    sources = form.choices
    shared = _shared(level, sources, units)
    waiting = waiting_lines(stock_ids=in_queue, product_id=product.pk, delivered=units, first=MOST_LINES, shared=shared)
    pairs = {(line.stock_id, product.pk) for line in waiting}
    comes = outlooks(pairs)
    own, in_all = queue_totals(stock_id=stock.pk, stock_ids=in_queue, product_id=product.pk)
    served = served_in_all(units, on_hand=level.on_hand, total_open=own.open)
    return Shown(
        {
            "title": f"Backorders of {product.name}",
            "product": product.name,
            "sku": product.sku,
            "stock": stock.name,
            "product_link": reverse("admin:catalog_product_change", args=(product.pk,)),
            "on_hand": plain(level.on_hand),
            "promised": plain(level.reserved),
            "owed": plain(own.owed),
            "joint": _joint(stock, stocks, own, in_all),
            "lines": [_shown(line, stocks, comes[line.stock_id, product.pk], today=localdate()) for line in waiting],
            "is_cut": len(waiting) == MOST_LINES,
            "most_lines": MOST_LINES,
            "units": request.GET.get("units", "")[:20],
            "preview_error": asked.message if asked else "",
            "preview": _preview(units, served, shared, to=sources[0][1] if sources else ""),
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
        received = receive_delivery(
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
    messages.success(request, f"{counted(quantity, 'unit')} received at {source.name}. {_who(received)}")
    tell_promised_at_sources(request, [source.pk], product_id=product.pk)
    return True


def _who(received: Received) -> str:
    told = receipts_in_words(received.receipts)
    if not received.served:
        nobody = "Nobody was waiting for them, or the source item is Out of Stock and does not count."
        return f"{nobody} {told}".strip()
    return f"Covered now: {serves([(each.number, each.units) for each in received.served])}. {told}".strip()


def _shared(level: StockLevel, sources: Sequence[tuple[int, str, bool]], units: Decimal) -> SharedDelivery | None:
    """Return whom `units` at the first of the `sources` would serve, where other stocks draw on them as well."""
    if not (units and level.shares):
        return None
    if not sources:
        return SharedDelivery({}, ZERO, ZERO)
    return shared_delivery(
        stock_id=level.stock_id, product_id=level.product_id, source_id=sources[0][0], delivered=units
    )


def _preview(units: Decimal, served: Decimal, shared: SharedDelivery | None, *, to: str) -> str:
    """Say whom a delivery would serve: `served` units of the stock's own queue, or those of one that is `shared`.

    The latter depends on the source, so the one that is supposed, `to`, is named; it is empty where the stock has none enabled.
    """
    if not units:
        return ""
    where = others = ""
    if shared is not None:
        served = shared.in_all
        where = to and f" to {to}"
        if for_others := shared.in_all - shared.here:
            verb = "is" if for_others == 1 else "are"
            others = f" {plain(for_others)} of them {verb} for orders of other stocks."
    rest = f" {plain(units - served)} would be left." if served < units else ""
    return f"A delivery of {plain(units)}{where} would cover {counted(served, 'owed unit')}.{others}{rest}"


def _joint(
    stock: Stock, stocks: Mapping[int, str], own: QueueTotals, in_all: QueueTotals
) -> dict[str, str | tuple[str, ...]] | None:
    """Return what is said of one queue of several `stocks`; None where `stock` has a queue of its own."""
    if not stocks:
        return None
    return {
        "others": tuple(name for pk, name in stocks.items() if pk != stock.pk),
        "covered_here": plain(own.covered),
        "covered": plain(in_all.covered),
        "owed": plain(in_all.owed),
    }


def _shown(line: Waiting, stocks: Mapping[int, str], outlook: Outlook, *, today: date) -> dict[str, Any]:
    last = ZERO if line.expected is None else line.expected.last
    comes = outlook.day_of(last, today=today, since=localtime(line.placed_at).date())
    return {
        "number": line.number,
        "stock": stocks.get(line.stock_id, ""),
        "order_link": reverse("admin:backorders_order_change", args=(line.order_id,)),
        "customer": line.customer,
        "status": line.status,
        "placed": day(line.placed_at),
        "position": line.position,
        "expected": expected_in_words(line.expected),
        "comes": promised_day_in_words(comes),
        "open": plain(line.open),
        "covered": plain(line.covered),
        "owed": plain(line.owed),
        "served": plain(line.served) if line.served else "",
    }
