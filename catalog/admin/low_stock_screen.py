"""Reports > Low Stock."""

import csv
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from catalog.admin.screen import Screen
from catalog.models import ConfigurationValue, Source, SourceItem, StockLevel
from catalog.queries.low_stock_sql import low_source_items
from catalog.queries.stock_policy_sql import number
from catalog.rules.quantity import plain

COLUMNS = ("Product", "SKU", "Quantity", "Notify level", "Already promised", "Source", "Source Code")


class SourceFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """Items of one enabled source."""

    title = "Source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the enabled sources: a disabled one is never in the report."""
        del request, model_admin
        rows = Source.objects.filter(is_enabled=True).order_by("name", "pk").values_list("code", "name")
        return [(code, f"{name} ({code})") for code, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SourceItem]) -> QuerySet[SourceItem]:
        """Keep the items of the chosen source."""
        del request
        return queryset.filter(source__code=self.value()) if self.value() else queryset


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


@admin.register(SourceItem)
class LowStockScreen(Screen):
    """Source items at or below their notify level, the lowest first, items at zero included. Read only."""

    list_display = ("product_link", "sku", "quantity_text", "notify_text", "promised", "source_text")
    list_display_links = None
    list_filter = (SourceFilter,)
    list_filter_submit = True
    search_fields = ("product__name", "product__sku")
    search_help_text = "Search by product or SKU"
    list_select_related = ("product", "source")
    ordering = ("quantity", "product__name", "pk")
    sortable_by = ()
    actions = None
    actions_list = ("export_csv",)

    class Media:
        css = {"all": ("admin/salable/product-lists.css", "admin/salable/product.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Ask the rule, and what is promised from the stocks that draw from each source."""
        configured = ConfigurationValue.objects.in_force().configured_policy()
        promised = (
            StockLevel.objects.filter(product=OuterRef("product"), stock__links__source=OuterRef("source"))
            .order_by()
            .values("product")
            .annotate(total=Sum("reserved"))
            .values("total")
        )
        rows = low_source_items(super().get_queryset(request), configured=configured)
        return cast("QuerySet[Any]", rows.annotate(reserved=Coalesce(Subquery(promised), number(0))))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the report: its rows are source items, and the reader looks for "Low Stock"."""
        opts = copy(self.opts)
        opts.verbose_name_plural = "Low Stock Report"
        titled = {"title": "Low Stock Report", "opts": opts, **(extra_context or {})}
        return super().changelist_view(request, titled)

    @display(description="Product")
    def product_link(self, item: Any) -> str:
        """Return the product's name, leading to its page."""
        url = reverse("admin:catalog_product_change", args=[item.product_id])
        return render_to_string("admin/catalog/grid/link.html", {"url": url, "text": item.product.name})

    @display(description="SKU")
    def sku(self, item: Any) -> str:
        """Return the product's SKU."""
        return str(item.product.sku)

    @display(description="Quantity")
    def quantity_text(self, item: Any) -> str:
        """Return the units at the source."""
        return plain(item.quantity)

    @display(description="Notify level")
    def notify_text(self, item: Any) -> str:
        """Return the level in force: the source's own, else the product's own, else the configured one."""
        return plain(item.notify_level)

    @display(description="Already promised")
    def promised(self, item: Any) -> str:
        """Return what open orders hold in the stocks that draw from the source."""
        return plain(item.reserved)

    @display(description="Source")
    def source_text(self, item: Any) -> str:
        """Return the source, name and code."""
        return f"{item.source.name} ({item.source.code})"

    @action(description="Export CSV", url_path="export", icon="download", permissions=["view"])
    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream the whole report, in its order."""
        rows = self.get_queryset(request).select_related("product", "source").order_by(*self.ordering)
        response = StreamingHttpResponse(_csv_lines(rows.iterator(chunk_size=2000)), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="low_stock.csv"'
        return response

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the product: an item is changed there."""
        del args, kwargs
        item = SourceItem.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if item is None or not self.has_view_permission(request):
            return redirect(reverse("admin:catalog_sourceitem_changelist"))
        return redirect(reverse("admin:catalog_product_change", args=[item.product_id]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Offer no adding: sources are assigned on the product's page."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no changing here."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deleting here."""
        del request, obj
        return False


def _csv_lines(items: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield str(writer.writerow(COLUMNS))
    for item in items:
        quantities = [plain(value) for value in (item.quantity, item.notify_level, item.reserved)]
        texts = [_safe(item.product.name), _safe(item.product.sku)]
        yield str(writer.writerow([*texts, *quantities, _safe(item.source.name), _safe(item.source.code)]))


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
