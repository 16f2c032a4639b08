"""Customers > All Customers: by e-mail address, with the group, what was ordered and paid, and what is owed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import display

from backorders.admin.buyer.page import GROUP_PAGE
from backorders.admin.buyer.presenter import buyer_shown, paid_in_words
from backorders.admin.order_filters import YES_OR_NO
from backorders.admin.order_frame import NO_ORDER
from backorders.models import Buyer, Order
from backorders.queries.buyer import (
    BuyerNumbers,
    buyer_numbers,
    buyer_of,
    buyers,
    first_by_orders,
    in_group,
    owed_buyers,
    with_orders,
)
from backorders.queries.order_search import is_customer
from catalog.admin.customer_screen import MAY_SET_GROUP, group_choices
from catalog.admin.grid import Grid
from catalog.admin.grid_address import SORT
from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.history import moment_words
from catalog.admin.screen import ReadOnly, Screen
from catalog.admin.walked_grid import WalkedGrid
from catalog.models.fields import is_id
from catalog.queries.product_order import Walk
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.quantity import plain

type Rows = QuerySet[Any]
NO_GROUP = "NOT LOGGED IN"


def _group_choices() -> list[tuple[str, str]]:
    return [*group_choices(), (NOT_LOGGED_IN, NO_GROUP)]


def _in_group(rows: Rows, code: str, _request: HttpRequest) -> Rows:
    return rows.filter(in_group("" if code == NOT_LOGGED_IN else code))


def _owed(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    keys = owed_buyers()
    return rows.filter(key__in=keys) if chosen == "1" else rows.exclude(key__in=keys)


class BuyerGrid(WalkedGrid):
    """Customers, each with the numbers of the page's customers, and not of all."""

    @property
    def walk(self) -> Walk | None:
        """What finds the first by their number of orders."""
        sort = str(self.request.GET.get(SORT, ""))
        return first_by_orders(descends=sort.startswith("-")) if sort.removeprefix("-") == "orders" else None

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Let the key follow the direction of the column before it, as the walk does."""
        found: list[Any] = super().get_ordering(request, queryset)
        return [*found[:-1], "pk"] if found == ["orders_there", "-pk"] else found

    def filled(self, rows: list[Any]) -> list[Any]:
        """Add what they ordered, paid and are owed."""
        numbers: Mapping[str, BuyerNumbers] = buyer_numbers([buyer.key for buyer in rows])
        for buyer in rows:
            buyer.numbers = numbers[buyer.key]
        return rows


@admin.register(Buyer)
class BuyerScreen(ReadOnly, Screen):
    """A customer's row is that of the latest order; his page is found by any of them."""

    pages = (GROUP_PAGE,)
    seen_with = ("backorders.view_order", "backorders.change_order")
    list_display = (
        *(
            "email_shown",
            "name_shown",
            "group_shown",
            "account",
            "orders",
            "paid",
            "owed",
            "last_order",
            "country_shown",
        ),
    )
    list_display_links = ("email_shown",)
    hidden_columns = ("country_shown",)
    number_columns = ("orders", "paid", "owed")
    date_columns = ("last_order",)
    filters = (
        ChoiceFilter("group", "Customer Group", narrow=_in_group, choices=_group_choices),
        ChoiceFilter("owed", "Owed now", narrow=_owed, choices=YES_OR_NO),
        DateFilter("last", "Last Order", "placed_at"),
    )
    search_fields = ("email", "customer_name")  # for the search box
    search_help_text = "Search by e-mail, name or number of the last order"
    ordering = ("-placed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Buyer]:
        """Return each customer once."""
        return with_orders(buyers(super().get_queryset(request)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Buyer], search_term: str
    ) -> tuple[QuerySet[Buyer], bool]:
        """Find by words, from an index, as orders are found."""
        del request
        return (queryset.filter(is_customer(search_term)) if search_term.strip() else queryset), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Grid]:  # noqa: ARG002  Django's
        """Return the page that adds the numbers."""
        return BuyerGrid

    def row_of_page(self, request: HttpRequest, pk: int) -> Buyer:
        """Return the customer of any order; 404 when there is no such order."""
        del request
        if (buyer := buyer_of(pk)) is None:
            raise Http404(NO_ORDER)
        return buyer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the customer."""
        del form_url, extra_context
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not is_id(Order, object_id):
            raise Http404(NO_ORDER)
        shown = buyer_shown(self.row_of_page(request, int(object_id)))
        may_order = request.user.has_perm("backorders.add_order")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": shown.name,
            "buyer": shown,
            "may_set_group": request.user.has_perm(MAY_SET_GROUP),
            "order_link": f"{reverse('admin:backorders_order_add')}?customer={shown.pk}" if may_order else "",
        }
        return TemplateResponse(request, "admin/buyer/page.html", context)

    @display(description="Email", ordering=Upper("email"))
    def email_shown(self, buyer: Buyer) -> str:
        """Return the address, as the latest order spells it."""
        return buyer.email

    @display(description="Name", ordering="customer_name")
    def name_shown(self, buyer: Buyer) -> str:
        """Return the name of the latest order."""
        return buyer.customer_name or "Guest"

    @display(description="Customer Group")
    def group_shown(self, buyer: Any) -> str:
        """Return the group that is kept for the address."""
        return buyer.numbers.group or NO_GROUP

    @display(description="Account")
    def account(self, buyer: Any) -> str:
        """Return whether the customer has an account in the shop."""
        return "Yes" if buyer.numbers.has_account else "-"

    @display(description="Orders", ordering="orders_there")
    def orders(self, buyer: Any) -> str:
        """Return how many orders there are."""
        return f"{buyer.numbers.orders:,}"

    @display(description="Total Paid")
    def paid(self, buyer: Any) -> str:
        """Return what was captured, by currency."""
        return paid_in_words(buyer.numbers.paid)

    @display(description="Owed Now")
    def owed(self, buyer: Any) -> str:
        """Return the units that are owed now."""
        return plain(buyer.numbers.owed) if buyer.numbers.owed else "-"

    @display(description="Last Order", ordering="placed_at")
    def last_order(self, buyer: Buyer) -> str:
        """Return when the latest order was placed."""
        return moment_words(buyer.placed_at)

    @display(description="Country", ordering="country")
    def country_shown(self, buyer: Buyer) -> str:
        """Return where the latest order went."""
        return buyer.country
