"""Enable or disable sources: a disabled source's units do not count in any stock."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.record_change import record_change
from catalog.models import Source
from catalog.models.source import DEFAULT_SOURCE_CODE


@dataclass(frozen=True)
class EnabledSources:
    """How many sources were switched, how many were so already, and whether the Default Source was left as it is."""

    switched: int
    already: int
    default_left: bool


@transaction.atomic
def enable_sources(source_ids: Collection[int], *, enable: bool, by: User | None) -> EnabledSources:
    """Switch the sources on or off. The Default Source can not be disabled: it is left out, and the answer says so."""
    rows = list(Source.objects.select_for_update(no_key=True).filter(pk__in=source_ids).order_by("pk"))
    kept = [source for source in rows if not enable and source.code == DEFAULT_SOURCE_CODE]
    wanted = [source for source in rows if source not in kept and source.is_enabled != enable]
    # One statement: the trigger sums the levels of all of them once, and locks them in one order.
    Source.objects.filter(pk__in=[source.pk for source in wanted]).update(is_enabled=enable)
    for source in wanted:
        record_change(source, ["Enabled" if enable else "Disabled"], by=by)
    return EnabledSources(len(wanted), len(rows) - len(wanted) - len(kept), default_left=bool(kept))
