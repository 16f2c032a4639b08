"""Sales > Incoming supply: what is expected when, what is late, what has come."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from unfold.decorators import action, display

from catalog.actions.incoming_supply import change_supply, close_supplies
from catalog.actions.moved_day import DaysMove
from catalog.actions.steps.row import InvalidRowError
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, NumberFilter, TextFilter
from catalog.admin.history import moment_words
from catalog.admin.incoming_supply.page import EXPECT_PAGE, MAY_RECEIVE
from catalog.admin.moved_day import days_asked, told_seen
from catalog.admin.product.filters import source_choices
from catalog.admin.screen import Screen, around_selection
from catalog.forms.incoming_supply_form import IncomingSupplyForm
from catalog.forms.shown_form import changed_columns
from catalog.models import IncomingSupply
from catalog.queries.incoming_supply import in_state
from catalog.rules.incoming_supply import SupplyCame, SupplyState
from catalog.rules.quantity import plain
from catalog.signals import supply_received
from catalog.words.incoming_supply import came_in_words, closed_in_words
from catalog.words.moment import DAY
from catalog.words.moved_day import will_be_told
from catalog.words.refusal import Refused

STATE = "state"
COLOURS = {
    SupplyState.LATE.value: "danger",
    SupplyState.EXPECTED.value: "info",
    SupplyState.RECEIVED.value: "success",
    SupplyState.CLOSED.value: "",
}


def _in_state(rows: QuerySet[Any], chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(in_state(SupplyState(chosen), today=localdate()))


@admin.register(IncomingSupply)
class IncomingSupplyScreen(Screen):
    """A supply is never deleted: what came of it stays on record, the rest is closed."""

    form = IncomingSupplyForm
    pages = (EXPECT_PAGE,)
    change_list_template = "admin/incoming_supply/change_list.html"
    saved_message = "The supply has been saved."
    refused_by = (Refused, InvalidRowError)
    number_columns = ("units", "came", "waits")
    date_columns = ("expected",)
    # The file can be read again on "Expect supply": it begins with the SKU.
    list_display = ("sku", "product_name", "where", "expected", "units", "came", "waits", "reference", "status")
    list_display_links = ("sku", "product_name")
    exported = {
        "where": (
            ("Source code", lambda supply: supply.source.code),
            ("Source name", lambda supply: supply.source.name),
        )
    }
    list_select_related = ("product", "source")
    filters = (
        # Where supplies stand today, by the shop's clock.
        ChoiceFilter(STATE, "Status", narrow=_in_state, choices=[(each.value, each.value) for each in SupplyState]),
        ChoiceFilter("source", "Source", "source__code", choices=source_choices),
        DateFilter("expected", "Expected on", "expected_on", is_day=True),
        NumberFilter("quantity", "Quantity", "quantity"),
        TextFilter("reference", "Reference", "reference"),
    )
    search_fields = ("product__sku", "product__name", "reference")
    search_help_text = "Search by SKU, product name or reference"
    ordering = ("expected_on", "pk")
    actions = ("close_rest",)
    confirmations = {"close_rest": "Close the selected supplies? What is outstanding of them is given up."}
    fields = ("product_shown", "source", "quantity", "came", "expected_on", "reference", "is_closed", "came_in")
    readonly_fields = ("product_shown", "came", "came_in")

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

    @display(description="Came in")
    def came_in(self, supply: IncomingSupply) -> SafeString:
        """Return the deliveries that it came in: when, by whom, and in what parts."""
        answers = supply_received.send(sender=IncomingSupply, supply_id=supply.pk)
        found = chain.from_iterable(cast("Iterable[SupplyCame]", came) for _, came in answers)
        rows = [(one.delivery, one.number, moment_words(one.at), one.who, came_in_words(one)) for one in found]
        return render_to_string("admin/incoming_supply/came.html", {"rows": rows})

    @display(description="Outstanding")
    def waits(self, supply: IncomingSupply) -> str:
        """Return how many are still expected."""
        return plain(supply.as_supply().outstanding)

    @display(description="Status", label=COLOURS)
    def status(self, supply: IncomingSupply) -> str:
        """Return where it stands today."""
        return supply.as_supply().state(localdate()).value

    def save_model(self, request: HttpRequest, obj: IncomingSupply, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Write the columns that were changed; before a day becomes later by it, say whose."""
        del change
        if columns := changed_columns(form):
            with days_asked(request, [obj.product_id]):
                change_supply(obj, only=columns)

    @action(description="Close the rest", permissions=["change"])
    def close_rest(self, request: HttpRequest, queryset: QuerySet[IncomingSupply]) -> HttpResponse | None:
        """Give up what is outstanding of the selected supplies; before a day becomes later by it, say whose."""
        chosen = dict(queryset.order_by().values_list("pk", "product_id"))
        try:
            with days_asked(request, sorted(set(chosen.values()))):
                closed = close_supplies(supply_ids=chosen, by=cast("User", request.user))
        except DaysMove as asked:
            return self._ask(request, len(chosen), asked)
        if closed:
            messages.success(request, closed_in_words(closed))
        if left := len(chosen) - closed:
            messages.info(request, f"Of {left:,} nothing was outstanding.")
        return None

    def _ask(self, request: HttpRequest, count: int, asked: DaysMove) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **around_selection(request),
            "title": "Close the rest",
            "opts": self.opts,
            "action": "close_rest",
            "count": count,
            "told": will_be_told(asked.told),
            **told_seen(request),
        }
        return TemplateResponse(request, "admin/incoming_supply/close.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with the states to choose from and how many supplies wait in each, and the way to new rows."""
        may = request.user.has_perm(MAY_RECEIVE)
        link = reverse("admin:catalog_incomingsupply_expect") if may else ""
        chips = _chips(request) if request.method == "GET" else ()
        return super().changelist_view(request, {"expect_link": link, "chips": chips, **(extra_context or {})})


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
