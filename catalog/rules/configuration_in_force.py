"""The configuration as seen from one scope: every declared setting with its value in force and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.configuration import SETTINGS
from catalog.rules.product_setting import PRODUCT_SETTINGS
from catalog.rules.scope import Scope
from catalog.rules.setting import Setting
from catalog.rules.stock_policy import ConfiguredPolicy, configured_value


@dataclass(frozen=True)
class Found:
    """A value in force and the scope that it comes from; `None` means the built-in default."""

    value: str
    scope: Scope | None


def value_in_force(stored: dict[Scope, str], *, at: Scope, narrowest: Scope, built_in: str) -> Found:
    """Return the nearest stored value, seen from scope `at`, widening step by step.

    A setting cannot be stored below its `narrowest` scope: a row left there by an older version is not read.
    """
    for scope in sorted(Scope, reverse=True):
        if scope <= at and scope <= narrowest and scope in stored:
            return Found(stored[scope], scope)
    return Found(built_in, None)


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
            **{setting.name: configured_value(setting, self.text(setting), group) for setting in PRODUCT_SETTINGS}
        )


def configuration_in_force(stored: Mapping[str, dict[Scope, str]], *, at: Scope = Scope.DEFAULT) -> Configuration:
    """Return every declared setting's value in force at scope `at`, from stored rows {path: {scope: value}}."""
    return Configuration(
        {
            path: value_in_force(stored.get(path, {}), at=at, narrowest=setting.narrowest, built_in=setting.default)
            for path, setting in SETTINGS.items()
        }
    )
