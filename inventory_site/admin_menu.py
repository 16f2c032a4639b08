"""The admin's look and its sidebar: Sales, Catalog, Stores, Reports, in the guide's words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, reverse_lazy


@dataclass(frozen=True)
class MenuItem:
    """A link of the sidebar: shown when its screen is registered and the member of staff may see what it shows.

    `right` is asked instead where a page is there for who may do something, not for who may see a model.
    """

    title: str
    icon: str
    screen: str
    model: str = ""
    right: str = ""

    def link(self, request: HttpRequest) -> str:
        """Return the screen's address, or "" when there is none for this member of staff."""
        app, _, model = self.model.partition(".")
        if model and not any(request.user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change")):
            return ""
        if self.right and not request.user.has_perm(self.right):
            return ""
        try:
            return reverse(f"admin:{self.screen}")
        except NoReverseMatch:
            return ""


MENU = (
    ("", (MenuItem("Dashboard", "space_dashboard", "index"),)),
    (
        "Sales",
        (
            MenuItem("Orders", "receipt_long", "backorders_order_changelist", "backorders.order"),
            MenuItem("Ready to ship", "outbound", "backorders_ready_to_ship", right="backorders.ship_order"),
            MenuItem("Shipments", "package_2", "backorders_shipment_changelist", "backorders.shipment"),
            MenuItem("Backorders", "pending_actions", "backorders_backorder_desk", "backorders.order"),
            MenuItem("Deliveries", "local_shipping", "backorders_delivery_changelist", "backorders.delivery"),
            MenuItem("Incoming supply", "input", "catalog_incomingsupply_changelist", "catalog.incomingsupply"),
            MenuItem("Messages", "mail", "backorders_notification_changelist", "backorders.notification"),
            MenuItem("Errands", "outbox", "backorders_errand_changelist", "backorders.errand"),
        ),
    ),
    (
        "Catalog",
        (
            MenuItem("Products", "inventory_2", "catalog_product_changelist", "catalog.product"),
            MenuItem("Count stock", "checklist", "catalog_source_count", right="catalog.change_sourceitem"),
            MenuItem("Categories", "category", "catalog_category_changelist", "catalog.category"),
        ),
    ),
    (
        "Customers",
        (
            MenuItem("All Customers", "contacts", "backorders_buyer_changelist", "backorders.order"),
            MenuItem("Customer Groups", "groups", "catalog_customergroup_changelist", "catalog.customergroup"),
        ),
    ),
    (
        "Stores",
        (
            MenuItem("Configuration", "tune", "catalog_configurationvalue_changelist", "catalog.configurationvalue"),
            MenuItem("Sources", "warehouse", "catalog_source_changelist", "catalog.source"),
            MenuItem("Stocks", "stacks", "catalog_stock_changelist", "catalog.stock"),
            MenuItem("Websites", "language", "catalog_website_changelist", "catalog.website"),
            MenuItem("Store Views", "storefront", "catalog_storeview_changelist", "catalog.storeview"),
        ),
    ),
    (
        "Reports",
        (
            MenuItem("Backorders", "query_stats", "backorders_report", right="backorders.view_order"),
            MenuItem("Low Stock", "trending_down", "catalog_lowstock_changelist", "catalog.sourceitem"),
            MenuItem("Low Stock Notices", "notifications", "catalog_lowstocknotice_changelist", "catalog.product"),
            MenuItem("Stopped being Buyable", "block", "catalog_stoppedsale_changelist", "catalog.product"),
            MenuItem(
                "Back in Stock Alerts", "alternate_email", "backorders_stockalert_changelist", "backorders.stockalert"
            ),
            MenuItem("Reservations", "receipt", "catalog_reservation_changelist", "catalog.reservation"),
            MenuItem("Inventory Check", "fact_check", "inventory_check", "catalog.reservation"),
        ),
    ),
    (
        "System",
        (
            MenuItem("All Users", "person", "auth_user_changelist", "auth.user"),
            MenuItem("User Roles", "badge", "auth_group_changelist", "auth.group"),
        ),
    ),
)


def has_role(request: HttpRequest) -> bool:
    """Whether the account may do anything at all, by a role or by a right of its own."""
    user = request.user
    return bool(user.is_superuser or user.get_all_permissions())


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the sidebar as Unfold takes them, without the links that lead nowhere for this request."""
    groups = [(title, list(_links(items, request))) for title, items in MENU]
    here = _open_screen(request.path, [item["link"] for _, items in groups for item in items])
    return [
        {"title": title, "items": [{**item, "active": _always(is_open=item["link"] == here)} for item in items]}
        for title, items in groups
        if items
    ]


def _always(*, is_open: bool) -> Callable[[HttpRequest], bool]:
    # Unfold reads a plain bool as no answer.
    return lambda _request: is_open


def _open_screen(path: str, links: list[str]) -> str:
    """Return the link of the screen at `path`: of Orders and Backorders, whose address begins as that of Orders, the longer."""
    index = reverse("admin:index")
    return max(
        (link for link in links if path.startswith(link) and (link != index or path == index)), key=len, default=""
    )


def _links(items: tuple[MenuItem, ...], request: HttpRequest) -> Iterator[dict[str, str]]:
    for item in items:
        link = item.link(request)
        if link:
            yield {"title": item.title, "icon": item.icon, "link": link}


def _file(path: str) -> Any:
    # Looked up per request: the hashed names of static files are not known while the settings are read.
    return lambda _request: static(path)


# Teal. 600 carries white text on buttons (contrast 5.5 to 1) and is itself read on white.
PRIMARY = {
    "50": "#f0fdfa",
    "100": "#d5f5ef",
    "200": "#aee9df",
    "300": "#74d6c9",
    "400": "#35b9aa",
    "500": "#159688",
    "600": "#0f766e",
    "700": "#115e59",
    "800": "#134e4a",
    "900": "#123f3d",
    "950": "#042f2e",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Salable",
    "SITE_HEADER": "Salable",
    "SITE_SUBHEADER": "Inventory and backorders",
    "SITE_ICON": _file("admin/salable/mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _file("admin/salable/mark.svg")}],
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": PRIMARY},
    "STYLES": [
        _file("admin/salable/base.css"),
        _file("admin/salable/frame.css"),
        _file("admin/salable/contested.css"),
        _file("admin/salable/unsaved.css"),
    ],
    "SCRIPTS": [
        _file("admin/salable/unsaved.js"),
        _file("admin/salable/sidebar.js"),
        _file("admin/salable/way-back.js"),
        _file("admin/salable/names.js"),
        _file("admin/salable/first-wrong.js"),
    ],
    "ACCOUNT": {
        "navigation": [
            {"title": "Change password", "link": reverse_lazy("admin:password_change")},
            {"title": "Second factor", "link": reverse_lazy("admin:second_factor_setup")},
            {"title": "Signed-in browsers", "link": reverse_lazy("admin:signed_in_browsers")},
        ]
    },
    "DASHBOARD_CALLBACK": "inventory_site.dashboard.dashboard",
    "SIDEBAR": {"navigation": "inventory_site.admin_menu.sidebar"},
}
