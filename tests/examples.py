"""How many examples a test draws: many of a plain rule, fewer where each one is a shop in the database.

Every run draws others. EXAMPLES=500 for who changes a rule: it counts wherever these settings are used.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_ASKED = int(os.environ.get("EXAMPLES", "0"))
# Making a shop smaller costs minutes in the database; what failed shows the product, or the steps that led there.
_UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)

# deadline: the first example pays for imports and for a connection.
# function_scoped_fixture: `db` is one; a test that needs a fresh database for each example opens its own transaction.
of_rules = settings(
    deadline=None,
    max_examples=_ASKED or 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# A shop that is opened and asked once.
of_shops = settings(of_rules, max_examples=_ASKED or 25, phases=_UNSHRUNK)
# A shop, and a dozen actions on it.
of_stories = settings(of_rules, max_examples=_ASKED or 12, phases=_UNSHRUNK)


def of_lives(*, steps: int) -> settings:
    """Return the settings of a state machine that takes so many steps in each of its lives."""
    return settings(of_stories, stateful_step_count=steps)
