"""Versions of rows as the event tables keep them, each beside the one before; and one change among them by its mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet, Window
from django.db.models.functions import Lag

from catalog.models import Product, StockItem
from catalog.rules.configuration import SETTINGS

# Of an id as text: with fewer digits it fits its column.
LONGEST_ID = 19
POLICY_LABELS = {
    field.name: str(field.verbose_name)
    for field in StockItem._meta.concrete_fields  # noqa: SLF001  Django's API
    if field.name not in {"id", "product"}
}
POLICY_FIELDS = tuple(POLICY_LABELS)


@dataclass(frozen=True)
class Version:
    """One row of an event table beside the version before it: `before` and `after` are {column: value}."""

    row: Mapping[str, Any]
    fields: tuple[str, ...]

    @property
    def before(self) -> dict[str, Any]:
        """What the columns were."""
        if self.row["pgh_label"] == "delete":
            return {name: self.row[name] for name in self.fields}
        return {name: self.row[f"before_{name}"] for name in self.fields}

    @property
    def after(self) -> dict[str, Any]:
        """What they became."""
        return {name: None if self.row["pgh_label"] == "delete" else self.row[name] for name in self.fields}


@dataclass(frozen=True)
class KeptChange:
    """One field of one event: what it was and became, as the database has it, and what else its row says."""

    field: str
    before: Any
    after: Any
    row: Mapping[str, Any]


def policy_change(product: Product, mark: str) -> KeptChange | None:
    """Return the change of the product's Advanced Inventory that `Change.mark` names; None for none. One query."""
    return _kept(events_of("StockItemEvent").filter(product=product), POLICY_FIELDS, mark)


def setting_change(mark: str) -> KeptChange | None:
    """Return the change of a setting that `Change.mark` names, with its path and scope; None for none. One query."""
    events = events_of("ConfigurationValueEvent").filter(path__in=SETTINGS)
    return _kept(events, ("value",), mark, "path", "website", "store_view")


def _kept(events: QuerySet[Any], fields: tuple[str, ...], mark: str, *also: str) -> KeptChange | None:
    event, _, field = mark.partition(":")
    if field not in fields or not (event.isascii() and event.isdecimal() and len(event) < LONGEST_ID):
        return None
    objects = events.filter(pgh_id=int(event)).values("pgh_obj_id")
    rows = versions_of(events.filter(pgh_obj_id__in=objects, pgh_id__lte=int(event)), fields, *also, most=1)
    found = next((version for version in rows if version.row["pgh_id"] == int(event)), None)
    return None if found is None else KeptChange(field, found.before[field], found.after[field], found.row)


def events_of(name: str) -> QuerySet[Any]:
    """Return the rows of an event table, by the name of its model."""
    model: type[Model] = apps.get_model("catalog", name)
    return model._default_manager.all()  # noqa: SLF001  Django's API


def versions_of(events: QuerySet[Any], fields: tuple[str, ...], *also: str, most: int) -> list[Version]:
    """Return the `most` newest of the events, each beside the version before it. One query."""
    before = {
        f"before_{name}": Window(Lag(name), partition_by="pgh_obj_id", order_by=F("pgh_id").asc()) for name in fields
    }
    columns = ("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context__metadata", *fields, *also)
    rows = events.annotate(**before).order_by("-pgh_id").values(*columns, *before)[:most]
    return [Version(row, fields) for row in rows]
