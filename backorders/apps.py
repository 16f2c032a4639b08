"""The backorders app."""

from django.apps import AppConfig
from payments.signals import status_changed


class BackordersConfig(AppConfig):
    """What was promised to whom, what of it is owed, what may ship now?"""

    name = "backorders"
    verbose_name = "Sales"

    def ready(self) -> None:
        """Connect the receivers."""
        from backorders.receivers.moved_days import say_whose_day_moves
        from backorders.receivers.outbox import ask_the_worker
        from backorders.receivers.owed_orders import say_how_many_wait
        from backorders.receivers.payment_status import carry_over
        from backorders.receivers.product_deletion import let_orders_know, say_what_is_held
        from backorders.receivers.received_supply import say_what_came
        from backorders.signals import outbox_row_due
        from catalog.signals import days_moved, orders_owed, products_deleting, products_held, supply_received

        status_changed.connect(carry_over, dispatch_uid="carry a payment's status over to its order")
        outbox_row_due.connect(ask_the_worker, dispatch_uid="ask the worker for what is to leave")
        products_held.connect(say_what_is_held, dispatch_uid="say what open orders hold of products")
        products_deleting.connect(let_orders_know, dispatch_uid="let open orders know of deleted products")
        orders_owed.connect(say_how_many_wait, dispatch_uid="say how many orders wait for units at sources")
        supply_received.connect(say_what_came, dispatch_uid="say in which deliveries a supply came")
        days_moved.connect(say_whose_day_moves, dispatch_uid="say whose promised day has become later")
