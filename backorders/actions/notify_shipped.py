"""Tell the shopper that a parcel has left, once for each parcel."""

from backorders.actions.notify import notify
from backorders.emails.order_shipped import order_shipped
from backorders.models import Notification, Shipment


def notify_shipped(shipment: Shipment) -> Notification:
    """Send "Your order has been shipped". Call in the transaction of `shipment`, lines and movements written."""
    return notify(order=shipment.order, occasion=f"order_shipped:{shipment.pk}", message=order_shipped(shipment))
