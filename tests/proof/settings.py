"""The site's settings under proof: money lies at a bank of our own, and a fault may be planted (`PLANTED`)."""

from inventory_site.settings import *  # noqa: F403 - the point of this file
from inventory_site.settings import DATABASES, INSTALLED_APPS, env

PAYMENT_VARIANTS = {"card": ("tests.proof.provider.BankProvider", {"bank": env.str("PROOF_BANK")})}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.proof.plants.PlantsConfig"]
# So little that the data folder can be filled and emptied while a run lasts.
DATABASES["default"]["SERVER_SETTINGS"] = {"max_wal_size": "64MB", "min_wal_size": "32MB"}
