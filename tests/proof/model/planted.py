"""The same programs with one fault each, to see that the model would find it."""

from dataclasses import replace

from tests.proof.model.actions import LEVEL, ORDER, PROGRAMS, Actor, Step, promised, with_money
from tests.proof.model.interleavings import Programs
from tests.proof.model.shop import Shop


def _with(kind: str, gate: str, changed: Step) -> Programs:
    """Return the programs with `changed` instead of the step of `kind` at `gate`."""
    return {**PROGRAMS, kind: tuple(changed if step.gate == gate else step for step in PROGRAMS[kind])}


def _without_lock(kind: str, gate: str) -> Programs:
    return _with(kind, gate, replace(_step(kind, gate), lock=""))


def _step(kind: str, gate: str) -> Step:
    return next(step for step in PROGRAMS[kind] if step.gate == gate)


def _promised_unguarded(_: Shop, actor: Actor) -> Actor:
    return promised(actor)


def _nothing_returned(_: Shop, actor: Actor) -> Actor:
    return actor


def _booked_again(shop: Shop, actor: Actor) -> Actor:
    order = with_money(shop.order(actor.order))
    return replace(actor, changed=order, told="message")


def _units_first() -> Programs:
    """A parcel that locks the level before the items, as nobody else does."""
    order, items, ledger, commit = PROGRAMS["ship"]
    early = Step("early", LEVEL)
    return {**PROGRAMS, "ship": (order, early, items, replace(ledger, lock=""), commit)}


# The programs, and how what is found begins or goes on.
FAULTS: dict[str, tuple[Programs, str]] = {
    "lock removed": (_without_lock("place", "ledger"), "sold past the limit"),
    "check before lock": (_with("place", "ledger", Step("ledger", LEVEL, _promised_unguarded)), "sold past the limit"),
    "trigger skipped": (_with("cancel", "ledger", Step("ledger", LEVEL, _nothing_returned)), "the level holds"),
    "key ignored": (_with("told", "order", Step("order", ORDER, _booked_again)), "message: twice"),
    "refund sent twice": (_without_lock("cancel", "order"), "the level holds"),
    "charged without a claim": (_without_lock("pay", "claim"), "charge new: twice"),
    "locks in another order": (_units_first(), "everybody waits"),
}
