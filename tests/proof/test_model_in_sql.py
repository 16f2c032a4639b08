"""The database follows the model step by step: who waits, who is refused, and what is committed after each step."""

import os
import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Sum
from django.utils import timezone

from backorders.actions import pay_order as paying
from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.record_provider_event import Told, record_provider_event
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, QueuePlace, Refund
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import ProviderEventKind
from catalog.models import Product, StockLevel
from tests.factories.catalog import default_source, product_with_stock
from tests.proof.followed import ENDED, PATIENCE, WAITS, Follower
from tests.proof.model.actions import PROGRAMS, Actor
from tests.proof.model.interleavings import Moment, schedules
from tests.proof.model.shop import ModelOrder, Shop
from tests.proof.model.small_shop import DEEDS, SHOPS, Deed, people

pytestmark = pytest.mark.django_db(transaction=True)

CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
REFUSALS = (CannotCancel, CannotShip, NotSalable)
# Walks at random in each shop, beside those that are made in full; WALKS asks for more of them.
WALKS = int(os.environ.get("WALKS", "4"))


@dataclass(frozen=True)
class RealShop:
    """What the model's shop is in the database. Orders of one shop have addresses of its own."""

    product: Product
    began: datetime
    key: str

    def at(self, turn: int) -> datetime:
        """Return the time of a turn of the model."""
        return self.began + timedelta(seconds=turn)

    def order(self, name: str) -> Order:
        """Return the order called `name`."""
        return Order.objects.get(email=f"{name}@{self.key}.example")

    def placed(self, name: str, units: int, turn: int) -> Order:
        """Place the order called `name`."""
        lines, email = {self.product: Decimal(units)}, f"{name}@{self.key}.example"
        return place_order(lines=lines, email=email, by=None, now=self.at(turn))

    def action(self, actor: Actor) -> Callable[[], str]:
        """Return what the product does where `actor` does his deed: it returns done, refused or nothing."""
        now, units = self.at(actor.now), Decimal(actor.units)
        if actor.kind == "place":
            return lambda: _done(lambda: self.placed(actor.name, actor.units, actor.now))
        if actor.kind == "receive":
            delivery = partial(receive_delivery, self.product, source=default_source(), quantity=units)
            return lambda: _done(lambda: delivery(by=None, now=now))
        order = self.order(actor.order)
        payment, line = order.payments.get(), order.lines.get()
        told = Told(ProviderEventKind.CAPTURED, f"{self.key} message", payment.total, payment.currency)
        parcel = partial(ship_order, source=default_source(), units={line: units}, key=str(uuid.uuid4()))
        deeds: dict[str, Callable[[], object]] = {
            "cancel": lambda: cancel_order(order=order, by=None, now=now),
            "ship": lambda: parcel(order=order, unpaid_confirmed=True, by=None, now=now),
            "pay": lambda: pay_order(payment=payment, details=CARD, now=now),
            "told": lambda: record_provider_event(payment=payment, told=told, now=now),
        }
        return lambda: _done(deeds[actor.kind])

    def committed(self, limit: int, names: Iterable[str]) -> Shop:
        """Return what is committed, as the model has it. What a provider was asked is no row of the database."""
        level = StockLevel.objects.get(product=self.product)
        found = {
            order.email.partition("@")[0]: order
            for order in Order.objects.filter(email__endswith=f"@{self.key}.example")
        }
        orders = tuple(_as_model(name, found[name]) for name in sorted(names) if name in found)
        return Shop(int(level.on_hand), int(level.reserved), limit, orders)

    def covered(self) -> dict[str, int]:
        """Return {order: units on hand that the queue has for it}."""
        places = QueuePlace.objects.filter(product=self.product, covered__gt=0).select_related("order")
        return {place.order.email.partition("@")[0]: int(place.covered) for place in places}


def _done(act: Callable[[], object]) -> str:
    try:
        return "nothing" if act() is False else "done"
    except REFUSALS:
        return "refused"


def _as_model(name: str, order: Order) -> ModelOrder:
    line, payment = order.lines.get(), order.payments.get()
    back = Refund.objects.filter(payment=payment).aggregate(sum=Sum("amount", default=0))["sum"]
    return ModelOrder(
        name,
        turn=0,
        ordered=int(line.ordered),
        invoiced=int(line.invoiced),
        shipped=int(line.shipped),
        canceled=int(line.canceled),
        refunded=int(line.refunded),
        status=OrderStatus(order.status),
        payment=payment.status,
        captured=int(payment.captured_amount),
        given_back=int(back),
    )


def made(shop: Shop) -> RealShop:
    """Make the model's shop in the database, by the product's own actions."""
    on_hand = max(shop.on_hand, shop.reserved)
    product = product_with_stock(quantity=on_hand, price=1, backorders=int(shop.limit < 0), min_qty=shop.limit)
    real = RealShop(product, timezone.now() - timedelta(minutes=5), uuid.uuid4().hex)
    for order in sorted(shop.orders, key=lambda order: order.turn):
        placed = real.placed(order.name, order.ordered, order.turn)
        if order.captured:
            pay_order(payment=placed.payments.get(), details=CARD, now=real.at(order.turn))
    product.source_items.update(quantity=shop.on_hand)
    return real


def as_told(shop: Shop) -> Shop:
    """Return what of the model's shop stands in the database."""
    orders = tuple(replace(order, turn=0) for order in shop.orders)
    return Shop(shop.on_hand, shop.reserved, shop.limit, orders)


@contextmanager
def followers(real: RealShop, actors: Iterable[Actor]) -> Iterator[dict[str, Follower]]:
    """Give a thread for each actor, before his first step; whatever comes, they are let go and ended."""
    found = {actor.name: Follower(actor.name, real.action(actor)) for actor in actors}
    for follower in found.values():
        follower.begin()
    try:
        yield found
    finally:
        for follower in found.values():
            follower.let_run()
            follower.join()


def follow(shop: Shop, actors: tuple[Actor, ...], schedule: Iterable[str]) -> Moment:
    """Let the model and the database take the same steps; they have to agree after each. Return the model's end."""
    real, moment = made(shop), Moment(shop, actors)
    assert real.committed(shop.limit, [order.name for order in shop.orders]) == as_told(shop)
    with followers(real, actors) as threads:
        _agree(moment, real, threads)
        for name in schedule:
            threads[name].step()
            moment = moment.after(name)
            _agree(moment, real, threads)
    assert [thread.error for thread in threads.values()] == [None] * len(threads)
    return moment


def _agree(moment: Moment, real: RealShop, threads: dict[str, Follower]) -> None:
    expected = {actor.name: _stands(actor) for actor in moment.actors}
    assert {name: threads[name].seen_at(where) for name, where in expected.items()} == expected
    shop = moment.shop
    assert real.committed(shop.limit, [order.name for order in shop.orders]) == as_told(shop)
    assert real.covered() == {order.name: shop.covered(order.name) for order in shop.orders if shop.covered(order.name)}
    results = {actor.name: actor.result for actor in moment.actors if actor.result and actor.kind != "pay"}
    assert {name: threads[name].result for name in results} == results


def _stands(actor: Actor) -> str:
    if actor.result:
        return ENDED
    return WAITS if actor.waits else PROGRAMS[actor.kind][actor.step].gate


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a claim in a test waits for as long as the test lets him."""
    monkeypatch.setattr(paying, "PATIENCE", timedelta(seconds=PATIENCE))


@pytest.mark.parametrize("deeds", [(DEEDS[0], DEEDS[1]), (DEEDS[0], DEEDS[2])], ids=["place, place", "place, cancel"])
def test_two_who_want_the_last_unit_follow_the_model_in_every_order(deeds: tuple[Deed, ...]) -> None:
    shop, actors = SHOPS["one unit is free"], people(deeds)
    every = list(schedules(shop, actors))
    for schedule in every:
        assert follow(shop, actors, schedule).is_over
    assert len(every) == len(set(every)) > 1


@pytest.mark.parametrize("shop", SHOPS)
def test_three_people_follow_the_model_step_by_step(shop: str) -> None:
    dice = random.Random(shop)
    for _ in range(WALKS):
        actors = people(dice.choices(DEEDS, k=3))
        moment, schedule = Moment(SHOPS[shop], actors), list[str]()
        while movable := moment.movable():
            schedule.append(dice.choice(movable))
            moment = moment.after(schedule[-1])
        assert follow(SHOPS[shop], actors, schedule) == moment
