"""Reports > Low Stock, and the filters that its notices share.

A row is of a source or of a stock.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from catalog.admin.pages import csv_answer, slow
from catalog.admin.screen import ReadOnly, Screen
from catalog.models import LowStock, Product, Source, Stock, StockLevel, Website
from catalog.models.fields import QuantityField
from catalog.queries.product_search import is_found
from catalog.rules.csv_file import csv_line
from catalog.rules.quantity import ZERO, plain


class SourceFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What lies at one source."""

    title = "Source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the enabled sources: of a disabled one nothing is low."""
        del request, model_admin
        rows = Source.objects.filter(is_enabled=True).order_by("name", "pk").values_list("code", "name")
        return [(code, f"{name} ({code})") for code, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen source."""
        del request
        return queryset.filter(source__code=self.value()) if self.value() else queryset


class StockFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What one stock sells: free in it, or at a source that it draws from."""

    title = "Stock"
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the stocks."""
        del request, model_admin
        return [(str(pk), name) for pk, name in Stock.objects.order_by("name", "pk").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen stock."""
        del request
        chosen = str(self.value() or "")
        if not chosen.isdecimal():
            return queryset
        return queryset.filter(Q(stock_id=int(chosen)) | Q(source__in=Source.objects.filter(stocks=int(chosen))))


class WebsiteFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What one website sells: products that it lists, in its stock."""

    title = "Website"
    parameter_name = "website"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the websites."""
        del request, model_admin
        return list(Website.objects.order_by("name", "pk").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen website."""
        del request
        if not self.value():
            return queryset
        stocks = Stock.objects.filter(sales_channels__website__code=self.value())
        sources = Source.objects.filter(stocks__in=stocks)
        listed = Website.products.through.objects.filter(website__code=self.value()).values("product")
        return queryset.filter(Q(stock__in=stocks) | Q(source__in=sources), product__in=listed)


class ProductRows(ReadOnly, Screen):
    """A list of what befell products, searched by them; each row leads to its product, where its stock is changed."""

    list_display_links = None
    list_filter_submit = True
    search_fields = ("product__name", "product__sku")  # for the search box
    search_help_text = "Search by product or SKU"
    sortable_by = ()
    actions = None

    class Media:
        css = {"all": ("admin/salable/product-lists.css", "admin/salable/product.css")}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by words of the product's name and SKU, from an index, as the grid of products does."""
        del request
        if not search_term.strip():
            return queryset, False
        found = Product.objects.filter(is_found(search_term, in_shop=False)).order_by()
        return queryset.filter(product__in=found), False

    @display(description="Product")
    def product_link(self, row: Any) -> str:
        """Return the product's name, leading to its page."""
        url = reverse("admin:catalog_product_change", args=[row.product_id])
        return render_to_string("admin/catalog/grid/link.html", {"url": url, "text": row.product.name})

    @display(description="SKU")
    def sku(self, row: Any) -> str:
        """Return the product's SKU."""
        return str(row.product.sku)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the product."""
        del args, kwargs
        row: Any = self.model.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if row is None or not self.has_view_permission(request):
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect("admin:catalog_product_change", row.product_id)


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
class LowStockScreen(ProductRows):
    """Source items, and products in a stock, at or below their notify level, the lowest first, zero included. Read only."""

    seen_with = ("catalog.view_sourceitem", "catalog.change_sourceitem")
    number_columns = ("quantity_text", "notify_text", "on_hand_text", "promised")
    list_display = ("product_link", "sku", "quantity_text", "notify_text", "on_hand_text", "promised", "where_text")
    list_filter = (SourceFilter, StockFilter, WebsiteFilter)
    list_select_related = ("product", "source", "stock")
    # As two indexes have them (docs/decisions/0065): by name, every row of the lowest quantity would be read for one page.
    ordering = ("quantity", "product_id", "source_id", "stock_id")
    actions_list = ("export_csv",)

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
            default=Coalesce(Subquery(drawing), Value(ZERO, output_field=QuantityField())),
            output_field=QuantityField(),
        )
        return cast("QuerySet[Any]", super().get_queryset(request).annotate(reserved=promised))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the report: the reader looks for "Low Stock"."""
        opts = copy(self.opts)
        opts.verbose_name_plural = "Low Stock Report"
        titled = {"title": "Low Stock Report", "opts": opts, **(extra_context or {})}
        return super().changelist_view(request, titled)

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
    def where_text(self, row: Any) -> str:
        """Return the source, name and code, or the stock in which this is free."""
        return f"Free in {row.stock.name}" if row.source is None else f"{row.source.name} ({row.source.code})"

    @slow
    @action(description="Export CSV", url_path="export", icon="download", permissions=["view"])
    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream the report as it is filtered, in its order."""
        rows = self.get_changelist_instance(request).get_queryset(request)
        rows = rows.select_related("product", "source", "stock").order_by(*self.ordering)
        return csv_answer(_csv_lines(rows.iterator(chunk_size=2000)), name="low_stock")


def _csv_lines(rows: Iterable[Any]) -> Iterator[str]:
    yield csv_line(*COLUMNS)
    for row in rows:
        quantities = [plain(value) for value in (row.quantity, row.notify_level, row.on_hand, row.reserved)]
        source = ("", "") if row.source is None else (row.source.name, row.source.code)
        stock = "" if row.stock is None else row.stock.name
        yield csv_line(row.product.name, row.product.sku, numbers=quantities, more=(*source, stock))
