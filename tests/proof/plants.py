"""Where faults are planted in the shop: a proof that does not find them proves nothing."""

import os
from importlib import import_module

from django.apps import AppConfig


class PlantsConfig(AppConfig):
    """Plants the fault that the environment names, in each process of the shop, after everything else is there."""

    name = "tests.proof"
    label = "proof"

    def ready(self) -> None:
        """Change the code. What changes it asks for models, which come after the apps."""
        del self
        if fault := os.environ.get("PLANTED"):
            import_module("tests.proof.planted_faults").plant_in_code(fault)
