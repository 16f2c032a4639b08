"""Who changed what, and when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from catalog.models import Product, StoreView, Website
from catalog.models.history import FormerName
from catalog.queries.versions import POLICY_FIELDS, POLICY_LABELS, Version, events_of, versions_of
from catalog.rules.configuration import SETTINGS
from catalog.rules.history import Change, changed_fields
from catalog.rules.quantity import plain
from catalog.rules.scope import Scope
from catalog.words.product_setting import own_value_words
from catalog.words.stock_count import reason_words

MOST_CHANGES = 100
GONE = "An account that was deleted"
ELSEWHERE = "Outside the admin"
ITEM_FIELDS = ("quantity", "is_in_stock", "notify_quantity")
ITEM_LABELS = {"quantity": "Quantity", "is_in_stock": "Source Item Status", "notify_quantity": "Notify Qty"}


def product_changes(product: Product, *, most: int = MOST_CHANGES) -> tuple[Change, ...]:
    """Return the last changes of the product's Advanced Inventory, quantities and page, newest first. Four queries."""
    policy = versions_of(events_of("StockItemEvent").filter(product=product), POLICY_FIELDS, most=most)
    items = versions_of(events_of("SourceItemEvent").filter(product=product), ITEM_FIELDS, "source__name", most=most)
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
    versions = versions_of(
        events_of("ConfigurationValueEvent").filter(path__in=SETTINGS),
        ("value",),
        "path",
        "website__name",
        "store_view__name",
        most=most,
    )
    return tuple(_changes(versions, _people(versions), _setting_name, _setting_text, is_undone=True))


def _people(versions: list[Version]) -> dict[int, str]:
    ids = {pk for version in versions if (pk := (version.row["pgh_context__metadata"] or {}).get("user"))}
    return {user.pk: staff_name(user) for user in User.objects.filter(pk__in=ids)}


def _changes(
    versions: list[Version],
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
