"""What a person does to the shop, step by step: a step is a statement that waits for a lock or writes, as the actions have them.

The rules are those of the product. Only the order of the steps, and who holds what, is said again here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from backorders.rules.cancellation import cancelable, canceled_and_paid, why_not_canceled
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.payment import UNANSWERED, may_follow
from catalog.rules.salable import check_quantity
from tests.proof.model.shop import ModelOrder, Shop

# As often as `place_order` judges again.
ATTEMPTS = 5
COMMIT = "commit"


@dataclass(frozen=True)
class Actor:
    """One person in the middle of `kind`, about `order` and `units`. `now` is when he began; `step` the next one.

    `changed`, `on_hand`, `reserved` and `told` are what he has written and not committed. `result` is empty while he is under way;
    `outcome` is what it will be when he has committed (empty: done).
    """

    name: str
    kind: str
    order: str = ""
    units: int = 0
    now: int = 0
    step: int = 0
    tries: int = 0
    holds: frozenset[str] = frozenset()
    waits: str = ""
    changed: ModelOrder | None = None
    on_hand: int = 0
    reserved: int = 0
    told: str = ""
    outcome: str = ""
    result: str = ""

    def ended(self, result: str) -> "Actor":
        """Return him at the end, with nothing held and nothing written."""
        kept = Actor(self.name, self.kind, self.order, self.units, self.now)
        return replace(kept, result=result)

    def began_again(self, *, now: int) -> "Actor":
        """Return him at his first step, with nothing held and nothing written."""
        return replace(Actor(self.name, self.kind, self.order, self.units, now), tries=self.tries + 1)


@dataclass(frozen=True)
class Step:
    """What stands before one gate: the lock it takes (empty: none), and what it does then. None where there is nothing to do."""

    gate: str
    lock: str
    run: Callable[[Shop, Actor], Actor] | None = None

    def lock_of(self, actor: Actor) -> str:
        """Return the lock, by its full name."""
        return self.lock.format(order=actor.order or actor.name)


def _judge_sale(shop: Shop, actor: Actor) -> Actor:
    refusal = check_quantity(Decimal(actor.units), shop.level, shop.policy)
    return actor.ended("refused") if refusal else actor


def _guarded_sale(shop: Shop, actor: Actor) -> Actor:
    """Promise the units, or judge again behind those who were promised theirs meanwhile."""
    if shop.on_hand - shop.reserved - actor.units < shop.limit:
        again = actor.began_again(now=max(actor.now, shop.last_turn()))
        return again if again.tries < ATTEMPTS else actor.ended("refused")
    return promised(actor)


def promised(actor: Actor) -> Actor:
    """Return him with an order of his own whose units are promised."""
    return replace(actor, reserved=actor.units, changed=ModelOrder(actor.name, actor.now, actor.units))


def _judge_cancel(shop: Shop, actor: Actor) -> Actor:
    order = shop.order(actor.order)
    if why_not_canceled(order.status, [order.line], is_offline=False):
        return actor.ended("refused")
    units = cancelable(order.line, is_offline=False)
    paid = int(canceled_and_paid(order.line, units, is_offline=False))
    withdrawn = order.payment in UNANSWERED and order.open == order.ordered
    changed = replace(
        order,
        canceled=order.canceled + int(units),
        refunded=order.refunded + paid,
        given_back=order.given_back + paid,
        payment="cancelled" if withdrawn else order.payment,
    )
    return replace(actor, changed=changed.settled())


def _return_units(shop: Shop, actor: Actor) -> Actor:
    return replace(actor, reserved=-shop.order(actor.order).open)


def _judge_parcel(shop: Shop, actor: Actor) -> Actor:
    order = shop.order(actor.order)
    is_open = order.status in {OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING} and order.open >= actor.units
    return actor if is_open else actor.ended("refused")


def _judge_shelf(shop: Shop, actor: Actor) -> Actor:
    """Refuse what does not lie there; what the queue has for others is refused once the units were taken off, and all is undone."""
    if actor.units > shop.on_hand:
        return actor.ended("refused")
    return replace(actor, outcome="refused") if actor.units > shop.covered(actor.order) else actor


def _send_parcel(shop: Shop, actor: Actor) -> Actor:
    if actor.outcome:
        return actor.ended(actor.outcome)
    order = shop.order(actor.order)
    changed = replace(order, shipped=order.shipped + actor.units).settled()
    return replace(actor, on_hand=-actor.units, reserved=-actor.units, changed=changed)


def _receive(_: Shop, actor: Actor) -> Actor:
    return replace(actor, on_hand=actor.units)


def _may_be_charged(shop: Shop, actor: Actor) -> Actor:
    """Look under the lock whether the provider is to be asked; it is asked afterwards, with nothing locked but the claim."""
    order = shop.order(actor.order)
    if order.status in OPEN and order.payment in UNANSWERED:
        return replace(actor, told=f"charge {order.name}")
    return replace(actor, outcome="nothing")


def _record_money(shop: Shop, actor: Actor) -> Actor:
    order = shop.order(actor.order)
    return replace(actor, changed=with_money(order)) if may_follow(order.payment, "confirmed") else actor


def with_money(order: ModelOrder) -> ModelOrder:
    """Return the order when all of its money came: it is paid, or was canceled and gives the money back."""
    paid = replace(order, payment="confirmed", captured=order.ordered)
    if order.status is OrderStatus.CANCELED:
        return replace(paid, given_back=paid.captured)
    invoiced = order.invoiced + int(order.line.to_invoice)
    return replace(paid, invoiced=invoiced, given_back=paid.captured - invoiced).settled()


def _record_message(shop: Shop, actor: Actor) -> Actor:
    if "message" in shop.told:
        return replace(actor, outcome="nothing")
    return replace(_record_money(shop, actor), told="message")


LEVEL, ITEMS, ORDER, CLAIM = "level", "items", "order {order}", "claim"
PROGRAMS: dict[str, tuple[Step, ...]] = {
    "place": (Step("basis", "", _judge_sale), Step("ledger", LEVEL, _guarded_sale), Step(COMMIT, "")),
    "cancel": (Step("order", ORDER, _judge_cancel), Step("ledger", LEVEL, _return_units), Step(COMMIT, "")),
    "ship": (
        Step("order", ORDER, _judge_parcel),
        Step("items", ITEMS, _judge_shelf),
        Step("ledger", LEVEL, _send_parcel),
        Step(COMMIT, ""),
    ),
    "receive": (Step("items", ITEMS), Step("ledger", LEVEL, _receive), Step(COMMIT, "")),
    "pay": (
        Step("claim", CLAIM + " {order}"),
        Step("order", ORDER, _may_be_charged),
        Step(COMMIT, ""),
        Step("order", ORDER, _record_money),
        Step(COMMIT, ""),
    ),
    "told": (Step("order", ORDER, _record_message), Step(COMMIT, "")),
}
