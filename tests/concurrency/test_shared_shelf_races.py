"""Three stocks that share their sources in a chain: whoever meets, no unit is promised twice, and nobody is locked out."""

import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations_with_replacement
from threading import Barrier

import pytest

from catalog.models import StockLevel
from catalog.queries.inventory_differences import group_differences, inventory_differences
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.concurrency.race import race
from tests.concurrency.shelf_writers import DONE, LOCKED_OUT, STEPS, Chain, Writer

pytestmark = pytest.mark.django_db(transaction=True)

UNITS, LIMIT = 3, 2
PAIRS = tuple(combinations_with_replacement(STEPS, 2))


def test_eight_buyers_of_three_stocks_come_to_each_limit_exactly() -> None:
    chain = Chain.of(UNITS, limit=LIMIT)

    def buyer(number: int) -> Callable[[], int]:
        writer = Writer(chain, f"buyer {number}", random.Random(number))

        def buy() -> int:
            for stock in writer.random.sample(chain.stocks, 3):
                while writer.buy(stock) == DONE:
                    pass
            return len(writer.sold)

        return buy

    sold = sum(race([buyer(number) for number in range(8)]))
    assert sold == len(chain.sources) * UNITS + LIMIT
    assert kept_levels() == recomputed_levels()
    free = dict(StockLevel.objects.filter(product=chain.products[0]).values_list("stock_id", "free"))
    assert [free[stock.pk] for stock in chain.stocks] == [0, 0, -LIMIT]


def test_every_pair_of_writers_leaves_the_levels_right_and_locks_nobody_out() -> None:
    chain = Chain.of(UNITS, limit=LIMIT)
    writers = [Writer(chain, f"writer {number}", random.Random(number)) for number in range(2)]
    together = Barrier(3)

    def writing(writer: Writer, *, backwards: bool) -> Callable[[], None]:
        def write() -> None:
            for pair in PAIRS:
                together.wait(timeout=30)
                for kind in reversed(pair) if backwards else pair:
                    writer.step(kind)
                together.wait(timeout=30)

        return write

    def look() -> None:
        for pair in PAIRS:
            together.wait(timeout=30)
            together.wait(timeout=30)
            assert (inventory_differences(), group_differences()) == ((), ()), pair

    race([writing(writers[0], backwards=False), writing(writers[1], backwards=True), look])
    assert kept_levels() == recomputed_levels()
    told = sum((writer.told for writer in writers), Counter[tuple[str, str]]())
    assert {kind for kind, ended in told if ended == LOCKED_OUT} == set()
    assert {kind for kind, ended in told if ended == DONE} == set(STEPS)
