"""The catalog's half of the shop's addresses; `inventory_site.urls` joins both under the name `storefront`."""

from django.urls import path

from catalog.storefront.views.crawler import feed, robots, sitemap, sitemap_index
from catalog.storefront.views.listing import category, home, search
from catalog.storefront.views.picture import favicon, picture
from catalog.storefront.views.product import choose_variant, product
from catalog.storefront.views.store import choose_store

urlpatterns = [
    path("", home, name="home"),
    path("category/<slug:slug>/", category, name="category"),
    path("search/", search, name="search"),
    path("products/<slug:slug>/", product, name="product"),
    path("products/<slug:slug>/choose/", choose_variant, name="choose_variant"),
    path("store-view/", choose_store, name="choose_store"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    path("product-feed.xml", feed, name="product_feed"),
    path("favicon.ico", favicon, name="favicon"),
    path("pictures/<slug:shape>/<slug:tone>.svg", picture, name="picture"),
]
