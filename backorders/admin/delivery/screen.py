"""Sales > Deliveries: what came, when, where, and whom it served."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import display

from backorders.admin.delivery.page import RECEIVE_PAGE
from backorders.admin.delivery.presenter import booked_lines
from backorders.models import Delivery, DeliveryLine
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, TextFilter
from catalog.admin.history import moment_words
from catalog.admin.incoming_supply.page import MAY_RECEIVE
from catalog.admin.product.filters import source_choices
from catalog.admin.screen import NobodyWrites, Screen
from catalog.rules.quantity import plain


@admin.register(Delivery)
class DeliveryScreen(NobodyWrites, Screen):
    """Read only: what was booked is a fact. What was counted wrong is corrected at the source."""

    pages = (RECEIVE_PAGE,)
    change_list_template = "admin/delivery/change_list.html"
    list_display = ("number_shown", "received", "source", "reference", "products", "units", "who")
    list_select_related = ("source", "received_by")
    filters = (
        ChoiceFilter("source", "Source", "source__code", choices=source_choices),
        DateFilter("received", "Received", "received_at"),
        TextFilter("reference", "Reference", "reference"),
    )
    number_columns = ("products", "units")
    date_columns = ("number_shown", "received")
    search_fields = ("reference", "lines__sku", "lines__name")
    search_help_text = "Search by delivery number, SKU or product name"
    fields = ("received", "source", "reference", "who", "lines_shown")
    readonly_fields = fields

    class Media:
        css = {"all": ("admin/salable/order.css", "admin/salable/backorders.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Return the deliveries with how many products and units each holds."""
        rows: QuerySet[Delivery] = super().get_queryset(request)
        # Beside the rows, not joined: a search joins the lines, and would count each as often as it is found.
        lines = DeliveryLine.objects.filter(delivery=OuterRef("pk")).order_by().values("delivery")
        return rows.annotate(
            all_products=Subquery(lines.annotate(products=Count("pk")).values("products")),
            all_units=Subquery(lines.annotate(units=Sum("quantity")).values("units")),
        )

    @display(description="Delivery", ordering="pk")
    def number_shown(self, delivery: Delivery) -> str:
        """Return its own number."""
        return f"#{delivery.number}"

    @display(description="Received", ordering="received_at")
    def received(self, delivery: Delivery) -> str:
        """Return when it was booked."""
        return moment_words(delivery.received_at)

    @display(description="Products", ordering="all_products")
    def products(self, delivery: Any) -> str:
        """Return of how many products something came."""
        return str(delivery.all_products)

    @display(description="Units", ordering="all_units")
    def units(self, delivery: Any) -> str:
        """Return how many units came in all."""
        return plain(delivery.all_units)

    @display(description="Received by")
    def who(self, delivery: Delivery) -> str:
        """Return who booked it."""
        return str(delivery.received_by or "-")

    @display(description="What came")
    def lines_shown(self, delivery: Delivery) -> SafeString:
        """Return the products with their units and the orders that they served."""
        return render_to_string("admin/delivery/_lines.html", {"lines": booked_lines(delivery)})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid, with the way to a new delivery for who may receive one."""
        link = reverse("admin:backorders_delivery_receive") if request.user.has_perm(MAY_RECEIVE) else ""
        return super().changelist_view(request, {"receive_link": link, **(extra_context or {})})
