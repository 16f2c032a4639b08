"""The departments of the shop, which of them a website sells of, their tiles, and the way back to them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Category, Product
from catalog.models.product import Visibility
from catalog.queries.prepared import Compiled
from catalog.queries.salable import as_column, for_sale, there_is
from catalog.storefront.current_store import current_store
from catalog.storefront.picture import drawing

KEPT_AS = "shop_departments"
# Asked first, and by min(), which only an index answers: of a department without products PostgreSQL would else read all links of
# the others, since it expects to meet one soon. Of 640,000 links that took 25 ms for each such department, on every page.
_HAS_PRODUCTS = RawSQL(
    '(SELECT min(category_id) FROM catalog_product_categories WHERE category_id = "catalog_category"."id") IS NOT NULL',
    (),
    output_field=BooleanField(),
)


# The menu of every page names all of them.
@lru_cache(maxsize=1024)
def _address(slug: str) -> str:
    return reverse("storefront:category", kwargs={"slug": slug})


@dataclass(frozen=True)
class Department:
    """One category. Its place in the tree is its path: `Men/Tops` stands below `Men`.

    `has_goods`: the visitor's website sells one of its own products at least, in stock or not; what stands below it does not count.
    """

    pk: int
    path: str
    name: str
    slug: str
    has_goods: bool = True

    @property
    def url(self) -> str:
        """Where its products are listed."""
        return _address(self.slug)


@dataclass(frozen=True)
class Departments:
    """All departments, in path order."""

    rows: tuple[Department, ...]

    def called(self, slug: str) -> Department | None:
        """Return the department with this slug."""
        return next((row for row in self.rows if row.slug == slug), None)

    def above(self, department: Department) -> tuple[Department, ...]:
        """Return the departments that lead to this one, the widest first."""
        return tuple(row for row in self.rows if department.path.startswith(f"{row.path}/"))

    def below(self, department: Department) -> tuple[Department, ...]:
        """Return all departments inside this one."""
        return tuple(row for row in self.rows if row.path.startswith(f"{department.path}/"))

    def sells(self, department: Department) -> bool:
        """Return whether the website sells anything of it, or of what stands below."""
        return department.path in self._sold

    def directly_below(self, department: Department) -> tuple[Department, ...]:
        """Return the departments one step down that the website sells of."""
        depth = len(self.above(department)) + 1
        return tuple(row for row in self.below(department) if self.sells(row) and len(self.above(row)) == depth)

    @property
    def top(self) -> tuple[Department, ...]:
        """The departments that stand in no other, of those that the website sells of."""
        paths = {row.path for row in self.rows}
        return tuple(
            row
            for row in self.rows
            if self.sells(row) and paths.isdisjoint(accumulate(row.path.split("/")[:-1], "{}/{}".format))
        )

    @cached_property
    def _sold(self) -> frozenset[str]:
        """The paths of what has goods, and all that lead to them."""
        return frozenset(
            path for row in self.rows if row.has_goods for path in accumulate(row.path.split("/"), "{}/{}".format)
        )


def departments(request: HttpRequest) -> Departments:
    """Return the departments of the visitor's store view, in one query for the whole request.

    Raises `Http404` where there is no store (`current_store`).
    """
    found: Departments | None = getattr(request, KEPT_AS, None)
    if found is None:
        found = Departments(tuple(Department(*row) for row in _rows(current_store(request).website.pk)))
        setattr(request, KEPT_AS, found)
    return found


@Compiled
def _rows(website: int) -> QuerySet[Any, Any]:
    goods = Product.objects.filter(
        for_sale(website), categories=OuterRef("pk"), visibility__in=(Visibility.CATALOG, Visibility.BOTH)
    )
    sold = Case(When(_HAS_PRODUCTS, then=as_column(there_is(goods))), default=Value(value=False))
    listed = Category.objects.annotate(has_goods=sold)
    return listed.order_by("path").values_list("pk", "path", "name", "slug", "has_goods")


@dataclass(frozen=True)
class Crumb:
    """A step of the trail; the last one has no address."""

    label: str
    url: str


def crumbs(trail: tuple[Department, ...], here: str) -> tuple[Crumb, ...]:
    """Return Home, the departments of `trail` and the page itself."""
    steps = (Crumb(department.name, department.url) for department in trail)
    return (Crumb("Home", reverse("storefront:home")), *steps, Crumb(here, ""))


@dataclass(frozen=True)
class DepartmentTile:
    """Name, address and the address of a drawing."""

    name: str
    url: str
    picture: str


def department_tile(department: Department) -> DepartmentTile:
    """Return the tile of one department."""
    return DepartmentTile(department.name, department.url, drawing(department.name, seed=department.slug))
