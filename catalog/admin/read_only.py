"""Screens that show and change nothing."""

from typing import Any

from django.http import HttpRequest


class NobodyWrites:
    """Offers no adding, changing, deleting: the shop itself writes the rows, and keeps them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Offer no adding."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no changing."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deleting."""
        del request, obj
        return False


class ReadOnly(NobodyWrites):
    """Shows, and changes nothing. `seen_with` are permissions one of which opens the screen."""

    seen_with: tuple[str, ...] = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether one of `seen_with` is held."""
        del obj
        return any(request.user.has_perm(permission) for permission in self.seen_with)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As the screen itself."""
        return self.has_view_permission(request)
