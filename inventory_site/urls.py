"""Where everything answers."""

from django.contrib import admin
from django.urls import include, path

from backorders.admin.backorder_report.page import REPORT_PAGES
from backorders.admin.inventory_check_screen import INVENTORY_CHECK, INVENTORY_REPAIR
from backorders.storefront import payment_urls
from backorders.storefront import urls as buying
from catalog.storefront import urls as shelves
from inventory_site.login.doors import PASSWORD_AGAIN
from inventory_site.login.password_pages import PASSWORD_DOORS
from inventory_site.login.second_factor_pages import SECOND_FACTOR_DOORS
from inventory_site.login.signed_in_pages import OWN_BROWSERS
from inventory_site.shoppers import pages as accounts

screens, admin_app, admin_name = admin.site.urls
# Pages that belong to no model; before the screens, whose last pattern takes everything.
pages = [page.url(admin.site) for page in (INVENTORY_CHECK, INVENTORY_REPAIR, *REPORT_PAGES, OWN_BROWSERS)]
# Open to who is not logged in.
doors = [door.url() for door in (*SECOND_FACTOR_DOORS, PASSWORD_AGAIN, *PASSWORD_DOORS)]

urlpatterns = [
    path("admin/", ([*pages, *doors, *screens], admin_app, admin_name)),
    path("payments/", include(payment_urls)),
    path("account/", include(accounts.urlpatterns)),
    # Both apps serve the one shop: its addresses share a name.
    path("", include(([*shelves.urlpatterns, *buying.urlpatterns], "storefront"))),
]

handler400 = "inventory_site.error_pages.pages.bad_request"
handler403 = "inventory_site.error_pages.pages.permission_denied"
handler404 = "inventory_site.error_pages.pages.page_not_found"
handler500 = "inventory_site.error_pages.pages.server_error"
