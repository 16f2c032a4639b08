"""The numbers of a stock level, and the rows from which each is summed."""

from enum import StrEnum


class LevelColumn(StrEnum):
    """What a stock level sums, and from what."""

    ON_HAND = "on hand"
    SOURCES_IN_STOCK = "sources in stock"
    SOURCES_ASSIGNED = "sources assigned"
    RESERVED = "reserved"
    SHARES = "shared with other stocks"
    ELSEWHERE = "units of other stocks"
    IS_SOLD = "sold at all"
    POLICY_CLASS = "class of own stock values"

    @property
    def cause(self) -> str:
        """The rows that it differs from."""
        match self:
            case LevelColumn.RESERVED:
                return "the ledger"
            case LevelColumn.SHARES:
                return "the links of stocks"
            case LevelColumn.ELSEWHERE:
                return "what the stocks have promised"
            case LevelColumn.IS_SOLD | LevelColumn.POLICY_CLASS:
                return "the product"
            case _:
                return "the source items"
