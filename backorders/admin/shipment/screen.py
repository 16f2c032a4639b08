"""Sales > Shipments: what left, from where, for whom, and whether it was handed over to its carrier."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display

from backorders.actions.hand_over import hand_over
from backorders.admin.order_filters import website_choices
from backorders.admin.order_frame import each_in_turn, staff
from backorders.admin.order_view.presenter import STATUS_COLOURS
from backorders.admin.shipment.buttons import SHIPMENT_BUTTONS
from backorders.admin.shipment.scan import SCAN_PAGE
from backorders.admin.shipment.shown import COLOURS, shipment_shown
from backorders.admin.shipment.slip import SLIP_PAGE, SLIPS_PAGE, TEMPLATE, slips_shown
from backorders.admin.shipment.undo import UNDO_PAGE
from backorders.models import Shipment
from backorders.queries.shipment_grid import shipments_found, standing_as, with_facts
from backorders.queries.tracking_number import tracking_of
from backorders.rules.order_status import OrderStatus
from backorders.words.handover import STANDINGS, standing_words
from backorders.words.tracking_number import tracking_words
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, TextFilter
from catalog.admin.grid_table import label_cell, link_cell, names_cell
from catalog.admin.history import moment_words
from catalog.admin.product.filters import source_choices
from catalog.admin.screen import NobodyWrites, Screen
from catalog.forms.once import in_steps
from catalog.rules.quantity import plain


@admin.register(Shipment)
class ShipmentScreen(NobodyWrites, Screen):
    """Read only: parcels are made by shipping; here they are handed over or undone, and get their tracking numbers."""

    pages = (SCAN_PAGE, UNDO_PAGE, SLIP_PAGE, SLIPS_PAGE, *SHIPMENT_BUTTONS)
    change_list_template = "admin/shipment/change_list.html"
    list_display = (
        "number_shown",
        "shipped",
        "order_shown",
        "ordered",
        "ship_to",
        "units",
        "source",
        "standing",
        "tracking",
        "handed_over",
        "state",
        "purchase_point",
        "email",
        "who",
    )
    hidden_columns = ("ordered", "handed_over", "state", "purchase_point", "email", "who")
    number_columns = ("units",)
    date_columns = ("number_shown", "shipped", "ordered", "handed_over")
    list_display_links = ("number_shown",)
    list_select_related = ("order__website", "source", "shipped_by")
    filters = (
        ChoiceFilter(
            "standing",
            "Handed over",
            narrow=lambda rows, chosen, _: rows.filter(standing_as(chosen)),
            choices=list(STANDINGS.items()),
        ),
        DateFilter("shipped", "Ship Date", "shipped_at"),
        DateFilter("ordered", "Order Date", "order__placed_at"),
        DateFilter("handed_over", "Handed over on", "handed_over_at"),
        TextFilter("order", "Order", "order__number"),
        TextFilter("ship_to", "Ship-to Name", "order__customer_name"),
        ChoiceFilter("source", "Source", "source__code", choices=source_choices),
        ChoiceFilter("website", "Purchase Point", "order__website", choices=website_choices),
        ChoiceFilter(
            "status", "Order Status", "order__status", choices=[(each.value, each.label) for each in OrderStatus]
        ),
    )
    # What is searched is `shipments_found`: the box is there.
    search_fields = ("order__number",)
    search_help_text = "Search by shipment, order or tracking number, e-mail, name or SKU"
    actions = ("hand_over_selected", "print_slips")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the shipments, each with its units and its tracking numbers."""
        return with_facts(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Shipment], search_term: str
    ) -> tuple[QuerySet[Shipment], bool]:
        """Find each word in a number or a name."""
        del request
        return shipments_found(queryset, search_term), False

    def row_of_page(self, request: HttpRequest, pk: int) -> Shipment:
        """Return the shipment with what its pages read."""
        del request
        rows = Shipment.objects.select_related("order__website", "source", "shipped_by", "handed_over_by", "undone_by")
        return get_object_or_404(rows, pk=pk)

    @in_steps
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid; the mass action takes its shipments one by one, so that it never holds the locks of two orders."""
        link = reverse("admin:backorders_shipment_scan") if self.has_ship_permission(request) else ""
        return super().changelist_view(request, {"scan_link": link, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002  Django's signature
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one shipment."""
        try:
            shipment = self.row_of_page(request, int(object_id))
        except ValueError:
            raise Http404("There is no such shipment.") from None
        if not self.has_view_or_change_permission(request, shipment):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **self.around_row(shipment),
            **(extra_context or {}),
            "title": f"#{shipment.number}",
            "shipment": shipment_shown(shipment),
            "may_ship": self.has_ship_permission(request),
        }
        return TemplateResponse(request, "admin/shipment/view.html", context)

    def has_ship_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to ship: who makes a parcel hands it over, and undoes it."""
        return request.user.has_perm("backorders.ship_order")

    @action(description="Mark as Handed Over", permissions=["ship"])
    def hand_over_selected(self, request: HttpRequest, queryset: QuerySet[Shipment]) -> None:
        """Mark the selected shipments."""
        each_in_turn(
            request,
            queryset,
            lambda shipment: hand_over(shipment=shipment, by=staff(request), now=timezone.now()),
            noun="shipment",
            done="marked as handed over",
        )

    @action(description="Print Packing Slips", permissions=["view"])
    def print_slips(self, request: HttpRequest, queryset: QuerySet[Shipment]) -> HttpResponse:
        """Show the packing slips of the selected shipments."""
        context = {**self.admin_site.each_context(request), **slips_shown(queryset.order_by())}
        return TemplateResponse(request, TEMPLATE, context)

    @display(description="Shipment", ordering="pk")
    def number_shown(self, shipment: Shipment) -> str:
        """Return its own number."""
        return f"#{shipment.number}"

    @display(description="Ship Date", ordering="shipped_at")
    def shipped(self, shipment: Shipment) -> str:
        """Return when it was made."""
        return moment_words(shipment.shipped_at)

    @display(description="Order", ordering="order")
    def order_shown(self, shipment: Shipment) -> str:
        """Return its order, leading to it."""
        return link_cell(
            reverse("admin:backorders_order_change", args=(shipment.order_id,)), f"#{shipment.order.number}"
        )

    @display(description="Order Date", ordering="order__placed_at")
    def ordered(self, shipment: Shipment) -> str:
        """Return when the order was placed."""
        return moment_words(shipment.order.placed_at)

    @display(description="Ship-to Name", ordering="order__customer_name")
    def ship_to(self, shipment: Shipment) -> str:
        """Return who gets it."""
        return shipment.order.customer_name or "Guest"

    @display(description="Units")
    def units(self, shipment: Any) -> str:
        """Return the units in it."""
        return plain(shipment.all_units)

    @display(description="Handed Over")
    def standing(self, shipment: Shipment) -> str:
        """Return whether it was handed over, or undone."""
        words = standing_words(
            is_undone=shipment.undone_at is not None, is_handed_over=shipment.handed_over_at is not None
        )
        return label_cell(words, COLOURS.get(words))

    @display(description="Tracking Numbers")
    def tracking(self, shipment: Any) -> str:
        """Return what carriers know it by."""
        return names_cell([tracking_words(each) for each in tracking_of(shipment)])

    @display(description="Handed Over On", ordering="handed_over_at")
    def handed_over(self, shipment: Shipment) -> str:
        """Return when it was handed over."""
        return moment_words(shipment.handed_over_at) if shipment.handed_over_at else ""

    @display(description="Order Status", ordering="order__status")
    def state(self, shipment: Shipment) -> str:
        """Return how the order stands."""
        status = OrderStatus(shipment.order.status)
        return label_cell(status.label, STATUS_COLOURS.get(status))

    @display(description="Purchase Point", ordering="order__website__name")
    def purchase_point(self, shipment: Shipment) -> str:
        """Return the website."""
        return shipment.order.website.name

    @display(description="Email", ordering="order__email")
    def email(self, shipment: Shipment) -> str:
        """Return where mails about it go."""
        return shipment.order.email

    @display(description="Shipped By")
    def who(self, shipment: Shipment) -> str:
        """Return who made it."""
        return str(shipment.shipped_by or "")
