"""Where everything answers."""

from django.contrib import admin
from django.urls import include, path

from backorders.admin.inventory_check_screen import inventory_check
from backorders.storefront import payment_urls
from backorders.storefront import urls as buying
from catalog.storefront import urls as shelves
from inventory_site.login import doors as password_again
from inventory_site.login import password_pages, second_factor_pages

screens, admin_app, admin_name = admin.site.urls
# Reports that belong to no model; before the screens, whose last pattern takes everything.
reports = [path("reports/inventory-check/", admin.site.admin_view(inventory_check), name="inventory_check")]
# The doors: nobody needs to be in yet. Unfold's login links to `admin_password_reset`.
doors = [
    path("second-factor/", second_factor_pages.second_step, name="second_factor"),
    path("second-factor/setup/", second_factor_pages.setup, name="second_factor_setup"),
    path("password-again/", password_again.password_again, name="password_again"),
    path("password-reset/", password_pages.ask_for_link, name="admin_password_reset"),
    path("password-reset/asked/", password_pages.link_asked_for, name="password_reset_done"),
    path("password-reset/<uidb64>/<token>/", password_pages.choose_password, name="password_reset_confirm"),
    path("password-reset/done/", password_pages.password_chosen, name="password_reset_complete"),
]

urlpatterns = [
    path("admin/", ([*reports, *doors, *screens], admin_app, admin_name)),
    path("payments/", include(payment_urls)),
    # Both apps serve the one shop: its addresses share a name.
    path("", include(([*shelves.urlpatterns, *buying.urlpatterns], "storefront"))),
]

handler400 = "inventory_site.error_pages.pages.bad_request"
handler403 = "inventory_site.error_pages.pages.permission_denied"
handler404 = "inventory_site.error_pages.pages.page_not_found"
handler500 = "inventory_site.error_pages.pages.server_error"
