"""What saving typed settings at Default Config would do to the catalogue; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.models import Stock
from catalog.queries.cleaned_values import cleaned_values
from catalog.queries.configuration_effect import StockEffect, configuration_effect
from catalog.queries.own_values import own_values
from catalog.rules.configuration import MIN_SALE_QTY
from catalog.rules.configuration_in_force import Configuration, configuration_in_force
from catalog.rules.group_minimum import ALL_GROUPS, group_minimums
from catalog.rules.scope import Scope


@dataclass(frozen=True)
class ProposedEffect:
    """The effect in each stock that sells, for ALL GROUPS; whether the minimum of a single customer group changes, too."""

    stocks: tuple[StockEffect, ...]
    changes_group_minimums: bool


def proposed_effect(values: Mapping[str, str | None]) -> ProposedEffect:
    """Return the effect of saving `values` ({path: typed text, or None for "Use system value"}) at Default Config.

    Only stocks with a sales channel are asked: nobody buys from another. Raises `InvalidConfigurationError` as saving would.
    """
    stored = own_values()
    wanted = {**stored, **cleaned_values(values, scope=Scope.DEFAULT)}
    before = _in_force(stored)
    after = _in_force({path: text for path, text in wanted.items() if text is not None})
    old, new = before.configured_policy(), after.configured_policy()
    stocks = Stock.objects.filter(sales_channels__isnull=False).distinct().order_by("-is_default", "name", "pk")
    return ProposedEffect(
        configuration_effect(old, new, stocks=stocks) if old != new else (),
        changes_group_minimums=_single_groups(before) != _single_groups(after),
    )


def _in_force(texts: Mapping[str, str]) -> Configuration:
    return configuration_in_force({path: {Scope.DEFAULT: text} for path, text in texts.items()})


def _single_groups(configuration: Configuration) -> dict[str, object]:
    minimums = group_minimums(configuration.text(MIN_SALE_QTY))
    return {group: least for group, least in minimums.items() if group != ALL_GROUPS}
