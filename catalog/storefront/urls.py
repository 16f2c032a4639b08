"""The catalog's half of the shop's addresses; `inventory_site.urls` joins both under the name `storefront`."""

from django.urls import path

from catalog.storefront.views.category import category
from catalog.storefront.views.choose_store import choose_store
from catalog.storefront.views.choose_variant import choose_variant
from catalog.storefront.views.favicon import favicon
from catalog.storefront.views.home import home
from catalog.storefront.views.picture import picture
from catalog.storefront.views.product import product
from catalog.storefront.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("category/<slug:slug>/", category, name="category"),
    path("search/", search, name="search"),
    path("products/<slug:slug>/", product, name="product"),
    path("products/<slug:slug>/choose/", choose_variant, name="choose_variant"),
    path("store-view/", choose_store, name="choose_store"),
    path("favicon.ico", favicon, name="favicon"),
    path("pictures/<slug:shape>/<slug:tone>.svg", picture, name="picture"),
]
