"""Stored settings. A row means "own value at this scope", even when equal to the default; no row means inherit."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONArray

from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_configuration
from catalog.models.website import StoreView, Website
from catalog.rules.in_force import Configuration, configuration_of_rows
from catalog.rules.scope import Scope


class ConfigurationValues(models.Manager["ConfigurationValue"]):
    """Reads the configuration whole: one query, whatever the number of settings."""

    def in_force(self, *, website: Website | None = None, store_view: StoreView | None = None) -> Configuration:
        """Return the configuration as seen from a store view, a website, or (neither given) Default Config."""
        seen, at = Q(scope=Scope.DEFAULT), Scope.DEFAULT
        if store_view is not None:
            seen, at = seen | Q(website_id=store_view.website_id) | Q(store_view=store_view), Scope.STORE_VIEW
        elif website is not None:
            seen, at = seen | Q(website=website), Scope.WEBSITE
        return configuration_of_rows(tuple(self.filter(seen).values_list("path", "scope", "value")), at)

    def seen_from_view(self) -> ArraySubquery:
        """Return, for a queryset of StoreView, the rows that each of them sees, for `configuration_of_rows`."""
        view, website = OuterRef("pk"), OuterRef("website")
        seen = self.filter(Q(scope=Scope.DEFAULT) | Q(website=website) | Q(store_view=view))
        return ArraySubquery(seen.values(row=JSONArray("path", "scope", "value")))


@tracked("ConfigurationValueEvent")
class ConfigurationValue(models.Model):
    """One value of one setting at one scope, as text; `catalog.rules.configuration` says what the paths mean."""

    SCOPES = ((Scope.DEFAULT.value, "default"), (Scope.WEBSITE.value, "websites"), (Scope.STORE_VIEW.value, "stores"))

    scope = models.PositiveSmallIntegerField(choices=SCOPES, default=Scope.DEFAULT.value)
    website = models.ForeignKey(Website, on_delete=models.CASCADE, null=True, blank=True)
    store_view = models.ForeignKey(StoreView, on_delete=models.CASCADE, null=True, blank=True)
    path = models.CharField(max_length=100)
    value = models.TextField(blank=True)

    objects = ConfigurationValues()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("path", "scope", "website", "store_view"),
                nulls_distinct=False,
                name="configuration_value_once_per_scope",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.DEFAULT.value, website=None, store_view=None)
                | Q(scope=Scope.WEBSITE.value, website__isnull=False, store_view=None)
                | Q(scope=Scope.STORE_VIEW.value, website=None, store_view__isnull=False),
                name="configuration_value_scope_names_its_owner",
            ),
        )
        triggers = low_on_configuration

    def __str__(self) -> str:
        return f"{self.path} = {self.value}"
