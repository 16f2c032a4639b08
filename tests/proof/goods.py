"""What the shop under proof sells, from where, and how far."""

OWED, STRICT, COUNTED = "HOT-1", "HOT-2", "HOT-3"
SOURCES = ("north", "south")
# The lowest free quantity that a sale may ever leave behind.
LIMITS = {OWED: -6, STRICT: 0}
UNITS_AT_SOURCE = 6
# Those of the storm: enough for some, and of a product that nobody else buys.
STORM, UNITS_OF_STORM = "STORM", 60
# Never sold out: whether an order goes through is asked with it.
PROBE, UNITS_TO_PROBE = "PROBE", 100_000
