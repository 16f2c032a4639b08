"""What Ctrl+K finds: screens, orders, products, customers and settings, each for who may see it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from backorders.models import Order
from backorders.queries.order_search import NUMBER, is_customer
from backorders.rules.order_status import OrderStatus
from catalog.admin.configuration.presenter import control_id
from catalog.admin.configuration.scope import SECTION
from catalog.models import Product
from catalog.models.fields import is_id
from catalog.queries.product_search import is_found
from catalog.rules.configuration_page import TABS
from catalog.rules.money import amount_text
from inventory_site.admin_menu import MENU

# Of a kind: who looks for more opens its grid.
MOST = 6
# Customers are looked for among so many: the orders of all of them would have to be read and sorted for six.
MOST_ORDERS = 200
LONGEST_TERM = 100
SHORTEST_NAME = 2


def command_results(request: HttpRequest, typed: str) -> list[SearchResult]:
    """Return what is found by what was typed, the nearest kind first. At most five queries beside those of the rights."""
    term = " ".join(typed.replace("\0", "").split())[:LONGEST_TERM]
    if not term:
        return []
    user = request.user
    found = list(_screens(request, term.casefold()))
    if user.has_perm("backorders.view_order"):
        found += _orders(term)
    if user.has_perm("catalog.view_product"):
        found += _products(term)
    if user.has_perm("catalog.view_configurationvalue"):
        found += list(_settings(term.casefold()))[:MOST]
    return found


def _screens(request: HttpRequest, term: str) -> Iterator[SearchResult]:
    for group, items in MENU:
        for item in items:
            if term in item.title.casefold() and (link := item.link(request)):
                yield SearchResult(item.title, group or "Start page", link, item.icon)


def _orders(term: str) -> Iterator[SearchResult]:
    """Find by the number, as every page and mail writes it, or by who bought: the latest first, then who bought them."""
    number = NUMBER.fullmatch(term)
    if number:
        asked = Q(pk=int(number[1])) if is_id(Order, number[1]) else Q(pk__in=())
    elif len(term) >= SHORTEST_NAME:
        asked = is_customer(term)
    else:
        return
    found = list(Order.objects.filter(asked).order_by("-placed_at", "-pk")[:MOST_ORDERS])
    for order in found[:MOST]:
        told = (
            order.customer_name or order.email,
            OrderStatus(order.status).label,
            amount_text(order.total, order.currency),
        )
        link = reverse("admin:backorders_order_change", args=(order.pk,))
        yield SearchResult(f"Order #{order.number}", ", ".join(told), link, "receipt_long")
    if not number:
        yield from _customers(found)


def _customers(latest: Iterable[Order]) -> Iterator[SearchResult]:
    """Return who placed these orders, each address once with the name of its latest, leading to the customer's page."""
    found: dict[str, tuple[Order, str]] = {}
    for order in latest:
        first, name = found.get(order.email.casefold(), (order, ""))
        found[order.email.casefold()] = (first, name or order.customer_name)
    for order, name in islice(found.values(), MOST):
        link = reverse("admin:backorders_buyer_change", args=(order.pk,))
        yield SearchResult(name or order.email, f"Customer, {order.email}", link, "person")


def _products(term: str) -> Iterator[SearchResult]:
    rows = Product.objects.filter(is_found(term, in_shop=False)).order_by("-pk").only("pk", "name", "sku")
    for product in rows[:MOST]:
        link = reverse("admin:catalog_product_change", args=(product.pk,))
        yield SearchResult(product.name, f"Product, SKU {product.sku}", link, "inventory_2")


def _settings(term: str) -> Iterator[SearchResult]:
    page = reverse("admin:catalog_configurationvalue_changelist")
    for tab in TABS:
        for section in tab.sections:
            for group in section.groups:
                for setting in group.settings:
                    if term in setting.label.casefold():
                        link = f"{page}?{urlencode({SECTION: section.code})}#{control_id(setting)}"
                        yield SearchResult(setting.label, f"Setting, {section.label} > {group.label}", link, "tune")
