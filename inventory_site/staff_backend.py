"""Who somebody is, and whether a second factor is asked of him: in one query a request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from inventory_site.known_passwords import opens_nothing
from inventory_site.second_factor import with_second_factor


class StaffBackend(ModelBackend):
    """Django's accounts, with what the back office's door needs to know of each."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return whose name and password these are."""
        if password is not None and opens_nothing(password):
            return None
        found = super().authenticate(request, username, password, **kwargs)
        return None if found is None else self.get_user(found.pk)

    def get_user(self, user_id: int) -> User | None:
        """Return the account, when it is active."""
        user = with_second_factor(User.objects.filter(pk=user_id)).first()
        return user if user is not None and self.user_can_authenticate(user) else None
