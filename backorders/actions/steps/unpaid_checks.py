"""How many orders of one address or network may wait for their checks."""

from backorders.models import Order
from backorders.queries.locks import lock_address_and_network
from backorders.queries.payment import UnpaidChecks, unpaid_checks
from catalog.rules.in_force import Configuration
from catalog.rules.sales_settings import CHECK_MOST_OPEN, CHECK_MOST_OPEN_AT_NETWORK
from catalog.words.refusal import Refused


class TooManyChecks(Refused):
    """The order was refused and nothing changed: `waiting` orders of its e-mail address, or of its network, wait already."""

    def __init__(self, waiting: int, *, is_network: bool) -> None:
        """Keep how many, and whose."""
        super().__init__(
            f"{waiting} orders of the same {'network' if is_network else 'e-mail address'} wait for a check."
        )
        self.waiting = waiting
        self.is_network = is_network


def refuse_too_many_checks(order: Order, *, configuration: Configuration) -> None:
    """Raise `TooManyChecks` where the website's limits leave no room for `order`.

    They are for shoppers: an order without a network was taken by staff, or sold by another system already.

    Until the transaction ends nobody else counts for the same address or network, so that two checkouts in one instant are one
    after the other. Call it first, before a row is written: who waits here holds nothing. E-mail before network, for everybody.
    """
    most = configuration.number(CHECK_MOST_OPEN)
    most_at_network = configuration.number(CHECK_MOST_OPEN_AT_NETWORK)
    if not order.network or not (most or most_at_network):
        return
    lock_address_and_network(email=order.email, network=order.network)
    waiting: UnpaidChecks = unpaid_checks(order)
    if most and waiting.of_email >= most:
        raise TooManyChecks(waiting.of_email, is_network=False)
    if most_at_network and waiting.of_network >= most_at_network:
        raise TooManyChecks(waiting.of_network, is_network=True)
