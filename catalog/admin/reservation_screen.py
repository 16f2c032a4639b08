"""Reports > Reservations: the ledger, read only."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from catalog.admin.grid import Grid
from catalog.admin.screen import NobodyWrites, Screen
from catalog.models import Product, Reservation
from catalog.rules.quantity import plain


class Ledger(Grid):
    """The page of the ledger that is shown, with its products: rows outlive their product, so that no join may drop them."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        """Load the products of the page at once."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        products = Product.objects.in_bulk({row.product_id for row in rows})
        for row in rows:
            row.product_found = products.get(row.product_id)
        self.result_list = rows


@admin.register(Reservation)
class ReservationScreen(NobodyWrites, Screen):
    """What was promised and given back, the newest first. Nobody writes here: the database refuses it."""

    number_columns = ("quantity_text", "free_text")
    list_display = ("created_at", "stock", "product_text", "quantity_text", "event_type", "order_number", "free_text")
    list_display_links = None
    list_filter = (("stock", RelatedDropdownFilter), ("event_type", ChoicesDropdownFilter))
    list_filter_submit = True
    search_fields = ("=order_number", "product__sku", "product__name")
    search_help_text = "Search by order number, SKU or product"
    list_select_related = ("stock",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = None

    class Media:
        css = {"all": ("admin/salable/product-lists.css", "admin/salable/product.css")}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Grid]:
        """Use the list that loads the products of its page."""
        del request, kwargs
        return Ledger

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reservation]:
        """Return the whole ledger."""
        return cast("QuerySet[Reservation]", super().get_queryset(request))

    @display(description="Product")
    def product_text(self, row: Any) -> str:
        """Return the product's name and SKU, or its number when it is gone."""
        product: Product | None = row.product_found
        if product is None:
            return f"Product {row.product_id} (deleted)"
        url = reverse("admin:catalog_product_change", args=[product.pk])
        text = f"{product.name} ({product.sku})"
        return render_to_string("admin/catalog/grid/link.html", {"url": url, "text": text})

    @display(description="Quantity")
    def quantity_text(self, row: Reservation) -> str:
        """Return the units: below zero promised, above given back."""
        return plain(row.quantity) if row.quantity < 0 else f"+{plain(row.quantity)}"

    @display(description="Free after")
    def free_text(self, row: Reservation) -> str:
        """Return the free quantity that the guard saw after the row; below zero it is owed."""
        return plain(row.free_after)
