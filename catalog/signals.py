"""What the catalog asks and tells those who build on it, without knowing them."""

from django.dispatch import Signal

# Asked with `product_ids`: what do you hold of these products? Answered with `catalog.rules.held_units.HeldUnits`.
products_held = Signal()
# Told with `product_ids`, `by` and `now` in the transaction that deletes the products, before any of the catalog's rows is
# locked: who keeps rows of them locks those now, and writes down what it wants to remember.
products_deleting = Signal()
# Asked with `source_ids`: how many orders wait for units of products at these sources, in the stocks that draw on them?
orders_owed = Signal()
# Asked with `product_ids` (ids, or a query that finds them) and `today`: whose promised day has become later, so that he is to be
# told? Answered with `catalog.rules.moved_day.WhoIsTold`; what changed may be taken back.
days_moved = Signal()
# Asked with `supply_id`: in which deliveries did units of it come? Answered with tuples of
# `catalog.rules.incoming_supply.SupplyCame`.
supply_received = Signal()
