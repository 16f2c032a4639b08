"""Sales > Incoming supply: what is expected when, what is late, what has come."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from catalog.actions.incoming_supply import change_supply, close_supplies
from catalog.actions.steps.row import InvalidRowError
from catalog.admin.incoming_supply.page import EXPECT_PAGE, MAY_RECEIVE
from catalog.admin.incoming_supply.presenter import csv_lines
from catalog.admin.pages import csv_answer, slow
from catalog.admin.screen import Screen
from catalog.forms.incoming_supply_form import IncomingSupplyForm
from catalog.forms.shown_form import changed_columns
from catalog.models import IncomingSupply
from catalog.queries.incoming_supply import in_state
from catalog.rules.incoming_supply import SupplyState
from catalog.rules.quantity import plain
from catalog.words.moment import DAY
from catalog.words.refusal import Refused

STATE = "state"
COLOURS = {
    SupplyState.LATE.value: "danger",
    SupplyState.EXPECTED.value: "info",
    SupplyState.RECEIVED.value: "success",
    SupplyState.CLOSED.value: "",
}


class StateFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """Where supplies stand today, by the shop's clock."""

    title = "Status"
    parameter_name = STATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states."""
        del request, model_admin
        return [(state.value, state.value) for state in SupplyState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the supplies of the chosen state."""
        del request
        states = {state.value: state for state in SupplyState}
        state = states.get(str(self.value() or ""))
        return queryset if state is None else queryset.filter(in_state(state, today=localdate()))


@admin.register(IncomingSupply)
class IncomingSupplyScreen(Screen):
    """A supply is never deleted: what came of it stays on record, the rest is closed."""

    form = IncomingSupplyForm
    pages = (EXPECT_PAGE,)
    change_list_template = "admin/incoming_supply/change_list.html"
    saved_message = "The supply has been saved."
    refused_by = (Refused, InvalidRowError)
    number_columns = ("units", "came", "waits")
    list_display = ("product_name", "sku", "where", "expected", "units", "came", "waits", "reference", "status")
    list_display_links = ("product_name",)
    list_select_related = ("product", "source")
    list_filter = (StateFilter, "source")
    list_filter_submit = True
    search_fields = ("product__sku", "product__name", "reference")
    search_help_text = "Search by SKU, product name or reference"
    ordering = ("expected_on", "pk")
    actions = ("close_rest",)
    actions_list = ("export_csv",)
    confirmations = {"close_rest": "Close the selected supplies? What is outstanding of them is given up."}
    fields = ("product_shown", "source", "quantity", "came", "expected_on", "reference", "is_closed")
    readonly_fields = ("product_shown", "came")

    class Media:
        css = {"all": ("admin/salable/order.css", "admin/salable/backorders.css", "admin/salable/product-lists.css")}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Offer no form of one row: rows are typed on a page of their own."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: IncomingSupply | None = None) -> bool:
        """Who may receive stock may say what is expected."""
        del obj
        return request.user.has_perm(MAY_RECEIVE)

    def has_delete_permission(self, request: HttpRequest, obj: IncomingSupply | None = None) -> bool:
        """Offer no delete."""
        del request, obj
        return False

    @display(description="Product", ordering="product__name")
    def product_name(self, supply: IncomingSupply) -> str:
        """Return what the product is called."""
        return supply.product.name

    @display(description="Product")
    def product_shown(self, supply: IncomingSupply) -> str:
        """Return the product with its SKU: it stays what it is."""
        return f"{supply.product.name} (SKU: {supply.product.sku})"

    @display(description="SKU", ordering="product__sku")
    def sku(self, supply: IncomingSupply) -> str:
        """Return the product's SKU."""
        return supply.product.sku

    @display(description="Source", ordering="source__name")
    def where(self, supply: IncomingSupply) -> str:
        """Return the source that it comes to."""
        return supply.source.name

    @display(description="Expected on", ordering="expected_on")
    def expected(self, supply: IncomingSupply) -> str:
        """Return the day."""
        return f"{supply.expected_on:{DAY}}"

    @display(description="Quantity", ordering="quantity")
    def units(self, supply: IncomingSupply) -> str:
        """Return how many units there are to be in all."""
        return plain(supply.quantity)

    @display(description="Received", ordering="received")
    def came(self, supply: IncomingSupply) -> str:
        """Return how many of them have come."""
        return plain(supply.received)

    @display(description="Outstanding")
    def waits(self, supply: IncomingSupply) -> str:
        """Return how many are still expected."""
        return plain(supply.as_supply().outstanding)

    @display(description="Status", label=COLOURS)
    def status(self, supply: IncomingSupply) -> str:
        """Return where it stands today."""
        return supply.as_supply().state(localdate()).value

    def save_model(self, request: HttpRequest, obj: IncomingSupply, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Write the columns that were changed."""
        del request, change
        if columns := changed_columns(form):
            change_supply(obj, only=columns)

    @action(description="Close the rest", permissions=["change"])
    def close_rest(self, request: HttpRequest, queryset: QuerySet[IncomingSupply]) -> None:
        """Give up what is outstanding of the selected supplies."""
        chosen = list(queryset.order_by().values_list("pk", flat=True))
        closed = close_supplies(supply_ids=chosen, by=cast("User", request.user))
        if closed:
            messages.success(request, f"{closed:,} {'supply has' if closed == 1 else 'supplies have'} been closed.")
        if left := len(chosen) - closed:
            messages.info(request, f"Of {left:,} nothing was outstanding.")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with the states to choose from and how many supplies wait in each, and the way to new rows."""
        may = request.user.has_perm(MAY_RECEIVE)
        link = reverse("admin:catalog_incomingsupply_expect") if may else ""
        chips = _chips(request) if request.method == "GET" else ()
        return super().changelist_view(request, {"expect_link": link, "chips": chips, **(extra_context or {})})

    @slow
    @action(description="Export CSV", url_path="export", icon="download", permissions=["view"])
    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream the list as it is filtered, the earliest day first."""
        rows = self.get_changelist_instance(request).get_queryset(request)
        rows = rows.select_related("product", "source").order_by(*self.ordering)
        return csv_answer(csv_lines(rows.iterator(chunk_size=2000), today=localdate()), name="incoming_supply")


def _chips(request: HttpRequest) -> tuple[tuple[str, str, bool], ...]:
    """Return (words, address, is chosen) for all supplies and each state; what is waited for is counted. One query."""
    today, chosen = localdate(), request.GET.get(STATE, "")
    counted = {
        state: Count("pk", filter=in_state(state, today=today)) for state in (SupplyState.LATE, SupplyState.EXPECTED)
    }
    numbers = IncomingSupply.objects.aggregate(**{state.name: count for state, count in counted.items()})
    found = [("All", "?", chosen == "")]
    for state in SupplyState:
        query = request.GET.copy()
        query.pop("p", None)
        query[STATE] = state.value
        words = f"{state.value} ({numbers[state.name]:,})" if state.name in numbers else state.value
        found.append((words, f"?{query.urlencode()}", chosen == state.value))
    return tuple(found)
