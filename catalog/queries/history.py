"""Who changed what, and when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Model, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lag

from catalog.models import Product, StockItem, StoreView, Website
from catalog.models.history import FormerName
from catalog.rules.configuration import SETTINGS
from catalog.rules.history import Change, changed_fields
from catalog.rules.quantity import plain
from catalog.rules.scope import Scope
from catalog.words.product_setting import own_value_words
from catalog.words.stock_count import reason_words

MOST_CHANGES = 100
# Of an id as text: with fewer digits it fits its column.
LONGEST_ID = 19
GONE = "An account that was deleted"
ELSEWHERE = "Outside the admin"
POLICY_LABELS = {
    field.name: str(field.verbose_name)
    for field in StockItem._meta.concrete_fields  # noqa: SLF001  Django's API
    if field.name not in {"id", "product"}
}
POLICY_FIELDS = tuple(POLICY_LABELS)
ITEM_FIELDS = ("quantity", "is_in_stock", "notify_quantity")
ITEM_LABELS = {"quantity": "Quantity", "is_in_stock": "Source Item Status", "notify_quantity": "Notify Qty"}


@dataclass(frozen=True)
class _Version:
    """One row of an event table beside the version before it."""

    row: Mapping[str, Any]
    fields: tuple[str, ...]

    @property
    def before(self) -> dict[str, Any]:
        if self.row["pgh_label"] == "delete":
            return {name: self.row[name] for name in self.fields}
        return {name: self.row[f"before_{name}"] for name in self.fields}

    @property
    def after(self) -> dict[str, Any]:
        return {name: None if self.row["pgh_label"] == "delete" else self.row[name] for name in self.fields}


def product_changes(product: Product, *, most: int = MOST_CHANGES) -> tuple[Change, ...]:
    """Return the last changes of the product's Advanced Inventory, quantities and page, newest first. Four queries."""
    policy = _versions(_events("StockItemEvent").filter(product=product), POLICY_FIELDS, most=most)
    items = _versions(_events("SourceItemEvent").filter(product=product), ITEM_FIELDS, "source__name", most=most)
    people = _people([*policy, *items])
    found = [
        *_changes(policy, people, lambda _, name: POLICY_LABELS[name], _policy_text, is_undone=True),
        *_changes(items, people, lambda row, name: f"{ITEM_LABELS[name]} at {row['source__name']}", _item_text),
        *_saved_pages(product, most),
    ]
    return tuple(sorted(found, key=lambda change: change.when, reverse=True)[:most])


def _saved_pages(product: Product, most: int) -> Iterator[Change]:
    """Return which fields of the product itself were saved on its page: the admin's log has no values of them."""
    # Only what the form wrote, as JSON: the lines of the actions repeat what the event tables say better.
    entries = (
        LogEntry.objects.filter(
            content_type__app_label="catalog",
            content_type__model="product",
            object_id=str(product.pk),
            change_message__startswith="[",
        )
        .annotate(name_then=name_then("user", "action_time"))
        .select_related("user")
    )
    for entry in entries.order_by("-pk")[:most]:
        who = staff_name(entry.user, then=entry.name_then)
        yield Change(entry.action_time, "Product", "", entry.get_change_message(), who, "Admin: Products")


def setting_changes(*, most: int = MOST_CHANGES) -> tuple[Change, ...]:
    """Return the last changes of Stores > Configuration at every scope, newest first. Two queries."""
    versions = _versions(
        _events("ConfigurationValueEvent").filter(path__in=SETTINGS),
        ("value",),
        "path",
        "website__name",
        "store_view__name",
        most=most,
    )
    return tuple(_changes(versions, _people(versions), _setting_name, _setting_text, is_undone=True))


@dataclass(frozen=True)
class KeptChange:
    """One field of one event: what it was and became, as the database has it, and what else its row says."""

    field: str
    before: Any
    after: Any
    row: Mapping[str, Any]


def policy_change(product: Product, mark: str) -> KeptChange | None:
    """Return the change of the product's Advanced Inventory that `Change.mark` names; None for none. One query."""
    return _kept(_events("StockItemEvent").filter(product=product), POLICY_FIELDS, mark)


def setting_change(mark: str) -> KeptChange | None:
    """Return the change of a setting that `Change.mark` names, with its path and scope; None for none. One query."""
    events = _events("ConfigurationValueEvent").filter(path__in=SETTINGS)
    return _kept(events, ("value",), mark, "path", "website", "store_view")


def _kept(events: QuerySet[Any], fields: tuple[str, ...], mark: str, *also: str) -> KeptChange | None:
    event, _, field = mark.partition(":")
    if field not in fields or not (event.isascii() and event.isdecimal() and len(event) < LONGEST_ID):
        return None
    objects = events.filter(pgh_id=int(event)).values("pgh_obj_id")
    rows = _versions(events.filter(pgh_obj_id__in=objects, pgh_id__lte=int(event)), fields, *also, most=1)
    found = next((version for version in rows if version.row["pgh_id"] == int(event)), None)
    return None if found is None else KeptChange(field, found.before[field], found.after[field], found.row)


def _events(name: str) -> QuerySet[Any]:
    model: type[Model] = apps.get_model("catalog", name)
    return model._default_manager.all()  # noqa: SLF001  Django's API


def _versions(events: QuerySet[Any], fields: tuple[str, ...], *also: str, most: int) -> list[_Version]:
    before = {
        f"before_{name}": Window(Lag(name), partition_by="pgh_obj_id", order_by=F("pgh_id").asc()) for name in fields
    }
    columns = ("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context__metadata", *fields, *also)
    rows = events.annotate(**before).order_by("-pgh_id").values(*columns, *before)[:most]
    return [_Version(row, fields) for row in rows]


def _people(versions: list[_Version]) -> dict[int, str]:
    ids = {pk for version in versions if (pk := (version.row["pgh_context__metadata"] or {}).get("user"))}
    return {user.pk: staff_name(user) for user in User.objects.filter(pk__in=ids)}


def _changes(
    versions: list[_Version],
    people: Mapping[int, str],
    label: Callable[[Mapping[str, Any], str], str],
    text: Callable[[Mapping[str, Any], str, Any], str],
    *,
    is_undone: bool = False,
) -> Iterator[Change]:
    """Yield each field that a version changed; with `is_undone` the last change of each says by which mark it is taken back."""
    seen: set[str] = set()
    for version in versions:
        context = version.row["pgh_context__metadata"] or {}
        for name in changed_fields(version.before, version.after):
            before, after = (text(version.row, name, state[name]) for state in (version.before, version.after))
            if before == after:
                continue  # a first row with the value that no row had: nothing changed
            what = label(version.row, name)
            is_last = is_undone and what not in seen
            seen.add(what)
            yield Change(
                mark=f"{version.row['pgh_id']}:{name}" if is_last else "",
                when=version.row["pgh_created_at"],
                what=what,
                before=before,
                after=after,
                who=_who(context, people),
                where=context.get("screen", ELSEWHERE),
                why=reason_words(context),
            )


def _who(context: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """Return who did it, under the name that was written down then."""
    user = context.get("user")
    return named(context.get("name", ""), people.get(user or 0, "")) or (f"{GONE} (no. {user})" if user else "")


def _setting_name(row: Mapping[str, Any], _: str) -> str:
    scope = row["store_view__name"] or row["website__name"]
    label = SETTINGS[row["path"]].label
    return f"{label} ({scope})" if scope else label


def _setting_text(row: Mapping[str, Any], _: str, value: str | None) -> str:
    if value is None:
        return "inherited"
    return dict(SETTINGS[row["path"]].all_choices).get(value, value)


def _policy_text(_: Mapping[str, Any], name: str, value: Any) -> str:
    return own_value_words(name, value)


def _item_text(_: Mapping[str, Any], name: str, value: Any) -> str:
    if value is None:
        return "Use Default" if name == "notify_quantity" else "not assigned"
    if name == "is_in_stock":
        return "In Stock" if value else "Out of Stock"
    return plain(value)


LOOKED_AT = 20


@dataclass(frozen=True)
class LastChange:
    """`who` is empty when nobody was logged in: a command, the shell, SQL. Then `at` is unknown, too."""

    who: str = ""
    at: datetime | None = None


def last_change(row: Model, label: str) -> LastChange:
    """Return the last change of the field that is called `label`. One query, three with content type and user."""
    entries = (
        LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
        .annotate(name_then=name_then("user", "action_time"))
        .select_related("user")
    )
    for entry in entries.order_by("-pk")[:LOOKED_AT]:
        if label.lower() in entry.get_change_message().lower():
            return LastChange(staff_name(entry.user, then=entry.name_then), entry.action_time)
    return LastChange()


def last_setting_change(path: str, *, website: Website | None, store_view: StoreView | None) -> LastChange:
    """Return who changed a setting of a scope last, wherever it was done: the history is kept by triggers. Two queries."""
    scope = Scope.STORE_VIEW if store_view else Scope.WEBSITE if website else Scope.DEFAULT
    owner = {"scope": scope.value, "website": None if store_view else website, "store_view": store_view}
    events: Any = apps.get_model("catalog", "ConfigurationValueEvent")
    found = (
        events.objects.filter(path=path, **owner)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "pgh_context__metadata")
        .first()
    )
    if found is None:
        return LastChange()
    at, context = found
    user = User.objects.filter(pk=(context or {}).get("user") or 0).first()
    return LastChange("somebody else" if user is None else staff_name(user, then=(context or {}).get("name", "")), at)


def staff_name(user: User | None, *, then: str = "") -> str:
    """Return the full name, or the user name where there is none; empty for nobody. `then`: the name at that time, if known."""
    return named(then, "" if user is None else user.get_full_name() or user.get_username())


def named(then: str, now: str) -> str:
    """Return what to call somebody who was called `then` and is called `now`; either may be empty."""
    return f"{then}, now {now}" if then and now and then != now else now or then


def name_then(who: str, at: str) -> Coalesce:
    """Return, for the column `who` of an account and the column `at`, the name that it had then; empty when it still has it."""
    later = FormerName.objects.filter(account=OuterRef(who), until__gt=OuterRef(at)).order_by("until", "pk")
    return Coalesce(Subquery(later.values("name")[:1]), Value(""), output_field=CharField())


def staff_name_at(user: User | None, at: datetime | None) -> str:
    """Return the name of one account as it was at `at`, with what it is now. One query, none for nobody."""
    if user is None or at is None:
        return staff_name(user)
    later = FormerName.objects.filter(account=user.pk, until__gt=at).order_by("until", "pk")
    return staff_name(user, then=later.values_list("name", flat=True).first() or "")
