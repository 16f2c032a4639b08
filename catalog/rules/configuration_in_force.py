"""The configuration as seen from one scope: every declared setting with its value in force and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules import configuration as declared
from catalog.rules.group_minimum import minimum_for_group
from catalog.rules.scope import Found, Scope, value_in_force
from catalog.rules.setting import Setting
from catalog.rules.stock_policy import BackorderMode, ConfiguredPolicy


@dataclass(frozen=True)
class Configuration:
    """Values in force by path. Made by `configuration_in_force`; read with `text`, `number` and `flag`."""

    found: Mapping[str, Found]

    def text(self, setting: Setting) -> str:
        """Return the value as stored text."""
        return self.found[setting.path].value

    def number(self, setting: Setting) -> Decimal:
        """Return a number setting's value."""
        return Decimal(self.text(setting))

    def flag(self, setting: Setting) -> bool:
        """Return a Yes/No setting's value."""
        return self.text(setting) == "1"

    def configured_policy(self, group: str | None = None) -> ConfiguredPolicy:
        """Return Product Stock Options; `group` is the shopper's customer group code, None asks for ALL GROUPS."""
        return ConfiguredPolicy(
            manage_stock=self.flag(declared.MANAGE_STOCK),
            backorders=BackorderMode(int(self.text(declared.BACKORDERS))),
            min_qty=self.number(declared.MIN_QTY),
            min_sale_qty=minimum_for_group(self.text(declared.MIN_SALE_QTY), group),
            max_sale_qty=self.number(declared.MAX_SALE_QTY),
            notify_stock_qty=self.number(declared.NOTIFY_STOCK_QTY),
            enable_qty_increments=self.flag(declared.ENABLE_QTY_INCREMENTS),
            qty_increments=self.number(declared.QTY_INCREMENTS),
        )


def configuration_in_force(stored: Mapping[str, dict[Scope, str]], *, at: Scope = Scope.DEFAULT) -> Configuration:
    """Return every declared setting's value in force at scope `at`, from stored rows {path: {scope: value}}."""
    return Configuration(
        {
            path: value_in_force(stored.get(path, {}), at=at, narrowest=setting.narrowest, built_in=setting.default)
            for path, setting in declared.SETTINGS.items()
        }
    )
