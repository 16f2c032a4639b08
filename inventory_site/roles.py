"""The roles that every installation begins with, as data; staff may change them, or make others, under System > User Roles."""

from dataclasses import dataclass

SEEN = (
    "backorders.view_creditmemo",
    "backorders.view_errand",
    "backorders.view_invoice",
    "backorders.view_notification",
    "backorders.view_order",
    "backorders.view_payment",
    "backorders.view_shipment",
    "catalog.view_category",
    "catalog.view_configurationvalue",
    "catalog.view_customergroup",
    "catalog.view_product",
    "catalog.view_reservation",
    "catalog.view_source",
    "catalog.view_sourceitem",
    "catalog.view_stock",
    "catalog.view_stockitem",
    "catalog.view_storeview",
    "catalog.view_website",
)


@dataclass(frozen=True)
class Role:
    """What the members of a role may do: permissions as `<app>.<codename>`, beyond seeing everything that is not money or staff."""

    name: str
    does: tuple[str, ...] = ()

    @property
    def permissions(self) -> tuple[str, ...]:
        """Every permission of the role."""
        return (*SEEN, *self.does)


ROLES = (
    # Decides what is sold, from where, and how far below zero. Deleting what open orders hold is a right that no role begins with
    # (catalog.delete_product_in_open_orders): a merchandiser disables it, an administrator decides what customers lose.
    Role(
        "Merchandiser",
        tuple(
            f"catalog.{verb}_{model}"
            for model in (
                "category",
                "configurationvalue",
                "product",
                "source",
                "sourceitem",
                "stock",
                "stockitem",
                "stocksourcelink",
            )
            for verb in ("add", "change", "delete")
        ),
    ),
    # Receives deliveries and sends parcels.
    Role("Fulfilment", ("backorders.ship_order", "backorders.prioritise_order", "catalog.change_sourceitem")),
    # Takes orders by telephone, and answers for those that were taken: reads the links that shoppers have lost out to them.
    Role(
        "Customer service",
        (
            *(
                f"backorders.{verb}_order"
                for verb in ("add", "change", "cancel", "hold", "invoice", "refund", "prioritise")
            ),
            # Sends again what did not get through.
            "backorders.change_errand",
            "backorders.change_notification",
            "backorders.see_order_link",
        ),
    ),
    Role("Viewer"),
)
