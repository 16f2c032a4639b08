"""The availability line of a product: its status, and "Only X left"."""

from dataclasses import dataclass

from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, AvailabilityStatus
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class StockStatus:
    """`text` is empty when the shop does not display it; `kind` (in, back, out) picks the colour; `left` is the X to show."""

    text: str
    kind: str
    left: str


KINDS = {
    AvailabilityStatus.IN_STOCK: "in",
    AvailabilityStatus.ON_BACKORDER: "back",
    AvailabilityStatus.OUT_OF_STOCK: "out",
}


def stock_status(availability: Availability, configuration: Configuration) -> StockStatus:
    """Return the availability line. "Display Products Availability" off hides the status text and nothing else."""
    shown = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    return StockStatus(
        text=availability.status.value if shown else "",
        kind=KINDS[availability.status],
        left="" if availability.only_left is None else plain(availability.only_left),
    )
