"""A grid that is sorted by a number which no column and no index holds, such as the salable quantity."""

from typing import Any

from catalog.admin.grid import Grid
from catalog.queries.availability import among
from catalog.queries.product_order import Walk

# Up to here the number is worked out for each row that is found.
FEW = 2_000
# So many of a walk are looked through for a page of what is filtered; each step goes ten times as far.
FARTHEST, STEP = 100_000, 10


class WalkedGrid(Grid):
    """Few rows are sorted by their number; of many, those of the page are found by a walk in the number's order."""

    queryset: Any
    root_queryset: Any

    @property
    def walk(self) -> Walk | None:
        """What finds the first rows in the order that is asked for; None: the database sorts by itself."""
        raise NotImplementedError

    def rows_of_page(self, found: Any) -> list[Any]:
        """Find the page of many rows by a walk. Beyond what has a number, and what is too far, the database sorts."""
        if self.result_count <= FEW or (walk := self.walk) is None:
            return super().rows_of_page(found)
        end = self.page_num * self.size
        ids = self._walked(walk, end)
        if len(ids) < end:
            return super().rows_of_page(found)
        asked = ids[end - self.size :]
        rows = {row.pk: row for row in self.queryset.order_by().filter(pk__in=asked)}
        return [rows[pk] for pk in asked if pk in rows]

    def _walked(self, walk: Walk, end: int) -> list[int]:
        """Return the first `end` that are searched and filtered; fewer where they stand farther off than is worth walking."""
        is_narrowed = bool(self.query) or self.has_active_filters
        count = end
        while True:
            ids = list(walk(count))
            if not is_narrowed:
                return ids
            kept = set(self.queryset.order_by().filter(among(ids)).values_list("pk", flat=True))
            first = [pk for pk in ids if pk in kept][:end]
            if len(first) == end or len(ids) < count or count * STEP > FARTHEST:
                return first
            count *= STEP
