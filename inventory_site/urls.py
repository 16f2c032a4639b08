"""Where everything answers."""

from django.contrib import admin
from django.urls import include, path

from backorders.admin.inventory_check_screen import inventory_check
from backorders.storefront import payment_urls
from backorders.storefront import urls as buying
from catalog.storefront import urls as shelves

screens, admin_app, admin_name = admin.site.urls
# Reports that belong to no model; before the screens, whose last pattern takes everything.
reports = [path("reports/inventory-check/", admin.site.admin_view(inventory_check), name="inventory_check")]

urlpatterns = [
    path("admin/", ([*reports, *screens], admin_app, admin_name)),
    path("payments/", include(payment_urls)),
    # Both apps serve the one shop: its addresses share a name.
    path("", include(([*shelves.urlpatterns, *buying.urlpatterns], "storefront"))),
]

handler400 = "inventory_site.error_pages.bad_request"
handler403 = "inventory_site.error_pages.permission_denied"
handler404 = "inventory_site.error_pages.page_not_found"
handler500 = "inventory_site.error_pages.server_error"
