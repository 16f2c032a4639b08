"""Where everything answers."""

from django.contrib import admin
from django.urls import include, path

from backorders.storefront import urls as buying
from catalog.storefront import urls as shelves

urlpatterns = [
    path("admin/", admin.site.urls),
    # Both apps serve the one shop: its addresses share a name.
    path("", include(([*shelves.urlpatterns, *buying.urlpatterns], "storefront"))),
]
