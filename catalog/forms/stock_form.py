"""Stores > Inventory > Stocks > edit: name, sales channels, and the sources in their order."""

from typing import Any

from django import forms

from catalog.models import SalesChannel, Source, Stock, Website

SHOWN = "sources-shown"
ROW = "sources-row"
ASSIGN = "sources-assign"


class WebsiteChoices(forms.ModelMultipleChoiceField[Website]):
    """Websites, each with the stock that it sells from now."""

    stocks: dict[int, str] = {}

    def label_from_instance(self, obj: Website) -> str:
        """Return "Main Website (base) - Default Stock"."""
        return f"{obj.name} ({obj.code}) - {self.stocks.get(obj.pk, 'no stock')}"


class StockForm(forms.ModelForm[Stock]):
    """A stock as typed. The order of the posted rows is the order in which the sources are used."""

    websites = WebsiteChoices(
        Website.objects.order_by("name", "pk"),
        required=False,
        label="Websites",
        help_text="Each website sells from exactly one stock: one that is ticked here moves here. "
        "All unassigned sales channels will be assigned to the Default Stock.",
    )

    class Meta:
        model = Stock
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = '"name" can not be empty.'
        if "websites" in self.fields:
            channels = SalesChannel.objects.select_related("stock")
            field: Any = self.fields["websites"]
            field.stocks = {channel.website_id: channel.stock.name for channel in channels}
            mine = [channel.website_id for channel in channels if channel.stock_id == self.instance.pk]
            self.initial["websites"] = mine if self.instance.pk else []
        self.sources = {source.pk: source for source in Source.objects.order_by("name", "pk")}
        self.linked = self._linked()

    def clean(self) -> dict[str, Any]:
        """Refuse sources that do not exist (any more)."""
        super().clean()
        if self._unknown:
            self.add_error(None, "Sources: a source that was to be assigned does not exist any more.")
        return self.cleaned_data

    @property
    def source_ids(self) -> list[int] | None:
        """The sources in their order as typed; None when the area was not posted, so that what is stored stays."""
        return self.linked if self.is_bound and SHOWN in self.data else None

    def _linked(self) -> list[int]:
        self._unknown = False
        if not self.is_bound or SHOWN not in self.data:
            stored = self.instance.links.order_by("priority", "pk") if self.instance.pk else ()
            return [link.source_id for link in stored]
        data: Any = self.data
        typed: list[str] = [*data.getlist(ROW), *data.getlist(ASSIGN)]
        known = [int(text) for text in typed if text.isascii() and text.isdecimal() and int(text) in self.sources]
        self._unknown = len(known) < len(typed)
        return list(dict.fromkeys(known))
