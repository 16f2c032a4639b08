"""The half of the shop's addresses that is about buying; `inventory_site.urls` joins both under the name `storefront`."""

from django.urls import path

from backorders.storefront.views.cart import add, cart
from backorders.storefront.views.checkout import checkout
from backorders.storefront.views.order import cancel, cancel_items, confirmation

urlpatterns = [
    path("cart/", cart, name="cart"),
    path("cart/add/", add, name="add_to_cart"),
    path("checkout/", checkout, name="checkout"),
    path("orders/<uuid:checkout>/", confirmation, name="confirmation"),
    path("orders/<uuid:checkout>/cancel/", cancel, name="cancel_order"),
    path("orders/<uuid:checkout>/cancel-items/", cancel_items, name="cancel_items"),
]
