"""Save Config: own values of one scope, all of them or none."""

from collections.abc import Mapping

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from catalog.actions.policy_class import keep_bounds_in_force
from catalog.actions.steps.row import mine_only
from catalog.models import ConfigurationValue, StoreView, Website
from catalog.queries.configuration import cleaned_values, own_values
from catalog.queries.locks.product import lock_configuration
from catalog.rules.configuration import SETTINGS
from catalog.rules.product_setting import ITEM_OPTIONS
from catalog.rules.scope import Scope


def save_configuration(
    values: Mapping[str, str | None],
    *,
    by: User | None,
    website: Website | None = None,
    store_view: StoreView | None = None,
    shown: Mapping[str, str | None] | None = None,
) -> frozenset[str]:
    """Store own values at a store view, a website, or (neither given) Default Config; return the paths that changed.

    `values` is {path: typed text, or None for "Use system value"}. Text is stored even when it equals what would be
    inherited; None deletes the row. A path that is not in `values` keeps what it has. Paths that are not declared, or
    cannot be stored at this scope, are not read. `by` is the member of staff whom the admin's log names.

    `shown` are the own values that `values` were made from: then only what differs from it is written, and what somebody else
    changed since stays. Raises `InvalidConfigurationError`, `ChangedMeanwhile` for what both changed, and `DoesNotExist` for a
    scope that was deleted, with nothing saved.
    """
    scope = Scope.STORE_VIEW if store_view else Scope.WEBSITE if website else Scope.DEFAULT
    wanted = cleaned_values(values, scope=scope)
    owner = {"scope": scope.value, "website": None if store_view else website, "store_view": store_view}
    with transaction.atomic():
        lock_configuration()
        _refuse_gone(store_view or website)
        stored = own_values(website=website, store_view=store_view)
        if shown is not None:
            now = {path: stored.get(path) for path in wanted}
            wanted = mine_only(shown=shown, stored=now, wanted=wanted)
        changed = {path: text for path, text in wanted.items() if stored.get(path) != text}
        given_up = [path for path, text in changed.items() if text is None]
        if given_up:
            ConfigurationValue.objects.filter(**owner, path__in=given_up).delete()
        ConfigurationValue.objects.bulk_create(
            [ConfigurationValue(**owner, path=path, value=text) for path, text in changed.items() if text is not None],
            update_conflicts=True,
            unique_fields=["path", "scope", "website", "store_view"],
            update_fields=["value"],
        )
        if by is not None and changed:
            _log(by, {path: (stored.get(path), text) for path, text in changed.items()}, at=store_view or website)
    if any(path.startswith(ITEM_OPTIONS) for path in changed):
        keep_bounds_in_force()
    return frozenset(changed)


def _refuse_gone(scope: Website | StoreView | None) -> None:
    """Refuse a scope that is not there any more: the database says so only at the commit."""
    if scope is not None and not type(scope).objects.filter(pk=scope.pk).exists():
        raise type(scope).DoesNotExist


def _log(by: User, changes: Mapping[str, tuple[str | None, str | None]], *, at: Website | StoreView | None) -> None:
    """Write one line of the admin's log that names the scope and every change, from what to what."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(ConfigurationValue),
        object_repr="Configuration" if at is None else f"Configuration of {at}",
        action_flag=CHANGE,
        change_message="; ".join(
            f"{SETTINGS[path].label}: {_in_words(path, before)} → {_in_words(path, after)}"
            for path, (before, after) in changes.items()
        ),
    )


def _in_words(path: str, text: str | None) -> str:
    return "Use system value" if text is None else dict(SETTINGS[path].all_choices).get(text, text)
