"""Find the order of somebody who has lost its address."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from backorders.models import FailedLookup, Order
from backorders.queries.locks import lock_address_and_network
from backorders.rules.order_lookup import COUNTED_FOR, may_look, order_number
from backorders.words.refusal import TOO_MANY_LOOKS
from catalog.rules.text import text_problem
from catalog.words.refusal import Refused

LONGEST_EMAIL = 254


class CannotFind(Refused):
    """Nothing was looked for; the text says why."""


def find_order(*, number: str, email: str, network: str, now: datetime) -> Order | None:
    """Return the order of this number that was placed with this e-mail address, letters of either case; None counts as a failure.

    `network` is the keyed hash of where it is asked from. Raises `CannotFind` after too many failures: then nothing is looked for,
    not even what is right.
    """
    named = order_number(number)
    if text_problem(email, longest=LONGEST_EMAIL):
        return None
    with transaction.atomic():
        # Failures are counted one after the other: whoever asks at once a hundred times has tried a hundred times.
        lock_address_and_network(email=named or "", network=network)
        failures = FailedLookup.objects.filter(at__gt=now - COUNTED_FOR)
        of_order = failures.filter(number=named).count() if named else 0
        if not may_look(of_network=failures.filter(network=network).count(), of_order=of_order):
            raise CannotFind(TOO_MANY_LOOKS)
        found = Order.objects.filter(Q(number=named), email__iexact=email.strip()).first()
        if found is None:
            FailedLookup.objects.create(network=network, number=named or "", at=now)
        return found
