"""The demo's staff: one who may do everything, and one of each role."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection

ADMIN_NAME = "admin"
PASSWORD = "salable-demo"  # noqa: S105 - printed on the screen; for the demo only
# {user name: role}
MEMBERS = {
    "merchandiser": "Merchandiser",
    "fulfilment": "Fulfilment",
    "service": "Customer service",
    "viewer": "Viewer",
}


def ensure_demo_staff() -> bool:
    """Make the demo's staff; return whether their password, known to everybody, opens.

    Never beside real staff, and never in a database of another machine, which a shop may serve to others from there.
    """
    admin = User.objects.filter(username=ADMIN_NAME).first()
    if (
        admin is None
        and is_on_this_machine(connection.settings_dict)
        and not User.objects.filter(is_staff=True).exists()
    ):
        admin = User.objects.create_superuser(ADMIN_NAME, email="admin@example.org", password=PASSWORD)
        for name, role in MEMBERS.items():
            member = User.objects.create_user(name, email=f"{name}@example.org", password=PASSWORD, is_staff=True)
            member.groups.set(Group.objects.filter(name=role))
    return admin is not None and admin.check_password(PASSWORD)


def is_on_this_machine(database: Mapping[str, Any]) -> bool:
    """Tell whether the database runs here: the embedded one, a socket, or the loopback."""
    host = str(database["HOST"])
    return host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"}
