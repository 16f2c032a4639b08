"""How a salable quantity comes about: what counts on the shelf, who holds units of it, and which threshold holds."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from catalog.rules.in_force import Found, OwnPolicy
from catalog.rules.product_setting import ProductSetting
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level


class NotCounted(Enum):
    """Why the units at a source do not count in a stock."""

    NOT_LINKED = "the stock does not draw from this source"
    SOURCE_DISABLED = "the source is disabled"
    OUT_OF_STOCK = "its status there is Out of Stock"


class Origin(Enum):
    """Where a value in force comes from."""

    OWN = "the product's own value"
    DEFAULT_CONFIG = "Default Config"
    BUILT_IN = "built in"


@dataclass(frozen=True)
class Share:
    """The units of the product at one source, as one stock sees them; `not_counted` None: they count."""

    source_name: str
    source_code: str
    quantity: Decimal
    not_counted: NotCounted | None


@dataclass(frozen=True)
class Hold:
    """Units that one order holds, or (`order_number` empty) all ledger rows of one event that name no order."""

    order_number: str
    event_type: str
    since: datetime
    units: Decimal


@dataclass(frozen=True)
class Elsewhere:
    """Units of one stock's shelf that another stock has promised, of all that lies at the sources on which both draw."""

    stock_name: str
    source_names: tuple[str, ...]
    lying: Decimal
    units: Decimal


@dataclass(frozen=True)
class Explanation:
    """One product in one stock. `holds` may be the oldest orders only: `more_orders` hold the other `more_units`.

    `elsewhere` units are what others have of the shares; `others` say who.
    """

    shares: tuple[Share, ...]
    holds: tuple[Hold, ...]
    more_orders: int = 0
    more_units: Decimal = ZERO
    elsewhere: Decimal = ZERO
    others: tuple[Elsewhere, ...] = ()

    @property
    def level(self) -> Level:
        """The shares and the holds added up: what every asker of a salable quantity starts from."""
        counted = [share.quantity for share in self.shares if share.not_counted is None]
        return Level(
            on_hand=sum(counted, ZERO),
            reserved=sum((hold.units for hold in self.holds), self.more_units),
            sources_in_stock=len(counted),
            sources_assigned=sum(share.not_counted is not NotCounted.NOT_LINKED for share in self.shares),
            elsewhere=self.elsewhere,
        )


def not_counted(*, is_linked: bool, is_enabled: bool, is_in_stock: bool) -> NotCounted | None:
    """Return why a source item does not count in a stock, the widest reason first; None: it counts."""
    if not is_linked:
        return NotCounted.NOT_LINKED
    if not is_enabled:
        return NotCounted.SOURCE_DISABLED
    return None if is_in_stock else NotCounted.OUT_OF_STOCK


def origin_of(setting: ProductSetting, own: OwnPolicy, configured: Found) -> Origin:
    """Return where a product's value of `setting` comes from; `configured` is the one that it inherits."""
    if getattr(own, setting.name) is not None:
        return Origin.OWN
    return Origin.BUILT_IN if configured.scope is None else Origin.DEFAULT_CONFIG
