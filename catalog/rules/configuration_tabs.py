"""The left column of Stores > Configuration: collapsible tabs, under each its sections, in each groups of settings."""

from dataclasses import dataclass

from catalog.rules.configuration import (
    CHECKOUT_GROUPS,
    GROUPS,
    PAYMENT_GROUPS,
    SALES_EMAIL_GROUPS,
    SALES_GROUPS,
    SettingGroup,
)


@dataclass(frozen=True)
class ConfigurationSection:
    """A page of the configuration: its groups are its collapsible fieldsets."""

    code: str
    label: str
    groups: tuple[SettingGroup, ...]


@dataclass(frozen=True)
class ConfigurationTab:
    """A tab of the left column."""

    label: str
    sections: tuple[ConfigurationSection, ...]


INVENTORY = ConfigurationSection("cataloginventory", "Inventory", GROUPS)
SALES = ConfigurationSection("sales", "Sales", SALES_GROUPS)
SALES_EMAILS = ConfigurationSection("sales_email", "Sales Emails", SALES_EMAIL_GROUPS)
CHECKOUT = ConfigurationSection("checkout", "Checkout", CHECKOUT_GROUPS)
PAYMENT_METHODS = ConfigurationSection("payment", "Payment Methods", PAYMENT_GROUPS)
TABS = (
    ConfigurationTab("Catalog", (INVENTORY,)),
    ConfigurationTab("Sales", (SALES, SALES_EMAILS, CHECKOUT, PAYMENT_METHODS)),
)
