"""What is said of stocks that draw on the same sources."""

from catalog.rules.quantity import plain
from catalog.rules.shared_sources import Overpromised
from catalog.words.names import listed


def overpromised_words(found: Overpromised) -> str:
    """Return the sentence: which stocks have promised more than lies where, and by how many units."""
    return (
        f"{found.sku}: {plain(found.promised)} promised in {listed(found.stocks)}, {plain(found.lying)} at "
        f"{listed(found.sources)}: {plain(found.owed)} owed, in the order of the queue."
    )
