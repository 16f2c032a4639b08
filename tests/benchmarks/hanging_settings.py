"""The site's settings, with a payment provider that hangs."""

from inventory_site.settings import *  # noqa: F403 - the point of this file

PAYMENT_VARIANTS = {"card": ("tests.benchmarks.hanging_provider.HangingProvider", {})}
