"""Reports > Low Stock, and what the grids of what befell products share."""

from copy import copy
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.decorators import display

from catalog.admin.grid import MOST_COUNTED, GridPaginator, MoreThan, counted_to_most
from catalog.admin.grid_filters import ChoiceFilter, NumberFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.product.filters import source_choices, stock_choices, website_choices
from catalog.admin.screen import ReadOnly, Screen
from catalog.models import ConfigurationValue, LowStock, ProductSearch, Source, Stock, StockItem, StockLevel, Website
from catalog.models.fields import QuantityField
from catalog.queries.product_grid import among_first_known, ranged, watched_from
from catalog.queries.product_search import answers, search_question
from catalog.queries.salable import there_is
from catalog.rules.grid_filter import Range
from catalog.rules.quantity import ZERO, plain

type Rows = QuerySet[Any]


def _at_source(rows: Rows, code: str, _request: HttpRequest) -> Rows:
    return rows.filter(source__code=code)


def _of_stock(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    """Keep what one stock sells: free in it, or at a source that it draws from."""
    stock = int(chosen)
    return rows.filter(Q(stock_id=stock) | Q(source__in=Source.objects.filter(stocks=stock)))


def _of_website(rows: Rows, code: str, request: HttpRequest) -> Rows:
    """Keep what one website sells: products that it lists, in its stock. Of those that a search finds each is looked up."""
    stocks = Stock.objects.filter(sales_channels__website__code=code)
    listed = Website.products.through.objects.filter(website__code=code).values("product")
    sold = Q(stock__in=stocks) | Q(source__in=Source.objects.filter(stocks__in=stocks))
    if request.GET.get(SEARCH_VAR, "").strip():
        return rows.filter(sold, there_is(listed.filter(product=OuterRef("product_id"))))
    return rows.filter(sold, product__in=listed)


def _quantity(rows: Rows, found: Range[Decimal], request: HttpRequest) -> Rows:
    """Keep the quantities. Above the configured notify level nothing is low but what has a higher one of its own.

    Such rows are counted by those products. A page of many is found sooner from the lowest up.
    """
    rows = rows.filter(ranged("quantity", found))
    configured = ConfigurationValue.objects.in_force().configured_policy().notify_stock_qty
    if found.low is None or found.low <= configured:
        return rows
    watched = watched_from(found.low)
    request.__dict__["watched"] = watched
    is_of_many = StockItem.objects.filter(notify_stock_qty__gte=found.low)[FEW : FEW + 1].exists()
    return rows if is_of_many else rows.filter(watched)


def _found(typed: str) -> QuerySet[Any, Any]:
    """Return the ids of the products that are found by words of name and SKU, from an index, as the grid of products does."""
    question = search_question(typed, in_shop=False)
    if question is None:
        return ProductSearch.objects.none().values("product")
    found = ProductSearch.objects.filter(answers(question.rare, question.others, words="words"))
    return found.order_by().values("product")


# Of so many products more rows are low than are counted, in most shops: to find all that a word is found in takes longer.
SOME_PRODUCTS = 2 * MOST_COUNTED
# Of so few products with a high level of their own a page is looked up; of more it is found sooner from the lowest up.
FEW = 2_000
# A row is of a source or of a stock.
AT_SOURCE = ChoiceFilter("source", "Source", narrow=_at_source, choices=source_choices)
OF_STOCK = ChoiceFilter("stock", "Stock", narrow=_of_stock, choices=stock_choices)


class LowStockPaginator(GridPaginator):
    """Counts the report in the order in which counting ends soonest.

    Of the lowest nearly every row is low, so that what a stock or a website sells is soon counted from below; what lies at a source
    is not. Rows of products that a search finds are looked up for each product: first of some of them, which often are enough.
    """

    is_from_below = False
    watched = Q()
    found: tuple[QuerySet[Any], ...] = ()

    @cached_property
    def count(self) -> int:
        """The number of rows."""
        counted = 0
        for rows in self.found or (self.object_list,):
            kept = cast("Rows", rows).filter(self.watched) if self.watched else rows
            counted = counted_to_most(kept, in_order=self.is_from_below and not self.found and not self.watched)
            if isinstance(counted, MoreThan):
                break
        return counted


class ProductRows(ReadOnly, Screen):
    """A list of what befell products, searched by them; each row leads to its product, where its stock is changed."""

    list_display_links = None
    search_fields = ("product__name", "product__sku")  # for the search box
    search_help_text = "Search by product or SKU"
    sortable_by = ()
    actions = None

    class Media:
        css = {"all": ("admin/salable/product-lists.css", "admin/salable/product.css")}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by the product."""
        del request
        return (queryset.filter(product__in=_found(search_term)) if search_term.strip() else queryset), False

    @display(description="Product")
    def product_link(self, row: Any) -> str:
        """Return the product's name, leading to its page."""
        return link_cell(reverse("admin:catalog_product_change", args=[row.product_id]), row.product.name)

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


@admin.register(LowStock)
class LowStockScreen(ProductRows):
    """Source items, and products in a stock, at or below their notify level, the lowest first, zero included. Read only."""

    paginator = LowStockPaginator
    seen_with = ("catalog.view_sourceitem", "catalog.change_sourceitem")
    number_columns = ("quantity_text", "notify_text", "on_hand_text", "promised")
    list_display = ("product_link", "sku", "quantity_text", "notify_text", "on_hand_text", "promised", "where_text")
    filters = (
        AT_SOURCE,
        OF_STOCK,
        ChoiceFilter("website", "Website", narrow=_of_website, choices=website_choices),
        NumberFilter("quantity", "Quantity", narrow=_quantity),
        NumberFilter("level", "Notify level", "notify_level"),
    )
    exported = {
        "where_text": (
            ("Source", lambda row: row.source and row.source.name),
            ("Source Code", lambda row: row.source and row.source.code),
            ("Stock", lambda row: row.stock and row.stock.name),
        )
    }
    list_select_related = ("product", "source", "stock")
    # As two indexes have them (docs/decisions/0065): by name, every row of the lowest quantity would be read for one page.
    ordering = ("quantity", "product_id", "source_id", "stock_id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by the product, and note what is counted."""
        if not search_term.strip():
            return queryset, False
        found, bare = _found(search_term), queryset.order_by()
        # What one website sells of some is seldom enough.
        asked = (found,) if request.GET.get("website") else (found[:SOME_PRODUCTS], found)
        request.__dict__["counted_rows"] = tuple(bare.filter(among_first_known("product_id", some)) for some in asked)
        return queryset.filter(product__in=found), False

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> LowStockPaginator:
        """Say how it counts."""
        paginator: LowStockPaginator = super().get_paginator(request, *args, **kwargs)
        paginator.found = request.__dict__.get("counted_rows", ())
        paginator.watched = request.__dict__.get("watched", Q())
        asked = {name for name, value in request.GET.items() if value}
        paginator.is_from_below = bool(asked & {"stock", "website"}) and "source" not in asked
        return paginator

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
