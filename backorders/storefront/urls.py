"""The half of the shop's addresses that is about buying; `inventory_site.urls` joins both under the name `storefront`."""

from django.urls import path

from backorders.storefront.views.again import order_again
from backorders.storefront.views.cart import add, cart
from backorders.storefront.views.checkout import checkout
from backorders.storefront.views.moved_day import moved_day
from backorders.storefront.views.order import cancel, cancel_items, confirmation
from backorders.storefront.views.order_lookup import find
from backorders.storefront.views.shipping import choose
from backorders.storefront.views.stock_alert import confirm as confirm_stock_alert
from backorders.storefront.views.stock_alert import end as end_stock_alerts
from backorders.storefront.views.stock_alert import stock_alert

urlpatterns = [
    path("cart/", cart, name="cart"),
    path("cart/add/", add, name="add_to_cart"),
    path("checkout/", checkout, name="checkout"),
    path("orders/find/", find, name="find_order"),
    path("orders/<uuid:checkout>/", confirmation, name="confirmation"),
    path("orders/<uuid:checkout>/again/", order_again, name="order_again"),
    path("orders/<uuid:checkout>/cancel/", cancel, name="cancel_order"),
    path("orders/<uuid:checkout>/cancel-items/", cancel_items, name="cancel_items"),
    path("orders/<uuid:checkout>/lines/<int:line>/moved-day/", moved_day, name="moved_day"),
    path("orders/<uuid:checkout>/shipping/", choose, name="choose_shipping"),
    path("stock-alerts/", stock_alert, name="stock_alert"),
    path("stock-alerts/<uuid:token>/", confirm_stock_alert, name="confirm_stock_alert"),
    path("stock-alerts/<uuid:token>/end/", end_stock_alerts, name="end_stock_alerts"),
]
