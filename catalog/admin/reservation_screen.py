"""Reports > Reservations: the ledger, read only."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from catalog.admin.grid import Grid
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, NumberFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.product.filters import stock_choices
from catalog.admin.screen import NobodyWrites, Screen
from catalog.models import Product, Reservation
from catalog.models.reservation import EventType
from catalog.rules.quantity import plain


class Ledger(Grid):
    """The ledger with its products: rows outlive their product, so that no join may drop them."""

    def filled(self, rows: list[Any]) -> list[Any]:
        """Load the products at once."""
        products = Product.objects.in_bulk({row.product_id for row in rows})
        for row in rows:
            row.product_found = products.get(row.product_id)
        return rows


@admin.register(Reservation)
class ReservationScreen(NobodyWrites, Screen):
    """What was promised and given back, the newest first. Nobody writes here: the database refuses it."""

    number_columns = ("quantity_text", "free_text")
    list_display = ("created_at", "stock", "product_text", "quantity_text", "event_type", "order_number", "free_text")
    list_display_links = None
    filters = (
        ChoiceFilter("stock", "Stock", "stock", choices=stock_choices, was="stock__id__exact"),
        ChoiceFilter("event", "Event", "event_type", choices=EventType.choices, was="event_type__exact"),
        DateFilter("created", "Created", "created_at"),
        NumberFilter("quantity", "Quantity (below zero: promised)", "quantity"),
    )
    date_columns = ("created_at",)
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
        return link_cell(reverse("admin:catalog_product_change", args=[product.pk]), f"{product.name} ({product.sku})")

    @display(description="Quantity")
    def quantity_text(self, row: Reservation) -> str:
        """Return the units: below zero promised, above given back."""
        return plain(row.quantity) if row.quantity < 0 else f"+{plain(row.quantity)}"

    @display(description="Free after")
    def free_text(self, row: Reservation) -> str:
        """Return the free quantity that the guard saw after the row; below zero it is owed."""
        return plain(row.free_after)
