"""The settings of tests, with a database beside theirs: tests may run meanwhile, and what a mutant leaves is in nobody's way."""

from tests.settings import *  # noqa: F403 - the point of this file
from tests.settings import DATABASES

DATABASES["default"]["TEST"] = {"NAME": "test_salable_mutants"}
