"""Tell the shopper that a parcel has left, once for each parcel."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.actions.notify import notify
from backorders.emails.order_shipped import order_shipped, shipped_elsewhere
from backorders.models import Notification, Order, OrderLine, Shipment


def notify_shipped(shipment: Shipment) -> Notification:
    """Send "Your order has been shipped". Call in the transaction of `shipment`, lines and movements written."""
    return notify(order=shipment.order, occasion=f"order_shipped:{shipment.pk}", message=order_shipped(shipment))


def notify_shipped_elsewhere(order: Order, units: Mapping[OrderLine, Decimal], *, key: str) -> Notification:
    """Send the same of `units` {line: quantity} that came from no source of ours. `key` names the event."""
    message = shipped_elsewhere(order, [(line.pk, quantity) for line, quantity in units.items()])
    return notify(order=order, occasion=f"order_shipped_elsewhere:{key}", message=message)
