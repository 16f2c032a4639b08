"""Every order in which a few people's steps can follow each other, and what is committed then."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tests.proof.model.actions import CLAIM, COMMIT, PROGRAMS, Actor, Step
from tests.proof.model.shop import Shop, changed_wrongly, wrong

type Programs = Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True)
class Moment:
    """What is committed, and where everybody stands. `queue` are those who wait for a lock, who came first first."""

    shop: Shop
    actors: tuple[Actor, ...]
    queue: tuple[str, ...] = ()

    def actor(self, name: str) -> Actor:
        """Return the one called `name`."""
        return next(actor for actor in self.actors if actor.name == name)

    def movable(self) -> tuple[str, ...]:
        """Return who can take a step: all who neither wait nor have ended."""
        return tuple(actor.name for actor in self.actors if not actor.waits and not actor.result)

    @property
    def is_over(self) -> bool:
        """Whether everybody has ended."""
        return all(actor.result for actor in self.actors)

    def with_actor(self, changed: Actor) -> "Moment":
        """Return the moment with `changed` in the place of the one of that name."""
        actors = tuple(changed if actor.name == changed.name else actor for actor in self.actors)
        return replace(self, actors=actors)

    def after(self, name: str, programs: Programs = PROGRAMS) -> "Moment":
        """Return the moment after one step of `name`, and after what those do who had waited for what he let go."""
        actor = self.actor(name)
        step = programs[actor.kind][actor.step]
        lock = step.lock_of(actor)
        if lock and any(lock in other.holds for other in self.actors if other.name != name):
            return replace(self.with_actor(replace(actor, waits=lock)), queue=(*self.queue, name))
        moved = (
            _committed(self, actor, programs)
            if step.gate == COMMIT
            else self.with_actor(_ran(self.shop, actor, step, lock))
        )
        # Who is refused lets go at once of what he had just been given.
        return _let_in(moved, (actor.holds | {lock}) - moved.actor(name).holds, programs)


def _ran(shop: Shop, actor: Actor, step: Step, lock: str) -> Actor:
    holding = replace(actor, waits="", holds=actor.holds | ({lock} if lock else set()))
    ran = holding if step.run is None else step.run(shop, holding)
    has_left = bool(ran.result) or ran.tries != actor.tries
    return ran if has_left else replace(ran, step=actor.step + 1)


def _committed(moment: Moment, actor: Actor, programs: Programs) -> Moment:
    shop = moment.shop if actor.changed is None else moment.shop.with_order(actor.changed)
    shop = replace(
        shop,
        on_hand=shop.on_hand + actor.on_hand,
        reserved=shop.reserved + actor.reserved,
        told=tuple(sorted((*shop.told, actor.told))) if actor.told else shop.told,
    )
    is_last = bool(actor.outcome) or actor.step + 1 == len(programs[actor.kind])
    if is_last:
        return replace(moment, shop=shop).with_actor(actor.ended(actor.outcome or "done"))
    # A claim is the connection's, and not the transaction's.
    claims = frozenset(lock for lock in actor.holds if lock.startswith(CLAIM))
    return replace(moment, shop=shop).with_actor(replace(actor.ended(""), step=actor.step + 1, holds=claims))


def _let_in(moment: Moment, freed: frozenset[str], programs: Programs) -> Moment:
    """Give each lock that was let go to whoever waited first; he takes his step at once, as a statement that had waited does."""
    for lock in sorted(freed):
        first = next((name for name in moment.queue if moment.actor(name).waits == lock), None)
        if first is not None:
            queue = tuple(name for name in moment.queue if name != first)
            moment = (
                replace(moment, queue=queue).with_actor(replace(moment.actor(first), waits="")).after(first, programs)
            )
    return moment


@dataclass(frozen=True)
class Explored:
    """How many moments there are, what is wrong in any of them, and how everybody ended: {(name, result), ...} of each end."""

    moments: int
    wrong: tuple[str, ...]
    ends: frozenset[frozenset[tuple[str, str]]]


def explored(shop: Shop, actors: tuple[Actor, ...], programs: Programs = PROGRAMS) -> Explored:
    """Look at every moment that can come about."""
    begin = Moment(shop, actors)
    seen, open_, found, ends = {begin}, deque([begin]), list[str](), set[frozenset[tuple[str, str]]]()
    while open_:
        moment = open_.popleft()
        found += wrong(moment.shop)
        movable = moment.movable()
        if moment.is_over:
            ends.add(frozenset((actor.name, actor.result) for actor in moment.actors))
        elif not movable:
            found.append("everybody waits for somebody else: " + ", ".join(moment.queue))
        for name in movable:
            then = moment.after(name, programs)
            if then.shop != moment.shop:
                found += changed_wrongly(moment.shop, then.shop)
            if then not in seen:
                seen.add(then)
                open_.append(then)
    return Explored(len(seen), tuple(found), frozenset(ends))


def schedules(shop: Shop, actors: tuple[Actor, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the names in every order in which their steps can follow each other, to the end of everybody."""

    def rest(moment: Moment, so_far: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if moment.is_over:
            yield so_far
        for name in moment.movable():
            yield from rest(moment.after(name), (*so_far, name))

    yield from rest(Moment(shop, actors), ())
