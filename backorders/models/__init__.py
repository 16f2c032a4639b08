"""What was promised to whom: carts, orders, payments, messages."""

from backorders.models.cart import Cart as Cart
from backorders.models.cart import CartLine as CartLine
from backorders.models.credit_memo import CreditMemo as CreditMemo
from backorders.models.credit_memo import CreditMemoLine as CreditMemoLine
from backorders.models.delivery import Delivery as Delivery
from backorders.models.delivery import DeliveryLine as DeliveryLine
from backorders.models.delivery import ServedOrder as ServedOrder
from backorders.models.invoice import Invoice as Invoice
from backorders.models.invoice import InvoiceLine as InvoiceLine
from backorders.models.order import EventKind as EventKind
from backorders.models.order import Order as Order
from backorders.models.order import OrderEvent as OrderEvent
from backorders.models.order_line import OrderLine as OrderLine
from backorders.models.outbox import Errand as Errand
from backorders.models.outbox import ErrandKind as ErrandKind
from backorders.models.outbox import LowStockTelling as LowStockTelling
from backorders.models.outbox import Notification as Notification
from backorders.models.payment import Payment as Payment
from backorders.models.payment import ProviderEvent as ProviderEvent
from backorders.models.queue import QueueMove as QueueMove
from backorders.models.queue import QueuePlace as QueuePlace
from backorders.models.refund import Refund as Refund
from backorders.models.refund import RefundStatus as RefundStatus
from backorders.models.shipment import MovementKind as MovementKind
from backorders.models.shipment import Shipment as Shipment
from backorders.models.shipment import SourceMovement as SourceMovement
