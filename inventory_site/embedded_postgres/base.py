"""Django's PostgreSQL backend, for which the server is started or joined at the first connection."""

import atexit
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresDatabaseWrapper

from inventory_site.embedded_postgres.places import EmbeddedPostgresError
from inventory_site.embedded_postgres.server import Server

_servers: dict[Path, Server] = {}


class DatabaseWrapper(PostgresDatabaseWrapper):
    """PostgreSQL in the folder that `HOST` names; `SERVER_SETTINGS` holds settings for postgresql.conf."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return how to connect, after making sure that the server runs and has the database."""
        if not self.settings_dict["HOST"]:
            raise ImproperlyConfigured("The embedded PostgreSQL needs HOST, the folder that holds its data.")
        params: dict[str, Any] = super().get_connection_params()
        server = _server_in(Path(self.settings_dict["HOST"]), self.settings_dict.get("SERVER_SETTINGS", {}))
        try:
            socket_folder = server.ensure_running(database=self.settings_dict["NAME"])
        except EmbeddedPostgresError as error:
            # As any database that is away: whoever asks for a page meanwhile is asked to try again.
            raise OperationalError(str(error)) from error
        return {**params, "host": str(socket_folder), "port": "5432", "user": "postgres"}


def _server_in(folder: Path, settings: dict[str, str]) -> Server:
    if folder not in _servers:
        _servers.setdefault(folder, Server(folder, settings))  # of two threads, the first one's server is the server
    return _servers[folder]


def _leave_servers() -> None:
    """Hang up before the server may stop, so that no pool tries to connect to it again."""
    if not any(server.is_joined() for server in _servers.values()):
        return  # a fork which leaves by sys.exit must not hang up its parent's connections
    connections.close_all()
    # Django has no public way to list its pools, and asking a connection for its pool would make one.
    for pool in DatabaseWrapper._connection_pools.values():  # type: ignore[attr-defined]  # noqa: SLF001
        pool.close()
    for server in _servers.values():
        server.leave()


atexit.register(_leave_servers)
