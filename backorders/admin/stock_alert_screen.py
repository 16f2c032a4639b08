"""Reports > Back in Stock Alerts: who waits for which product."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from backorders.admin.order_filters import website_choices
from backorders.models import StockAlert
from backorders.words.stock_alert import alert_status
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, TextFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.history import moment_words
from catalog.admin.screen import NobodyWrites, Screen

STANDINGS = {
    "waiting": Q(confirmed_at__isnull=False, told_at=None),
    "asked": Q(confirmed_at=None),
    "told": Q(told_at__isnull=False),
}
LABELS = (
    ("waiting", alert_status(is_confirmed=True, is_told=False)),
    ("asked", alert_status(is_confirmed=False, is_told=False)),
    ("told", alert_status(is_confirmed=True, is_told=True)),
)


def _product(rows: QuerySet[Any], text: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(Q(product__name__icontains=text) | Q(product__sku__icontains=text))


@admin.register(StockAlert)
class StockAlertScreen(NobodyWrites, Screen):
    """Visitors write the rows and take them away; staff read who waits, the longest first where they ask for it."""

    list_display = ("product_text", "website", "email", "asked", "confirmed", "told", "standing")
    list_display_links = None
    list_select_related = ("product", "website")
    search_fields = ("email", "product__sku", "product__name")
    search_help_text = "Search by e-mail, SKU or product"
    date_columns = ("asked", "confirmed", "told")
    ordering = ("-pk",)
    actions = None
    filters = (
        ChoiceFilter("standing", "Status", narrow=lambda rows, each, _: rows.filter(STANDINGS[each]), choices=LABELS),
        TextFilter("product", "Product (name or SKU)", narrow=_product),
        ChoiceFilter("website", "Website", "website", choices=website_choices),
        DateFilter("asked", "Asked", "asked_at"),
    )

    @display(description="Product", ordering="product__name")
    def product_text(self, alert: StockAlert) -> str:
        """Return the product's name and SKU, as a link to it."""
        url = reverse("admin:catalog_product_change", args=[alert.product_id])
        text = f"{alert.product.name} ({alert.product.sku})"
        return link_cell(url, text)

    @display(description="Asked", ordering="asked_at")
    def asked(self, alert: StockAlert) -> str:
        """Return when the address was left."""
        return moment_words(alert.asked_at)

    @display(description="Waits since", ordering="confirmed_at")
    def confirmed(self, alert: StockAlert) -> str:
        """Return when the address was confirmed."""
        return moment_words(alert.confirmed_at) if alert.confirmed_at else "-"

    @display(description="Told", ordering="told_at")
    def told(self, alert: StockAlert) -> str:
        """Return when it was told that the product is back."""
        return moment_words(alert.told_at) if alert.told_at else "-"

    @display(description="Status", label={"Waiting": "info", "Told": "success"})
    def standing(self, alert: StockAlert) -> str:
        """Return how far it has come."""
        return alert_status(is_confirmed=alert.confirmed_at is not None, is_told=alert.told_at is not None)
