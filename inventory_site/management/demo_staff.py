"""The demo's staff: one who may do everything, and one of each role."""

from django.contrib.auth.models import Group, User

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
    """Make the demo's staff, but never beside real ones: their password is known to everybody. Return whether it opens."""
    admin = User.objects.filter(username=ADMIN_NAME).first()
    if admin is None and not User.objects.filter(is_staff=True).exists():
        admin = User.objects.create_superuser(ADMIN_NAME, email="admin@example.org", password=PASSWORD)
        for name, role in MEMBERS.items():
            member = User.objects.create_user(name, email=f"{name}@example.org", password=PASSWORD, is_staff=True)
            member.groups.set(Group.objects.filter(name=role))
    return admin is not None and admin.check_password(PASSWORD)
