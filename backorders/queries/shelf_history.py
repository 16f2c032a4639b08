"""What counted at which source on which day, which stocks drew on it, and of which products stock was managed, by the history.

Each is what held before the days that are asked for, and what changed on each of them, as it stood when the day ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from catalog.rules.product_setting import MANAGE_STOCK
from catalog.rules.quantity import ZERO

# The last word of each day; NULL for the day: of all days before. What was deleted counts nothing.
_ITEMS = """
    SELECT DISTINCT ON (product_id, source_id, day) product_id, source_id,
           CASE WHEN pgh_created_at >= %(start)s THEN (pgh_created_at AT TIME ZONE %(zone)s)::date END AS day,
           CASE WHEN is_in_stock AND pgh_label <> 'delete' THEN quantity ELSE 0 END
    FROM catalog_sourceitemevent
    WHERE product_id = ANY (%(products)s) AND pgh_created_at < %(end)s
    ORDER BY product_id, source_id, day, pgh_id DESC
"""
_SOURCES = """
    SELECT DISTINCT ON (id, day) id,
           CASE WHEN pgh_created_at >= %(start)s THEN (pgh_created_at AT TIME ZONE %(zone)s)::date END AS day,
           is_enabled AND pgh_label <> 'delete'
    FROM catalog_sourceevent
    WHERE pgh_created_at < %(end)s
    ORDER BY id, day, pgh_id DESC
"""
_LINKS = """
    SELECT DISTINCT ON (id, day) id,
           CASE WHEN pgh_created_at >= %(start)s THEN (pgh_created_at AT TIME ZONE %(zone)s)::date END AS day,
           stock_id, source_id, pgh_label <> 'delete'
    FROM catalog_stocksourcelinkevent
    WHERE pgh_created_at < %(end)s
    ORDER BY id, day, pgh_id DESC
"""
_OWN = """
    SELECT DISTINCT ON (product_id, day) product_id,
           CASE WHEN pgh_created_at >= %(start)s THEN (pgh_created_at AT TIME ZONE %(zone)s)::date END AS day,
           CASE WHEN pgh_label <> 'delete' THEN manage_stock END
    FROM catalog_stockitemevent
    WHERE product_id = ANY (%(products)s) AND pgh_created_at < %(end)s
    ORDER BY product_id, day, pgh_id DESC
"""
_CONFIGURED = """
    SELECT DISTINCT ON (day)
           CASE WHEN pgh_created_at >= %(start)s THEN (pgh_created_at AT TIME ZONE %(zone)s)::date END AS day,
           value = '1' OR pgh_label = 'delete'
    FROM catalog_configurationvalueevent
    WHERE path = %(path)s AND scope = 0 AND pgh_created_at < %(end)s
    ORDER BY day, pgh_id DESC
"""

# Of these the queue, or what it gives out, may have changed. Sources, links and the configuration are everybody's.
_TOUCHED = """
    SELECT product_id FROM catalog_reservation WHERE created_at >= %(start)s AND created_at < %(end)s
    UNION SELECT product_id FROM catalog_sourceitemevent WHERE pgh_created_at >= %(start)s AND pgh_created_at < %(end)s
    UNION SELECT product_id FROM catalog_stockitemevent WHERE pgh_created_at >= %(start)s AND pgh_created_at < %(end)s
    UNION SELECT coalesce(line.product_id, line.gone_product_id) FROM backorders_queuemove AS move
          JOIN backorders_orderline AS line ON line.id = move.line_id WHERE moved_at >= %(start)s AND moved_at < %(end)s
    UNION SELECT product_id FROM catalog_reservation WHERE
          EXISTS (SELECT FROM catalog_sourceevent WHERE pgh_created_at >= %(start)s AND pgh_created_at < %(end)s)
          OR EXISTS (SELECT FROM catalog_stocksourcelinkevent WHERE pgh_created_at >= %(start)s AND pgh_created_at < %(end)s)
          OR EXISTS (SELECT FROM catalog_configurationvalueevent
                     WHERE path = %(path)s AND pgh_created_at >= %(start)s AND pgh_created_at < %(end)s)
"""


def touched_products(asked: Mapping[str, Any]) -> list[int]:
    """Return the products of which anything happened from `start` to `end` that may change what is owed. One query."""
    return sorted(product for (product,) in rows(_TOUCHED, **asked, path=MANAGE_STOCK.path) if product is not None)


@dataclass
class Course[State]:
    """A state before the first day, and what it is since each day that changed it."""

    before: State
    since: dict[date, State] = field(default_factory=dict)

    def note(self, day: date | None, state: State) -> None:
        """Take what was read: None stands for the days before."""
        if day is None:
            self.before = state
        else:
            self.since[day] = state

    def over(self, days: Iterable[date]) -> Iterator[tuple[date, State]]:
        """Yield the state at the end of each of `days`, which come in their order and include all that changed it."""
        state = self.before
        for day in days:
            state = self.since.get(day, state)
            yield day, state


type Drawn = Mapping[int, frozenset[int]]


@dataclass
class ShelfHistory:
    """What was read of some products. `links` {stock: sources}; a source's and a product's own courses by its number."""

    links: Course[Drawn]
    sources: dict[int, Course[bool]]
    configured: Course[bool]
    items: dict[int, dict[int, Course[Decimal]]]
    own: dict[int, Course[bool | None]]

    def counted_before(self, product: int) -> dict[int, Decimal]:
        """Return {source: units that counted} before the first day."""
        found = self.items.get(product, {}).items()
        return {source: course.before if self._source(source).before else ZERO for source, course in found}

    def counted(self, product: int) -> dict[date, dict[int, Decimal]]:
        """Return {day: {source: units that count since}}, where the units or the source changed."""
        changed: defaultdict[date, dict[int, Decimal]] = defaultdict(dict)
        for source, course in self.items.get(product, {}).items():
            place = self._source(source)
            days = sorted({*course.since, *place.since})
            for (day, units), (_, is_enabled) in zip(course.over(days), place.over(days), strict=True):
                changed[day][source] = units if is_enabled else ZERO
        return changed

    def _source(self, source: int) -> Course[bool]:
        # Sources were not followed before facts by day were kept: what is there counted.
        return self.sources.get(source, Course(before=True))

    def is_managed_before(self, product: int) -> bool:
        """Whether stock was managed before the first day."""
        own = self._own(product).before
        return self.configured.before if own is None else own

    def managed(self, product: int) -> dict[date, bool]:
        """Return {day: whether stock is managed since}, where the product or the configuration changed."""
        own = self._own(product)
        days = sorted({*own.since, *self.configured.since})
        both = zip(own.over(days), self.configured.over(days), strict=True)
        return {day: configured if said is None else said for (day, said), (_, configured) in both}

    def _own(self, product: int) -> Course[bool | None]:
        return self.own.get(product, Course(None))


def shelf_history(asked: Mapping[str, Any]) -> ShelfHistory:
    """Return the history of `asked["products"]` from `start` to `end`, days by `zone`. Five queries."""
    items: defaultdict[int, dict[int, Course[Decimal]]] = defaultdict(dict)
    for product, source, day, units in rows(_ITEMS, **asked):
        items[product].setdefault(source, Course(ZERO)).note(day, units)
    sources: dict[int, Course[bool]] = {}
    for source, day, is_enabled in rows(_SOURCES, **asked):
        sources.setdefault(source, Course(before=False)).note(day, is_enabled)
    own: dict[int, Course[bool | None]] = {}
    for product, day, said in rows(_OWN, **asked):
        own.setdefault(product, Course(None)).note(day, said)
    configured = Course(before=True)
    for day, is_managed in rows(_CONFIGURED, **asked, path=MANAGE_STOCK.path):
        configured.note(day, is_managed)
    return ShelfHistory(_links(asked), sources, configured, items, own)


def _links(asked: Mapping[str, Any]) -> Course[Drawn]:
    found = sorted(rows(_LINKS, **asked), key=lambda row: (row[1] is not None, row[1] or date.min))
    standing: dict[int, tuple[int, int]] = {}
    course: Course[Drawn] = Course({})
    for link, day, stock, source, is_there in found:
        standing.pop(link, None)
        if is_there:
            standing[link] = (stock, source)
        drawn: defaultdict[int, set[int]] = defaultdict(set)
        for its_stock, its_source in standing.values():
            drawn[its_stock].add(its_source)
        course.note(day, {each: frozenset(of) for each, of in drawn.items()})
    return course


def rows(text: str, **asked: Any) -> list[tuple[Any, ...]]:
    """Return what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(text, asked)
        return list(cursor.fetchall())
