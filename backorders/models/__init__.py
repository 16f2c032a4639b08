"""What was promised to whom: carts, orders, payments, messages."""

from backorders.models.cart import Cart as Cart
from backorders.models.cart import CartLine as CartLine
from backorders.models.credit_memo import CreditMemo as CreditMemo
from backorders.models.credit_memo import CreditMemoLine as CreditMemoLine
from backorders.models.errand import Errand as Errand
from backorders.models.errand import ErrandKind as ErrandKind
from backorders.models.invoice import Invoice as Invoice
from backorders.models.invoice import InvoiceLine as InvoiceLine
from backorders.models.low_stock_telling import LowStockTelling as LowStockTelling
from backorders.models.notification import Notification as Notification
from backorders.models.order import Order as Order
from backorders.models.order_event import EventKind as EventKind
from backorders.models.order_event import OrderEvent as OrderEvent
from backorders.models.order_line import OrderLine as OrderLine
from backorders.models.payment import Payment as Payment
from backorders.models.provider_event import ProviderEvent as ProviderEvent
from backorders.models.queue_move import QueueMove as QueueMove
from backorders.models.queue_place import QueuePlace as QueuePlace
from backorders.models.refund import Refund as Refund
from backorders.models.refund import RefundStatus as RefundStatus
from backorders.models.shipment import Shipment as Shipment
from backorders.models.source_movement import MovementKind as MovementKind
from backorders.models.source_movement import SourceMovement as SourceMovement
