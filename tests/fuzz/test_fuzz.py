"""A small part of `make fuzz` in every run of the suite."""

import logging
import os
from collections.abc import Callable

import pytest

from tests.fuzz.attack import attack
from tests.fuzz.conftest import TOLD
from tests.fuzz.shop import make_shop

SEED = int(os.environ.get("SEED", "1"))
REQUESTS = int(os.environ.get("REQUESTS", "200"))
# Each part is a test of its own, with a shop of its own: parts run beside each other, and one is quickly repeated.
PART = 250
PARTS = range(0, REQUESTS, PART)


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_no_chance_request_breaks_or_spoils_the_shop(
    part: int, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    caplog.set_level(logging.CRITICAL + 1)  # thousands of refusals; what breaks is in the report
    make_shop()
    report = attack(requests=min(PART, REQUESTS - part), seed=SEED * 1_000_000 + part)
    record_property(TOLD, report.as_json())
    assert not report.faults, "\n".join(report.faults)
