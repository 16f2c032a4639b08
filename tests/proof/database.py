"""The demo's database as one sees it who stands beside it: a connection of its own for each question, and who is connected."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from inventory_site.embedded_postgres.cluster import Cluster


class Database:
    """`folder` holds it. Whoever asks here keeps nothing running, and starts nothing."""

    def __init__(self, folder: Path) -> None:
        self._cluster = Cluster(folder)

    def rows(self, asked: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of an answer. Raises `psycopg.Error`, also when nobody answers."""
        with psycopg.connect(
            host=str(self._cluster.socket_folder), port=5432, user="postgres", dbname="salable", connect_timeout=2
        ) as connection:
            return connection.execute(asked.encode(), values).fetchall()

    def pid(self) -> int | None:
        """Return the number of the server's process."""
        return self._cluster.pid()

    def log(self) -> str:
        """Return what the server said since it was started last."""
        return self._cluster.log.read_text(errors="replace") if self._cluster.log.exists() else ""
