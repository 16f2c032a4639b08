"""Reports > Low Stock."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.decorators import action, display

from catalog.admin.low_stock_filters import SourceFilter, StockFilter, WebsiteFilter
from catalog.admin.read_only import ReadOnly
from catalog.admin.screen import Screen
from catalog.models import LowStock, StockLevel
from catalog.models.fields import QuantityField
from catalog.queries.stock_policy_sql import number
from catalog.rules.csv_lines import csv_line
from catalog.rules.quantity import plain

COLUMNS = (
    "Product",
    "SKU",
    "Quantity",
    "Notify level",
    "On hand",
    "Already promised",
    "Source",
    "Source Code",
    "Stock",
)


@admin.register(LowStock)
class LowStockScreen(ReadOnly, Screen):
    """Source items, and products in a stock, at or below their notify level, the lowest first, zero included. Read only."""

    seen_with = ("catalog.view_sourceitem", "catalog.change_sourceitem")
    list_display = ("product_link", "sku", "quantity_text", "notify_text", "on_hand_text", "promised", "place_text")
    list_display_links = None
    list_filter = (SourceFilter, StockFilter, WebsiteFilter)
    list_filter_submit = True
    search_fields = ("product__name", "product__sku")
    search_help_text = "Search by product or SKU"
    list_select_related = ("product", "source", "stock")
    ordering = ("quantity", "product__name", "product__sku", "source", "stock")
    sortable_by = ()
    actions = None
    actions_list = ("export_csv",)

    class Media:
        css = {"all": ("admin/salable/product-lists.css", "admin/salable/product.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Ask the view, and what is promised: in the stock, or in the stocks that draw from the source."""
        drawing = (
            StockLevel.objects.filter(product=OuterRef("product"), stock__links__source=OuterRef("source"))
            .order_by()
            .values("product")
            .annotate(total=Sum("reserved"))
            .values("total")
        )
        promised = Case(
            When(source=None, then=F("on_hand") - F("quantity")),
            default=Coalesce(Subquery(drawing), number(0)),
            output_field=QuantityField(),
        )
        return cast("QuerySet[Any]", super().get_queryset(request).annotate(reserved=promised))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the report: the reader looks for "Low Stock"."""
        opts = copy(self.opts)
        opts.verbose_name_plural = "Low Stock Report"
        titled = {"title": "Low Stock Report", "opts": opts, **(extra_context or {})}
        return super().changelist_view(request, titled)

    @display(description="Product")
    def product_link(self, row: Any) -> str:
        """Return the product's name, leading to its page."""
        url = reverse("admin:catalog_product_change", args=[row.product_id])
        return render_to_string("admin/catalog/grid/link.html", {"url": url, "text": row.product.name})

    @display(description="SKU")
    def sku(self, row: Any) -> str:
        """Return the product's SKU."""
        return str(row.product.sku)

    @display(description="Quantity")
    def quantity_text(self, row: Any) -> str:
        """Return what is judged: the units at the source, or those free in the stock."""
        return plain(row.quantity)

    @display(description="Notify level")
    def notify_text(self, row: Any) -> str:
        """Return the level in force: the source's own, else the product's own, else the configured one."""
        return plain(row.notify_level)

    @display(description="On hand")
    def on_hand_text(self, row: Any) -> str:
        """Return the units on the shelf, or on the shelves of the stock."""
        return plain(row.on_hand)

    @display(description="Already promised")
    def promised(self, row: Any) -> str:
        """Return what open orders hold in the stock, or in the stocks that draw from the source."""
        return plain(row.reserved)

    @display(description="Where")
    def place_text(self, row: Any) -> str:
        """Return the source, name and code, or the stock in which this is free."""
        return f"Free in {row.stock.name}" if row.source is None else f"{row.source.name} ({row.source.code})"

    @action(description="Export CSV", url_path="export", icon="download", permissions=["view"])
    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream the report as it is filtered, in its order."""
        rows = self.get_changelist_instance(request).get_queryset(request)
        rows = rows.select_related("product", "source", "stock").order_by(*self.ordering)
        response = StreamingHttpResponse(_csv_lines(rows.iterator(chunk_size=2000)), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="low_stock.csv"'
        return response

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the product: its stock is changed there."""
        del args, kwargs
        row = LowStock.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if row is None or not self.has_view_permission(request):
            return redirect(reverse("admin:catalog_lowstock_changelist"))
        return redirect(reverse("admin:catalog_product_change", args=[row.product_id]))


def _csv_lines(rows: Iterable[Any]) -> Iterator[str]:
    yield csv_line(*COLUMNS)
    for row in rows:
        quantities = [plain(value) for value in (row.quantity, row.notify_level, row.on_hand, row.reserved)]
        source = ("", "") if row.source is None else (row.source.name, row.source.code)
        stock = "" if row.stock is None else row.stock.name
        yield csv_line(row.product.name, row.product.sku, numbers=quantities, more=(*source, stock))
