"""What every build strikes with."""

import random
import re

from tests.inventory_site.postgres_user import ROOT
from tests.proof.bank import Mood
from tests.proof.strikes import SECONDS_OF_MOOD, STRIKES, in_turn


def test_a_seed_strikes_with_everything_in_an_order_of_its_own() -> None:
    orders = [[strike.name for strike in in_turn(random.Random(seed))] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(strike.name for strike in STRIKES)
    assert [strike.name for strike in in_turn(random.Random(1), "disk")] == ["disk full"]


def test_a_build_comes_to_all_but_the_milder_moods_of_the_bank() -> None:
    """They come last in the order of its seed."""
    found = re.search(r"make prove SECONDS=45 SEED=(\d+) ", (ROOT / ".ci" / "run").read_text())
    assert found is not None
    order = [strike.name for strike in in_turn(random.Random(f"{found[1]}:strikes"))]
    assert set(order[-3:]) == {f"bank {mood}" for mood in SECONDS_OF_MOOD if mood is not Mood.SILENT}
