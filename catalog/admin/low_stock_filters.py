"""The filters of Low Stock and of its notices: rows are of a source or of a stock."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from catalog.models import Source, Stock, Website


class SourceFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What lies at one source."""

    title = "Source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the enabled sources: of a disabled one nothing is low."""
        del request, model_admin
        rows = Source.objects.filter(is_enabled=True).order_by("name", "pk").values_list("code", "name")
        return [(code, f"{name} ({code})") for code, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen source."""
        del request
        return queryset.filter(source__code=self.value()) if self.value() else queryset


class StockFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What one stock sells: free in it, or at a source that it draws from."""

    title = "Stock"
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the stocks."""
        del request, model_admin
        return [(str(pk), name) for pk, name in Stock.objects.order_by("name", "pk").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen stock."""
        del request
        chosen = str(self.value() or "")
        if not chosen.isdecimal():
            return queryset
        return queryset.filter(Q(stock_id=int(chosen)) | Q(source__in=Source.objects.filter(stocks=int(chosen))))


class WebsiteFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What one website sells: products that it lists, in its stock."""

    title = "Website"
    parameter_name = "website"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the websites."""
        del request, model_admin
        return list(Website.objects.order_by("name", "pk").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen website."""
        del request
        if not self.value():
            return queryset
        stocks = Stock.objects.filter(sales_channels__website__code=self.value())
        sources = Source.objects.filter(stocks__in=stocks)
        listed = Website.products.through.objects.filter(website__code=self.value()).values("product")
        return queryset.filter(Q(stock__in=stocks) | Q(source__in=sources), product__in=listed)
