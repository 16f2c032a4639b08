"""Keep an errand and let the worker do it after commit."""

from backorders.models import Errand, ErrandKind, Order, Payment
from backorders.tasks.run_errand import run_errand


def keep_errand(*, kind: ErrandKind, order: Order, payment: Payment | None = None) -> Errand:
    """Keep an errand about `order` (and `payment`) and enqueue it. Call inside the transaction that made the occasion."""
    errand = Errand.objects.create(kind=kind, order=order, payment=payment)
    run_errand.enqueue(errand.pk)
    return errand
