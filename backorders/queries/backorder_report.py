"""What Reports > Backorders tells: sums of what each day changed, by period, product, stock, website, source and age.

Each question is a few statements, whatever is found; a row of the one is the sum of the same changes as in every other.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import get_current_timezone

from backorders.models import MovementKind, OrderLine, OwedChange, SourceMovement
from backorders.queries.owed_history import beginning
from backorders.rules.backorder_report import AGES, Age, Figures, Period, PeriodKind, age_of, periods, standing_at_ends
from catalog.rules.quantity import ZERO

NET = F("became") - F("served") - F("canceled")
NET_VALUE = F("became_value") - F("served_value") - F("canceled_value")
# Units that left a source for a shopper, and those that came back because their parcel was undone: it never left.
LEFT = (MovementKind.SHIPPED, MovementKind.DELIVERED, MovementKind.UNDONE)


@dataclass(frozen=True)
class Asked:
    """The days that are told of, and what is narrowed: a website, a stock (ids), words of a product."""

    first: date
    last: date
    website: int | None = None
    stock: int | None = None
    words: str = ""

    @property
    def changes(self) -> QuerySet[OwedChange]:
        """What changed until the last day."""
        rows = OwedChange.objects.order_by().filter(self._within("website", "stock"), day__lte=self.last)
        return rows.filter(worded(self.words, "line__"))

    @property
    def lines(self) -> QuerySet[OrderLine]:
        """What was ordered in these days, and held units of the ledger."""
        rows = held_lines().order_by().filter(self._within("order__website", "order__stock"))
        return rows.filter(
            worded(self.words, ""),
            order__placed_at__gte=beginning(self.first),
            order__placed_at__lt=beginning(self.last + timedelta(days=1)),
        )

    @property
    def movements(self) -> QuerySet[SourceMovement]:
        """What left sources in these days."""
        rows = left_sources().order_by().filter(self._within("line__order__website", "line__order__stock"))
        return rows.filter(
            worded(self.words, "line__"),
            moved_at__gte=beginning(self.first),
            moved_at__lt=beginning(self.last + timedelta(days=1)),
        )

    def _within(self, website: str, stock: str) -> Q:
        chosen = {website: self.website, stock: self.stock}
        return Q(**{name: pk for name, pk in chosen.items() if pk is not None})


def held_lines() -> QuerySet[OrderLine]:
    """Return the lines that held units of the ledger, of which a fill rate is told, with the number of their `held_product`."""
    return OrderLine.objects.filter(is_reserved=True).annotate(held_product=Coalesce("product_id", "gone_product_id"))


def left_sources() -> QuerySet[SourceMovement]:
    """Return what left sources for shoppers, less what was undone. Units that left are negative."""
    return SourceMovement.objects.filter(kind__in=LEFT)


def worded(words: str, line: str) -> Q:
    """Return the condition that a line, found by `line`, has all `words` in its SKU or name."""
    found = Q()
    for word in words.split():
        found &= Q(**{f"{line}sku__icontains": word}) | Q(**{f"{line}name__icontains": word})
    return found


type By[Key: Hashable] = defaultdict[Key, Figures]


def by_column(asked: Asked, column: str, of_line: str) -> dict[Any, Figures]:
    """Return {key: figures} by a column of the changes, which is `of_line` of what was ordered. Three queries."""
    found: By[Any] = defaultdict(Figures)
    during = Q(day__gte=asked.first)
    sums = {name: Sum(name, filter=during, default=ZERO) for name in ("became", "served", "canceled")}
    rows = asked.changes.values(column, "currency").annotate(owed=Sum(NET), value=Sum(NET_VALUE), **sums)
    for row in rows:
        _note(found[row[column]], row)
    for key, waited, units in _waits(asked, column):
        found[key].waited[waited] += units
    ordered = asked.lines.values(of_line).annotate(units=Sum("ordered"), owed=Sum("owed_when_placed"))
    for row in ordered:
        if row[of_line] is not None:
            found[row[of_line]].ordered += row["units"]
            found[row[of_line]].owed_when_ordered += row["owed"]
    return {key: each for key, each in found.items() if each.tells}


def _note(figures: Figures, row: Mapping[str, Any]) -> None:
    figures.owed += row["owed"]
    figures.values[row["currency"]] += row["value"]
    for name in ("became", "served", "canceled"):
        setattr(figures, name, getattr(figures, name) + row[name])


def _waits(asked: Asked, column: str) -> Iterable[tuple[Any, int, Decimal]]:
    served = asked.changes.filter(day__gte=asked.first, served__gt=0).values(column, "day", "since")
    for row in served.annotate(units=Sum("served")):
        yield row[column], (row["day"] - row["since"]).days, row["units"]


def by_day(asked: Asked) -> tuple[Figures, By[date]]:
    """Return what was owed before the first day, and {day: what it changed} of the days that changed anything. Two queries."""
    standing, days = Figures(), defaultdict[date, Figures](Figures)
    before = asked.changes.filter(day__lt=asked.first).values("currency")
    for row in before.annotate(owed=Sum(NET), value=Sum(NET_VALUE)):
        _note(standing, row | {"became": ZERO, "served": ZERO, "canceled": ZERO})
    sums = {name: Sum(name) for name in ("became", "served", "canceled")}
    during = asked.changes.filter(day__gte=asked.first).values("day", "currency")
    for row in during.annotate(owed=Sum(NET), value=Sum(NET_VALUE), **sums):
        _note(days[row["day"]], row)
    return standing, days


def by_period(asked: Asked, kind: PeriodKind) -> dict[Period, Figures]:
    """Return {period: figures} of all periods in their order; what is owed is owed as each of them ends. Four queries."""
    standing, days = by_day(asked)
    for day, waited, units in _waits(asked, "day"):
        days[day].waited[waited] += units
    placed = asked.lines.values(placed_on=TruncDate("order__placed_at", tzinfo=get_current_timezone()))
    for each in placed.annotate(units=Sum("ordered"), owed=Sum("owed_when_placed")):
        days[each["placed_on"]].ordered += each["units"]
        days[each["placed_on"]].owed_when_ordered += each["owed"]
    return standing_at_ends(standing, days, periods(asked.first, asked.last, kind))


def by_age(asked: Asked) -> dict[Age, Figures]:
    """Return {age: what is owed as the last day ends} for every age, the youngest first. One query."""
    found = {age: Figures() for age in AGES}
    for row in asked.changes.values("since", "currency").annotate(owed=Sum(NET), value=Sum(NET_VALUE)):
        figures = found[age_of((asked.last - row["since"]).days)]
        figures.owed += row["owed"]
        figures.values[row["currency"]] += row["value"]
    return found


# Of a stock's sources that hold a product: the enabled ones first, then as the stock draws on them.
_FIRST_SOURCE = """
    SELECT DISTINCT ON (wanted.stock, wanted.product) wanted.stock, wanted.product, link.source_id
    FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (stock, product)
    JOIN catalog_stocksourcelink AS link ON link.stock_id = wanted.stock
    JOIN catalog_source AS source ON source.id = link.source_id
    JOIN catalog_sourceitem AS item ON item.source_id = link.source_id AND item.product_id = wanted.product
    ORDER BY wanted.stock, wanted.product, source.is_enabled DESC, link.priority, link.id
"""


def _first_sources(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return {(stock, product): source} of those that any source of the stock holds. One query."""
    pairs = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_SOURCE, [[stock for stock, _ in pairs], [product for _, product in pairs]])
        return {(stock, product): source for stock, product, source in cursor.fetchall()}


def counted_at(rows: QuerySet[OwedChange], source: int | None) -> QuerySet[OwedChange]:
    """Return the changes whose owed units count at `source`; None: at no source any more. Two queries beside the rows' own."""
    pairs = set(OwedChange.objects.order_by().values_list("stock_id", "product_id").distinct())
    first = _first_sources(pairs)
    products = defaultdict[int, list[int]](list)
    for stock, product in pairs:
        if first.get((stock, product)) == source:
            products[stock].append(product)
    there = Q(pk__in=())
    for stock, those in products.items():
        there |= Q(stock=stock, product__in=those)
    return rows.filter(there)


def by_source(asked: Asked) -> dict[int | None, Figures]:
    """Return {source: what is owed as the last day ends, and what left it}. Three queries.

    What is owed counts at the source that its stock draws on first; None where the product is at no source any more.
    """
    rows = list(
        asked.changes.values("stock_id", "product_id", "currency")
        .annotate(owed=Sum(NET), value=Sum(NET_VALUE))
        .exclude(owed=0)
    )
    first = _first_sources({(row["stock_id"], row["product_id"]) for row in rows})
    found: By[int | None] = defaultdict(Figures)
    for row in rows:
        figures = found[first.get((row["stock_id"], row["product_id"]))]
        figures.owed += row["owed"]
        figures.values[row["currency"]] += row["value"]
    for moved in asked.movements.values("source_id").annotate(units=Sum("quantity")):
        found[moved["source_id"]].shipped -= moved["units"]
    return dict(found)
