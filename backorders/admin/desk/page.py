"""Sales > Backorders, and its export."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from backorders.admin.desk.delivery import DELIVERY_PAGE
from backorders.admin.desk.presenter import counted, next_expected, of_products, owed_line, owed_product
from backorders.models import QueuePlace
from backorders.queries.backorder_desk import DeskFilter, became_shippable, desk_page, owed_lines, owed_products
from catalog.admin.incoming_supply.page import MAY_RECEIVE
from catalog.admin.pages import READS, AdminPage, Shown, csv_answer, slow
from catalog.models import Website
from catalog.models.fields import is_id
from catalog.queries.incoming_supply import SupplyAtSource, next_supplies
from catalog.rules.csv_file import csv_line
from catalog.rules.quantity import ZERO, plain

PER_PAGE = 50
LONGEST_NUMBER = 7
AGES = (7, 14, 30, 60, 90)
VIEWS = {"products": "By product", "orders": "By order", "shippable": "Became shippable"}


def backorder_desk(request: HttpRequest) -> Shown:
    """Show one page of the desk. A constant number of queries, however much is owed."""
    websites = dict(Website.objects.order_by("name", "pk").values_list("pk", "name"))
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "products"
    narrowed = _narrowed(request)
    rows, summary, page = _page(view, narrowed, request.GET.get("page"))
    age = _age(request)
    query = {"q": narrowed.words, "website": narrowed.website_id or "", "age": age or ""}
    return Shown(
        {
            "title": "Backorders",
            "view": view,
            "may_ship": request.user.has_perm("backorders.ship_order"),
            "tabs": [(label, f"?{urlencode({**query, 'view': name})}", name == view) for name, label in VIEWS.items()],
            "rows": rows,
            "summary": summary,
            "page": page,
            "page_query": urlencode({**query, "view": view}),
            "words": narrowed.words,
            "websites": [(pk, name, pk == narrowed.website_id) for pk, name in websites.items()],
            "ages": [(days, f"{days} days and older", days == age) for days in AGES],
            "is_narrowed": bool(narrowed.words or narrowed.website_id or age),
            "receive_link": reverse("admin:backorders_delivery_receive") if request.user.has_perm(MAY_RECEIVE) else "",
            "export_url": f"{reverse('admin:backorders_backorder_export')}?{urlencode({**query, 'view': view})}",
        },
    )


@slow
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Stream what the desk shows, as narrowed: products, order lines, or the lines that became shippable."""
    narrowed = _narrowed(request)
    view = request.GET.get("view")
    if view in {"orders", "shippable"}:
        rows = became_shippable(narrowed) if view == "shippable" else owed_lines(narrowed)
        places = rows.select_related("order__website", "product", "stock", "line").iterator(chunk_size=2000)
        lines = csv_lines(places)
    else:
        lines = product_csv_lines(owed_products(narrowed))
    return csv_answer(lines, name="backorders")


DESK_PAGES = (
    AdminPage(
        "backorders/",
        "backorders_backorder_desk",
        backorder_desk,
        permission="view",
        template="admin/backorders/desk.html",
        methods=READS,
    ),
    AdminPage("backorders/export/", "backorders_backorder_export", export_csv, permission="view", methods=READS),
    DELIVERY_PAGE,
)


def _narrowed(request: HttpRequest) -> DeskFilter:
    website = request.GET.get("website", "")
    age = _age(request)
    return DeskFilter(
        words=request.GET.get("q", "").replace("\0", "").strip()[:100],
        website_id=int(website) if is_id(Website, website) else None,
        placed_until=timezone.now() - timedelta(days=age) if age else None,
    )


def _age(request: HttpRequest) -> int | None:
    """Return the days that an order waits at least, as chosen from the list."""
    return next((days for days in AGES if request.GET.get("age") == str(days)), None)


def _spread(rows: list[Any]) -> tuple[int, int]:
    """Return how many products and how many stocks the rows are about."""
    return len({row["product_id"] for row in rows}), len({row["stock_id"] for row in rows})


def _page(view: str, narrowed: DeskFilter, number: str | None) -> tuple[list[Any], str, Any]:
    """Return the rows of a page, what they sum up to, and the page."""
    if view == "products":
        products = list(owed_products(narrowed))
        page = Paginator(products, PER_PAGE).get_page(number)
        units = sum((row["units"] for row in products), ZERO)
        comes = _next_supplies(list(page))
        return (
            [owed_product(row, comes.get((row["stock_id"], row["product_id"]))) for row in page],
            f"{counted(units, 'unit')} owed {of_products(*_spread(products))}",
            page,
        )
    lines: QuerySet[Any] = became_shippable(narrowed) if view == "shippable" else owed_lines(narrowed)
    column, verb = ("covered", "became shippable") if view == "shippable" else ("owed", "owed")
    asked = int(number) if number and number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER else 1
    found = desk_page(lines, units=column, number=max(asked, 1), size=PER_PAGE)
    paginator = Paginator(found.places, PER_PAGE)
    paginator.count = found.lines
    summary = f"{counted(found.units, 'unit')} {verb} in {counted(found.lines, 'order line')}"
    rows = [owed_line(place, ships=view == "shippable" and not place.is_virtual) for place in found.places]
    return rows, summary, Page(found.places, found.number, paginator)


def _next_supplies(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], SupplyAtSource]:
    return next_supplies(
        stock_ids={row["stock_id"] for row in rows}, product_ids={row["product_id"] for row in rows} - {None}
    )


COLUMNS = ("Order", "Placed", "Customer", "Email", "Website", "Status", "SKU", "Product", "Stock")
PRODUCT_COLUMNS = ("SKU", "Product", "Stock", "Oldest order", "On hand", "Order lines", "Owed", "Next expected")
NUMBERS = ("Place in queue", "Open", "Covered", "Owed")


def csv_lines(places: Iterable[QueuePlace]) -> Iterator[str]:
    """Yield the header and one line for each place, in their order; times are in the site's time zone, ISO 8601."""
    yield csv_line(*COLUMNS, *NUMBERS)
    for place in places:
        order = place.order
        texts = (
            order.number,
            place.placed_at.isoformat(timespec="seconds"),
            order.customer_name,
            order.email,
            order.website.name,
            order.status_label,
            (place.product or place.line).sku,
            (place.product or place.line).name,
            place.stock.name,
        )
        numbers = (str(place.position), plain(place.open), plain(place.covered), plain(place.owed))
        yield csv_line(*texts, numbers=numbers)


def product_csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the header and one line for each (stock, product) that owes units, in their order."""
    yield csv_line(*PRODUCT_COLUMNS)
    found = list(rows)
    comes = _next_supplies(found)
    for row in found:
        sku, name = row["product__sku"] or row["ordered_sku"], row["product__name"] or row["ordered_name"]
        texts = (sku, name, row["stock__name"])
        oldest = row["oldest"].isoformat(timespec="seconds")
        numbers = (plain(row["on_hand"]), str(row["lines"]), plain(row["units"]))
        expected = next_expected(comes.get((row["stock_id"], row["product_id"])))
        yield csv_line(*texts, oldest, numbers=numbers, more=(expected,))
