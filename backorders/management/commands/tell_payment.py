"""`manage.py tell_payment`: let the demo's card provider tell of money that moved outside the shop."""

import argparse
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from payments.core import provider_factory

from backorders.actions.record_provider_event import Told, TooEarly, record_provider_event
from backorders.models import Payment
from backorders.rules.payment import PaymentMethod, ProviderEventKind

HELP = """
Try what an order does when money moves at the payment provider: tell_payment 000000012 refunded 20.00. Only with the demo's card
provider. The same --reference names the same refund or dispute: dispute_opened first, dispute_won or dispute_lost later.
"""


class Command(BaseCommand):
    """Speaks for the demo's card provider."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the order, what happened, and how much."""
        parser.add_argument("order", help="the order's number")
        parser.add_argument("kind", choices=[kind.value for kind in ProviderEventKind])
        parser.add_argument("amount", help="in the order's currency, or in --currency")
        parser.add_argument("--currency", help="another currency than the order's")
        parser.add_argument("--reference", default="", help="the provider's name of the refund or dispute")

    def handle(self, *, order: str, kind: str, amount: str, **options: Any) -> None:
        """Record it as if the provider had told."""
        cards = Payment.objects.exclude(variant=PaymentMethod.CHECK_MONEY_ORDER).filter(order__number=order.zfill(9))
        payment = cards.order_by("pk").last()
        if payment is None:
            raise CommandError(f"There is no order #{order} that is paid by card.")
        if not getattr(provider_factory(payment.variant, payment), "is_simulated", False):
            raise CommandError("Only the demo's card provider can be spoken for.")
        try:
            number = Decimal(amount)
        except InvalidOperation:
            raise CommandError(f"“{amount}” is no amount.") from None
        key = f"demo:{uuid.uuid4()}"
        told = Told(
            ProviderEventKind(kind), key, number, options["currency"] or payment.currency, options["reference"] or key
        )
        try:
            record_provider_event(payment=payment, told=told, now=timezone.now())
        except TooEarly as error:
            raise CommandError(str(error)) from error
        payment.order.refresh_from_db()
        last = payment.order.events.order_by("pk").last()
        self.stdout.write(f"{payment.order}: {payment.order.status_label}. {last.text if last else ''}")
